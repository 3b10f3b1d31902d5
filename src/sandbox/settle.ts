/** Runs the programs that derive data from the databases until nothing changes any more. */
import type { Database } from '../ovsdb/database.js';

/** A component of the sandbox that derives data from the databases. */
export interface Derivation {
  /** Updates its outputs; does nothing if they are up to date. */
  run(): void;
  /** True if there is work that does not come from a database change. */
  readonly pending?: boolean;
}

/**
 * The maximum number of rounds; derivations that still change something then are considered
 * endless.
 */
const MAX_ROUNDS = 100;

/**
 * Runs derivations in order, again and again until none of the databases changes. They feed each
 * other: northd fills the southbound database, the controller binds its ports, and northd reports
 * them up.
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

  /** True if nothing has happened since everything was up to date. */
  get settled(): boolean {
    return (
      this.#settledAt === this.#commits && !this.derivations.some(({ pending }) => pending === true)
    );
  }

  /** @throws Error if the derivations do not come to an end */
  settle(): void {
    for (let round = 0; !this.settled; round++) {
      if (round === MAX_ROUNDS) throw new Error('the derivation does not come to rest');
      const before = this.#commits;
      for (const derivation of this.derivations) derivation.run();
      if (this.#commits === before) this.#settledAt = before;
    }
  }
}
