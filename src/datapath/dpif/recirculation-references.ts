import type { Clock } from '../../lib/clock.js';
import type { RecirculationIds } from '../translate/recirculation-ids.js';

/** Milliseconds for which an ID that nobody uses can still be asked for. */
const LINGERING = 250;

/**
 * Counts who uses which recirculation ID. One that nobody uses any more is not given
 * again, and is forgotten a moment later, when packets that had it are through.
 */
export class RecirculationReferences {
  readonly #ids: RecirculationIds;
  readonly #clock: Clock;
  readonly #counts = new Map<number, number>();
  /** The IDs that nobody uses, and since when, in the order of that. */
  readonly #unused = new Map<number, number>();

  constructor(ids: RecirculationIds, clock: Clock) {
    this.#ids = ids;
    this.#clock = clock;
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
        this.#ids.retire(id);
        this.#unused.set(id, this.#clock.now());
      }
    }
  }

  /** Forgets the IDs that nobody has used for a while. */
  sweep(): void {
    const now = this.#clock.now();
    for (const [id, since] of this.#unused) {
      if (now - since <= LINGERING) return;
      this.#unused.delete(id);
      this.#ids.forget(id);
    }
  }
}
