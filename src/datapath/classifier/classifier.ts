/**
 * Finds the flow that a packet matches in a table, and the bits of the packet that decided it
 * (`lib/classifier.c`). There is one subtable for each mask. They are searched by priority, and
 * those that cannot win are skipped.
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

  /** Yields all flows, in the order of the reference. */
  *[Symbol.iterator](): IterableIterator<FlowEntry> {
    for (const subtable of this.#subtables) yield* subtable.flows();
  }

  /**
   * Returns the keys of the masks whose subtables have the same highest priority as a neighbor, in
   * the order in which they are searched. Among these, the order depends on the history of the
   * table and not only on its flows.
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

  /** Adds a flow, replacing one with the same match and priority. */
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
   * Returns the flow with the highest priority that `flow` matches. For a conjunctive match, this
   * is the flow with its `conj_id`. Mirrors `classifier_lookup()`.
   *
   * @param wildcards receives the bits of `flow` that decided the result.
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

  /**
   * Finds the best flow that is not part of a conjunctive match, and adds flows that are to `soft`.
   */
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
