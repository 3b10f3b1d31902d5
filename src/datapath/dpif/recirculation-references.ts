import type { RecirculationIds } from '../translate/recirculation.js';

/** Counts who uses which recirculation ID, so that one goes when nobody does any more. */
export class RecirculationReferences {
  readonly #ids: RecirculationIds;
  readonly #counts = new Map<number, number>();

  constructor(ids: RecirculationIds) {
    this.#ids = ids;
  }

  /** Notes one more user of each of these. */
  take(ids: readonly number[]): void {
    for (const id of ids) this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
  }

  /** Notes that a user of each of these is gone. */
  release(ids: readonly number[]): void {
    for (const id of ids) {
      const count = (this.#counts.get(id) ?? 0) - 1;
      if (count > 0) this.#counts.set(id, count);
      else {
        this.#counts.delete(id);
        this.#ids.release(id);
      }
    }
  }
}
