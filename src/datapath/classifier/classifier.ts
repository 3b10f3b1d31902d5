/**
 * Finds the flow of a table that a packet goes by, and what of the packet that
 * depends on (`lib/classifier.c`). There is one look-up for each set of bits that
 * flows of the table look at; sets with flows of higher priority come first, and
 * those that cannot win any more are left out.
 */
import type { FlowEntry } from '../../openflow/model/flow-entry.js';
import type { Flow, Wildcards } from '../../packet/flow.js';
import { maskKey } from './packed-mask.js';
import { PrefixFields } from './prefix-fields.js';
import { PriorityVector } from './priority-vector.js';
import type { Rule } from './rule.js';
import { SoftMatches } from './soft-matches.js';
import { Subtable } from './subtable.js';

export class Classifier {
  readonly #byMask = new Map<string, Subtable>();
  readonly #subtables = new PriorityVector<Subtable>();
  readonly #prefixes = new PrefixFields();

  /** All flows, in the order in which the reference comes across them. */
  *[Symbol.iterator](): IterableIterator<FlowEntry> {
    for (const subtable of this.#subtables) yield* subtable.flows();
  }

  /**
   * Returns the keys of the masks that are tried in an order which their flows do not determine:
   * that in which flows came and went. Empty if there is no such choice.
   */
  tieOrder(): string[] {
    const keys = new Map(Array.from(this.#byMask, ([key, subtable]) => [subtable, key]));
    const all = [...this.#subtables];
    return all.flatMap((subtable, i) => {
      const tied = [all[i - 1], all[i + 1]].some((it) => it?.maxPriority === subtable.maxPriority);
      return tied ? [keys.get(subtable) ?? ''] : [];
    });
  }

  /** Restores an order that {@link tieOrder} returned for the same flows. */
  restoreTies(order: readonly string[]): void {
    const ranks = new Map(order.map((key, rank) => [this.#byMask.get(key), rank]));
    this.#subtables.sortTies((subtable) => ranks.get(subtable) ?? order.length);
  }

  /** Adds a flow, in the place of one with the same match and priority. */
  insert(flow: FlowEntry): void {
    const key = maskKey(flow.match);
    let subtable = this.#byMask.get(key);
    if (subtable === undefined) {
      subtable = new Subtable(flow, this.#prefixes);
      this.#byMask.set(key, subtable);
      subtable.insert(flow);
      this.#subtables.insert(subtable);
      return;
    }
    const before = subtable.maxPriority;
    subtable.insert(flow);
    if (subtable.maxPriority > before) this.#subtables.raise(subtable);
  }

  /** Removes a flow. */
  remove(flow: FlowEntry): void {
    const key = maskKey(flow.match);
    const subtable = this.#byMask.get(key);
    if (subtable === undefined) return;
    const before = subtable.maxPriority;
    subtable.remove(flow);
    if (subtable.empty) {
      this.#byMask.delete(key);
      this.#subtables.remove(subtable);
    } else if (subtable.maxPriority < before) {
      this.#subtables.lower(subtable);
    }
  }

  /**
   * The flow of the highest priority that `flow` matches. `wildcards` gets what of
   * `flow` decided about it. Flows that are part of conjunctive matches are not
   * found themselves; for all the parts of one, the flow with its `conj_id` is.
   */
  lookup(flow: Flow, wildcards: Wildcards): FlowEntry | undefined {
    const soft = new SoftMatches();
    const hard = this.#search(flow, wildcards, soft);
    if (soft.maxPriority <= priorityOf(hard)) return hard?.flow;
    return soft.resolve(hard, (id) => {
      const before = flow.get('conj_id');
      flow.set('conj_id', BigInt(id));
      const found = this.#search(flow, wildcards, undefined);
      flow.set('conj_id', before);
      return found;
    })?.flow;
  }

  /** The best flow that is no part of conjunctive matches. Those that are go to `soft`. */
  #search(flow: Flow, wildcards: Wildcards, soft: SoftMatches | undefined): Rule | undefined {
    const { words } = flow;
    const prefixes = this.#prefixes.begin(words);
    let best: Rule | undefined;
    for (const subtable of this.#subtables) {
      if (subtable.maxPriority <= priorityOf(best)) break;
      const rule = subtable.lookup(words, prefixes, wildcards);
      if (rule === undefined || rule.flow.priority <= priorityOf(best)) continue;
      if (rule.conjunctions.length === 0) best = rule;
      else soft?.add(rule);
    }
    return best;
  }
}

function priorityOf(rule: Rule | undefined): number {
  return rule?.flow.priority ?? -1;
}
