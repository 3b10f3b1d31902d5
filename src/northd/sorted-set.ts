/** Maintains a sorted set of UUIDs under insertion and removal. */
import type { Uuid } from '../lib/uuid.js';

/**
 * A set of UUIDs that stays sorted, as the database requires. Sorting a large set for each port
 * that joins it would cost more than the port itself.
 */
export class SortedUuids {
  readonly #uuids: Uuid[] = [];

  get values(): readonly Uuid[] {
    return this.#uuids;
  }

  /** Adds `uuid` or removes it. Returns true if that changed the set. */
  put(uuid: Uuid, member: boolean): boolean {
    const at = this.#lowerBound(uuid);
    if ((this.#uuids[at] === uuid) === member) return false;
    if (member) this.#uuids.splice(at, 0, uuid);
    else this.#uuids.splice(at, 1);
    return true;
  }

  #lowerBound(uuid: Uuid): number {
    let low = 0;
    let high = this.#uuids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#uuids[middle] ?? uuid) < uuid) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
