/** Counts the users of recirculation IDs, and retires unused IDs (`ofproto-dpif-rid.c`). */
import type { Clock } from '../../lib/clock.js';
import type { RecirculationIds } from '../translate/recirculation-ids.js';

/** Milliseconds for which an unused ID can still be looked up. */
const LINGERING = 250;

/**
 * Counts the users of each recirculation ID. An unused ID is not allocated again, and is forgotten
 * shortly after, when the packets that carried it are gone.
 */
export class RecirculationReferences {
  readonly #ids: RecirculationIds;
  readonly #clock: Clock;
  readonly #counts = new Map<number, number>();
  /** The unused IDs and the times at which they became unused, oldest first. */
  readonly #unused = new Map<number, number>();

  constructor(ids: RecirculationIds, clock: Clock) {
    this.#ids = ids;
    this.#clock = clock;
  }

  /** Adds one user to each ID. */
  take(ids: readonly number[]): void {
    for (const id of ids) this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
  }

  /** Removes one user of each ID. */
  release(ids: readonly number[]): void {
    for (const id of ids) {
      const count = (this.#counts.get(id) ?? 0) - 1;
      if (count > 0) this.#counts.set(id, count);
      else {
        this.#counts.delete(id);
        this.#ids.retire(id);
        this.#unused.set(id, this.#clock.now());
      }
    }
  }

  /** Forgets the IDs that have been unused for a while. */
  sweep(): void {
    const now = this.#clock.now();
    for (const [id, since] of this.#unused) {
      if (now - since <= LINGERING) return;
      this.#unused.delete(id);
      this.#ids.forget(id);
    }
  }
}
