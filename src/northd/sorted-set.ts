/** Keeps a set of UUIDs sorted while elements come and go. */
import type { Uuid } from '../lib/uuid.js';

/**
 * A set of UUIDs that are always in order, as a database wants to be given a set:
 * to sort a large one for each port that joins it would cost more than the port.
 */
export class SortedUuids {
  readonly #uuids: Uuid[] = [];

  get values(): readonly Uuid[] {
    return this.#uuids;
  }

  /** Makes `uuid` a member, or none. Tells whether that changed anything. */
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
