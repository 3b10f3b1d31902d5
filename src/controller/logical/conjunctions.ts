/** Assigns the ids of conjunctive matches across all logical flows. */
import type { Uuid } from '../../lib/uuid.js';

interface Numbered {
  readonly rank: number;
  readonly count: number;
  /** The number to add to the flow's own ids; `undefined` until it is computed. */
  offset: number | undefined;
}

/** The offset of the first flow that uses ids. */
const FIRST_OFFSET = 1;

/**
 * Assigns ids to conjunctive matches. Each logical flow counts its own from 1; adding the number of
 * ids that preceding logical flows use makes them unique.
 */
export class ConjunctionIds {
  readonly #flows = new Map<Uuid, Numbered>();
  #stale = false;

  /** Sets the number of ids that a logical flow uses. */
  set(flow: Uuid, rank: number, count: number): void {
    const before = this.#flows.get(flow);
    if ((before?.count ?? 0) === count) return;
    this.#stale = true;
    if (count === 0) this.#flows.delete(flow);
    else this.#flows.set(flow, { rank, count, offset: undefined });
  }

  /**
   * Returns the number to add to the ids of a logical flow; `undefined` before {@link renumber}.
   */
  offset(flow: Uuid): number | undefined {
    return this.#flows.get(flow)?.offset;
  }

  /** Recomputes the offsets, and returns the flows whose offset changed. */
  renumber(): readonly Uuid[] {
    if (!this.#stale) return [];
    this.#stale = false;
    const changed: Uuid[] = [];
    let offset = FIRST_OFFSET;
    for (const [uuid, flow] of [...this.#flows].sort(([, a], [, b]) => a.rank - b.rank)) {
      if (flow.offset !== offset) {
        flow.offset = offset;
        changed.push(uuid);
      }
      offset += flow.count;
    }
    return changed;
  }
}
