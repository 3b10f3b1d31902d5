/**
 * Finds the flow of a table that a packet goes by, and what of the packet that
 * depends on (`lib/classifier.c`). There is one look-up for each set of bits that
 * flows of the table look at; sets with flows of higher priority come first, and
 * those that cannot win any more are left out.
 */
import type { FlowEntry } from '../../openflow/flow.js';
import type { Flow, Wildcards } from '../flow.js';
import { maskKey } from './packed-mask.js';
import { PrefixFields } from './prefix-fields.js';
import type { Rule } from './rule.js';
import { SoftMatches } from './soft-matches.js';
import { Subtable } from './subtable.js';

export class Classifier {
  readonly #byMask = new Map<string, Subtable>();
  /** By their highest priority, from the top down. */
  readonly #subtables: Subtable[] = [];
  readonly #prefixes = new PrefixFields();

  /** Adds a flow, in the place of one with the same match and priority. */
  insert(flow: FlowEntry): void {
    const key = maskKey(flow.match);
    let subtable = this.#byMask.get(key);
    if (subtable === undefined) {
      subtable = new Subtable(flow, this.#prefixes);
      this.#byMask.set(key, subtable);
      subtable.insert(flow);
      this.#subtables.splice(this.#placeAfter(subtable.maxPriority), 0, subtable);
      return;
    }
    const before = subtable.maxPriority;
    subtable.insert(flow);
    if (subtable.maxPriority > before) this.#raise(subtable);
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
      this.#subtables.splice(this.#subtables.indexOf(subtable), 1);
    } else if (subtable.maxPriority < before) {
      this.#lower(subtable);
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

  /** The place behind all of this priority or a higher one. */
  #placeAfter(priority: number): number {
    let low = 0;
    let high = this.#subtables.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#subtables[middle]?.maxPriority ?? 0) >= priority) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Moves a subtable whose priority rose up, behind those that have it already. */
  #raise(subtable: Subtable): void {
    let place = this.#subtables.indexOf(subtable);
    while (place > 0 && (this.#subtables[place - 1]?.maxPriority ?? 0) < subtable.maxPriority) {
      this.#swapWithNext(--place);
    }
  }

  /** Moves a subtable whose priority fell down, before those that have it already. */
  #lower(subtable: Subtable): void {
    let place = this.#subtables.indexOf(subtable);
    while ((this.#subtables[place + 1]?.maxPriority ?? -1) > subtable.maxPriority) {
      this.#swapWithNext(place++);
    }
  }

  #swapWithNext(place: number): void {
    const [one, two] = this.#subtables.slice(place, place + 2);
    if (one !== undefined && two !== undefined) this.#subtables.splice(place, 2, two, one);
  }
}

function priorityOf(rule: Rule | undefined): number {
  return rule?.flow.priority ?? -1;
}
