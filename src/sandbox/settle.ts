import type { Database } from '../ovsdb/database.js';

/** A part of the sandbox that derives something from the databases. */
export interface Derivation {
  /** Brings its outputs up to date with its inputs; does nothing where they are. */
  run(): void;
  /** Whether there is something to do of which no database says so. */
  readonly pending?: boolean;
}

/** Rounds after which a derivation that still changes something never will settle. */
const MAX_ROUNDS = 100;

/**
 * Runs derivations, in the order given, over and over until none of the
 * databases changes any more. They feed each other: northd fills the southbound
 * database, the controller binds its ports, northd reports them up.
 */
export class Settler {
  #commits = 0;
  #settledAt = -1;

  constructor(
    databases: readonly Database[],
    private readonly derivations: readonly Derivation[],
  ) {
    for (const database of databases) {
      database.observe(() => {
        this.#commits += 1;
      });
    }
  }

  /** Whether nothing has happened since everything was last up to date. */
  get settled(): boolean {
    return (
      this.#settledAt === this.#commits && !this.derivations.some(({ pending }) => pending === true)
    );
  }

  settle(): void {
    for (let round = 0; !this.settled; round++) {
      if (round === MAX_ROUNDS) throw new Error('the derivation does not come to rest');
      const before = this.#commits;
      for (const derivation of this.derivations) derivation.run();
      if (this.#commits === before) this.#settledAt = before;
    }
  }
}
