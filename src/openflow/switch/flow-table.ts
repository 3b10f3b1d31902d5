/** Flow tables that are indexed by priority and match. Mirrors `struct oftable`. */

import { comparePlaces, type FlowEntry } from '../model/flow-entry.js';
import type { Match } from '../model/match.js';

/**
 * Flows that were added together. The table lists them by their places, but they arrived in the order
 * of the hash table of the sender, ovn-controller. The order matters if a packet matches several flows
 * of the same priority.
 */
export interface FlowBatch {
  /** The number of flows in the hash table, including those that were not sent. */
  readonly hashTableSize: number;
}

/** A change of a flow. An added flow can replace another. */
export type FlowChange =
  | { readonly type: 'added'; readonly flow: FlowEntry; readonly batch: FlowBatch | undefined }
  | { readonly type: 'removed'; readonly flow: FlowEntry };

export interface FlowChanges {
  /** True if the changes start from an empty table instead of the previous flows. */
  readonly fromScratch: boolean;
  /** The changes, oldest first. */
  readonly list: FlowChange[];
}

/** The number of obsolete changes that are kept. */
const MAX_STALE_CHANGES = 1024;

/**
 * The flows of one table. Adding, removing, and finding by priority and match take constant time. The
 * flows are listed by descending priority; within a priority, derived flows come first, by their
 * places, then the other flows, oldest first. They are sorted when they are listed.
 */
export class FlowTable {
  readonly #byPriority = new Map<number, Map<string, FlowEntry>>();
  #priorities: readonly number[] | undefined = [];
  /** The priorities whose flows are not sorted yet. */
  readonly #unsorted = new Set<number>();
  #size = 0;
  #changes: FlowChanges = { fromScratch: true, list: [] };

  /** The number of flows. */
  get size(): number {
    return this.#size;
  }

  /** Returns the flow with exactly this match and priority. */
  find(match: Match, priority: number): FlowEntry | undefined {
    return this.#byPriority.get(priority)?.get(match.key);
  }

  /** Adds a flow, which replaces one with the same match and priority. */
  set(flow: FlowEntry, batch?: FlowBatch): void {
    let flows = this.#byPriority.get(flow.priority);
    if (flows === undefined) {
      flows = new Map();
      this.#byPriority.set(flow.priority, flows);
      this.#priorities = undefined;
    }
    const before = flows.size;
    const replaced = flows.get(flow.match.key);
    flows.set(flow.match.key, flow);
    if (flow.place || replaced?.place) this.sortLater(flow.priority);
    this.#size += flows.size - before;
    this.#note({ type: 'added', flow, batch });
  }

  /** Removes a flow; returns false if it was not in the table. */
  delete(flow: FlowEntry): boolean {
    const flows = this.#byPriority.get(flow.priority);
    if (flows?.get(flow.match.key) !== flow) return false;
    flows.delete(flow.match.key);
    this.#size--;
    this.#note({ type: 'removed', flow });
    if (flows.size === 0) {
      this.#byPriority.delete(flow.priority);
      this.#priorities = undefined;
    }
    return true;
  }

  /** Records that the places of flows of this priority changed. */
  sortLater(priority: number): void {
    this.#unsorted.add(priority);
  }

  #sort(priority: number): void {
    const flows = this.#byPriority.get(priority);
    if (!this.#unsorted.delete(priority) || !flows || flows.size < 2) return;
    const all = [...flows.values()];
    const derived = all.flatMap((flow) => (flow.place ? [{ flow, place: flow.place }] : []));
    derived.sort((a, b) => comparePlaces(a.place, b.place));
    const sorted = [...derived.map(({ flow }) => flow), ...all.filter(({ place }) => !place)];
    this.#byPriority.set(priority, new Map(sorted.map((flow) => [flow.match.key, flow])));
  }

  /** Returns the priorities that have flows, highest first. */
  priorities(): readonly number[] {
    this.#priorities ??= [...this.#byPriority.keys()].sort((a, b) => b - a);
    return this.#priorities;
  }

  /** Returns the flows of a priority, in order. */
  *atPriority(priority: number): IterableIterator<FlowEntry> {
    this.#sort(priority);
    yield* this.#byPriority.get(priority)?.values() ?? [];
  }

  /** Yields all flows. The caller may remove each one before it takes the next. */
  *[Symbol.iterator](): IterableIterator<FlowEntry> {
    for (const priority of this.priorities()) yield* this.atPriority(priority);
  }

  /** True if there are changes since the last call of {@link takeChanges}. */
  get changed(): boolean {
    const { fromScratch, list } = this.#changes;
    return fromScratch || list.length > 0;
  }

  /** Returns the changes since the last call, with which an index of the flows can be updated. */
  takeChanges(): FlowChanges {
    const taken = this.#changes;
    this.#changes = { fromScratch: false, list: [] };
    return taken;
  }

  #note(change: FlowChange): void {
    const { list } = this.#changes;
    list.push(change);
    if (list.length > 2 * this.#size + MAX_STALE_CHANGES) this.#startOver(list);
  }

  /** Discards the changes that are obsolete, if there are too many. */
  #startOver(changes: readonly FlowChange[]): void {
    const recent = new Map<FlowEntry, FlowChange>();
    for (const change of changes) {
      const { type, flow } = change;
      if (type === 'added' && this.find(flow.match, flow.priority) === flow) {
        recent.set(flow, change);
      }
    }
    const older = [...this].filter((flow) => !recent.has(flow));
    const list = older.map((flow): FlowChange => ({ type: 'added', flow, batch: undefined }));
    this.#changes = { fromScratch: true, list: [...list, ...recent.values()] };
  }
}
