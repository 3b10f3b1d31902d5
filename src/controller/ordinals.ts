/** Remembers the order in which rows were created. */
import type { Uuid } from '../lib/uuid.js';

/** Numbers rows in the order in which they were created. */
export class Ordinals {
  readonly #ordinals = new Map<Uuid, number>();
  #next = 0;

  /** Returns the number of a row; the first call for a row assigns the next number. */
  of(row: Uuid): number {
    let ordinal = this.#ordinals.get(row);
    if (ordinal === undefined) {
      ordinal = this.#next++;
      this.#ordinals.set(row, ordinal);
    }
    return ordinal;
  }

  /** Forgets a deleted row. */
  delete(row: Uuid): void {
    this.#ordinals.delete(row);
  }
}
