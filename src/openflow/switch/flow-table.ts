import { comparePlaces, type FlowEntry } from '../model/flow-entry.js';
import type { Match } from '../model/match.js';

/**
 * Flows that somebody added together. They stand in the order that makes sense, but
 * came in that of the sender's hash table, as ovn-controller sends them: only where
 * several flows would do for a packet, the difference shows.
 */
export interface FlowBatch {
  /** How many flows the hash table had in it, those included that did not have to be sent. */
  readonly hashTableSize: number;
}

/** Something that became of a flow. One that is added may take the place of another. */
export type FlowChange =
  | { readonly type: 'added'; readonly flow: FlowEntry; readonly batch: FlowBatch | undefined }
  | { readonly type: 'removed'; readonly flow: FlowEntry };

export interface FlowChanges {
  /** Whether they begin with an empty table, and not with what there was before. */
  readonly fromScratch: boolean;
  /** In the order in which they were made. */
  readonly list: FlowChange[];
}

/** How many changes are kept that no longer tell anything about the flows that there are. */
const MAX_STALE_CHANGES = 1024;

/**
 * The flows of one table, found by priority and match in constant time. They are listed from the
 * highest priority down; within a priority derived flows come first, by their places, then those
 * made by hand, in the order in which they came. Adding and removing take constant time as well; sorting waits until the
 * flows are listed.
 */
export class FlowTable {
  readonly #byPriority = new Map<number, Map<string, FlowEntry>>();
  #priorities: readonly number[] | undefined = [];
  /** The priorities whose flows have to be sorted before they are listed. */
  readonly #unsorted = new Set<number>();
  #size = 0;
  #changes: FlowChanges = { fromScratch: true, list: [] };

  /** How many flows there are. */
  get size(): number {
    return this.#size;
  }

  /** The flow with exactly this match and priority. */
  find(match: Match, priority: number): FlowEntry | undefined {
    return this.#byPriority.get(priority)?.get(match.key);
  }

  /** Puts a flow in, in the place of one with the same match and priority. */
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

  /** Takes a flow out; false where it was not in. */
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

  /** Notes that the places of flows of this priority changed. */
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

  /** The priorities that have flows, highest first. */
  priorities(): readonly number[] {
    this.#priorities ??= [...this.#byPriority.keys()].sort((a, b) => b - a);
    return this.#priorities;
  }

  /** The flows of one priority, in order. */
  *atPriority(priority: number): IterableIterator<FlowEntry> {
    this.#sort(priority);
    yield* this.#byPriority.get(priority)?.values() ?? [];
  }

  /** All flows. One that is yielded may be removed before the next is asked for. */
  *[Symbol.iterator](): IterableIterator<FlowEntry> {
    for (const priority of this.priorities()) yield* this.atPriority(priority);
  }

  /**
   * What became of the flows since this was last called. Who keeps an index of the
   * flows brings it up to date with that, when it is needed.
   */
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

  /** Nobody has asked for long: keeps only how the flows came that there still are. */
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
