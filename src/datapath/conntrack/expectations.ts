/** Holds the connections that other connections have announced. */
import type { Connection } from './connection.js';
import { type Tuple, tupleKey } from './tuple.js';

/** An announced connection, and the properties that it inherits from its parent. */
export interface Expectation {
  readonly parent: Tuple;
  readonly mark: bigint;
  readonly label: bigint;
}

/** Returns a key without the source port, since announced connections may come from any port. */
const keyOf = (tuple: Tuple): string =>
  tupleKey({ ...tuple, source: { ...tuple.source, port: 0 } });

export class Expectations {
  readonly #byKey = new Map<string, Expectation>();

  /** Expects a connection like `tuple` from any port, unless it is expected already. */
  add(tuple: Tuple, { tuple: parent, mark, label }: Connection): void {
    const key = keyOf(tuple);
    if (!this.#byKey.has(key)) this.#byKey.set(key, { parent, mark, label });
  }

  /** Returns the expectation that a connection fulfils. */
  find(tuple: Tuple): Expectation | undefined {
    return this.#byKey.size === 0 ? undefined : this.#byKey.get(keyOf(tuple));
  }

  /** Forgets what a connection has announced. */
  forget(parent: Connection): void {
    for (const [key, expectation] of this.#byKey) {
      if (expectation.parent === parent.tuple) this.#byKey.delete(key);
    }
  }
}
