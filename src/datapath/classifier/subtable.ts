/**
 * Holds the flows of a table with one mask (`struct cls_subtable`). A lookup hashes one segment
 * after another and stops once no flow can match, which keeps megaflows from matching more bits
 * than needed.
 */
import { hashAdd, hashFinish } from '../../lib/hash.js';
import type { FlowEntry } from '../../openflow/model/flow-entry.js';
import { memberIndex } from '../../openflow/model/members.js';
import type { Wildcards } from '../../packet/flow.js';
import { firstWord, swapBytes } from '../../packet/flow-layout.js';
import { HashIndex } from './hash-index.js';
import { PackedMask, type PackedValues, type Range } from './packed-mask.js';
import type { PrefixFields, PrefixLookup } from './prefix-fields.js';
import { makeRule, type Rule, type RuleList } from './rule.js';
import { prefixMask, Trie } from './trie.js';

/** The 32-bit word that holds both transport ports. */
const PORTS = firstWord(memberIndex('tp_src'));

export class Subtable {
  readonly mask: PackedMask;
  readonly #prefixes: PrefixFields;
  /** The prefix lengths of the mask in each prefix field; 0 for none. */
  readonly #prefixLengths: readonly number[];
  readonly #rules = new HashIndex<RuleList>();
  /** The flows by priority and match, in the order in which they were added or replaced. */
  readonly #flows = new Map<string, FlowEntry>();
  /** For each segment except the last, the flows by their hash up to its end. */
  readonly #segments: readonly HashIndex<RuleList>[];
  readonly #ports = new Trie();
  /** The mask of both ports, and the number of bits from its first to its last one. */
  readonly #portsMask: number;
  readonly #portsLength: number;
  /** The number of matches for each highest priority. */
  readonly #priorities = new Map<number, number>();
  #maxPriority = -1;

  constructor(example: FlowEntry, prefixes: PrefixFields) {
    this.mask = new PackedMask(example.match);
    this.#prefixes = prefixes;
    this.#prefixLengths = prefixes.lengthsIn(example.match);
    this.#segments = this.mask.segments.map(() => new HashIndex());
    this.#portsMask = swapBytes(this.#wordOf(this.mask.masks, PORTS));
    this.#portsLength = this.#portsMask === 0 ? 0 : 32 - trailingZeros(this.#portsMask);
  }

  /** The highest priority of its flows. */
  get maxPriority(): number {
    return this.#maxPriority;
  }

  get empty(): boolean {
    return this.#rules.size === 0;
  }

  /** Returns the flows, most recently added or replaced last. */
  flows(): Iterable<FlowEntry> {
    return this.#flows.values();
  }

  /** Adds a flow, replacing one with the same match and priority. */
  insert(flow: FlowEntry): void {
    this.#flows.delete(flowKey(flow));
    this.#flows.set(flowKey(flow), flow);
    const rule = makeRule(flow);
    const values = this.mask.valuesOf(flow.match);
    const hashes = this.#hashesOf(values);
    const list = this.#find(values, hashes);
    if (list === undefined) this.#addList({ values, hashes, first: rule }, flow);
    else this.#addTo(list, rule);
  }

  /** Removes a flow. */
  remove(flow: FlowEntry): void {
    const values = this.mask.valuesOf(flow.match);
    const list = this.#find(values, this.#hashesOf(values));
    if (list === undefined) return;
    if (this.#flows.get(flowKey(flow)) === flow) this.#flows.delete(flowKey(flow));
    const { first } = list;
    if (first.flow !== flow) {
      let before = first;
      while (before.next !== undefined && before.next.flow !== flow) before = before.next;
      before.next = before.next?.next;
      return;
    }
    this.#countPriority(flow.priority, -1);
    if (first.next === undefined) {
      this.#removeList(list, flow);
    } else {
      list.first = first.next;
      this.#countPriority(first.next.flow.priority, 1);
    }
    if (!this.#priorities.has(this.#maxPriority)) {
      this.#maxPriority = Math.max(-1, ...this.#priorities.keys());
    }
  }

  /**
   * Returns the rule with the highest priority that matches. Mirrors `find_match_wc()`.
   *
   * @param prefixes the result of the prefix lookups for the flow.
   * @param wildcards receives the bits that decided the result.
   */
  lookup(words: Uint32Array, prefixes: PrefixLookup, wildcards: Wildcards): Rule | undefined {
    let hash = 0;
    for (const [i, range] of this.mask.segments.entries()) {
      if (prefixes.exclude(this.#prefixLengths, this.mask, range, wildcards)) {
        this.#fold(wildcards, range.start);
        return undefined;
      }
      hash = this.#hashRange(words, range, hash);
      const index = this.#segments[i];
      const finished = hashFinish(hash, 8 * range.end);
      if (!index?.has(finished)) {
        this.#fold(wildcards, range.end);
        return undefined;
      }
      const only = index.only(finished);
      if (only !== undefined) return this.#compare(only, words, wildcards) ? only.first : undefined;
    }
    const { last } = this.mask;
    if (prefixes.exclude(this.#prefixLengths, this.mask, last, wildcards)) {
      this.#fold(wildcards, last.start);
      return undefined;
    }
    const finished = hashFinish(this.#hashRange(words, last, hash), 8 * last.end);
    const list = this.#rules.find(finished, ({ values }) => this.#matches(values, words));
    if (list === undefined && this.#portsLength > 0) {
      this.#foldPorts(words, wildcards);
      this.#fold(wildcards, last.start);
      return undefined;
    }
    this.#fold(wildcards, last.end);
    return list?.first;
  }

  #addList(list: RuleList, flow: FlowEntry): void {
    this.#prefixes.insert(flow.match, this.#prefixLengths);
    if (this.#portsLength > 0) this.#ports.insert(this.#portsOf(list.values), this.#portsLength);
    for (const [i, index] of this.#segments.entries()) index.add(list.hashes[i] ?? 0, list);
    this.#rules.add(list.hashes.at(-1) ?? 0, list);
    this.#countPriority(flow.priority, 1);
  }

  #removeList(list: RuleList, flow: FlowEntry): void {
    this.#prefixes.remove(flow.match, this.#prefixLengths);
    if (this.#portsLength > 0) this.#ports.remove(this.#portsOf(list.values), this.#portsLength);
    for (const [i, index] of this.#segments.entries()) index.remove(list.hashes[i] ?? 0, list);
    this.#rules.remove(list.hashes.at(-1) ?? 0, list);
  }

  #addTo(list: RuleList, rule: Rule): void {
    const { priority } = rule.flow;
    if (priority >= list.first.flow.priority) {
      const replaces = priority === list.first.flow.priority;
      this.#countPriority(list.first.flow.priority, -1);
      rule.next = replaces ? list.first.next : list.first;
      list.first = rule;
      this.#countPriority(priority, 1);
      return;
    }
    let before = list.first;
    while (before.next !== undefined && before.next.flow.priority > priority) before = before.next;
    rule.next = before.next?.flow.priority === priority ? before.next.next : before.next;
    before.next = rule;
  }

  #countPriority(priority: number, change: 1 | -1): void {
    const count = (this.#priorities.get(priority) ?? 0) + change;
    if (count === 0) this.#priorities.delete(priority);
    else this.#priorities.set(priority, count);
    if (priority > this.#maxPriority) this.#maxPriority = priority;
  }

  #find(values: PackedValues, hashes: readonly number[]): RuleList | undefined {
    return this.#rules.find(hashes.at(-1) ?? 0, (list) =>
      list.values.every((value, i) => value === values[i]),
    );
  }

  #hashesOf(values: PackedValues): number[] {
    let hash = 0;
    return [...this.mask.segments, this.mask.last].map(({ start, end }) => {
      for (let i = 2 * start; i < 2 * end; i++) hash = hashAdd(hash, values[i] ?? 0);
      return hashFinish(hash, 8 * end);
    });
  }

  #hashRange(words: Uint32Array, { start, end }: Range, basis: number): number {
    const { places, masks } = this.mask;
    let hash = basis;
    for (let i = start; i < end; i++) {
      const place = 2 * (places[i] ?? 0);
      hash = hashAdd(hash, (words[place] ?? 0) & (masks[2 * i] ?? 0));
      hash = hashAdd(hash, (words[place + 1] ?? 0) & (masks[2 * i + 1] ?? 0));
    }
    return hash;
  }

  #matches(values: PackedValues, words: Uint32Array): boolean {
    const { places, masks } = this.mask;
    for (let i = 0; i < places.length; i++) {
      const place = 2 * (places[i] ?? 0);
      const low = ((words[place] ?? 0) ^ (values[2 * i] ?? 0)) & (masks[2 * i] ?? 0);
      const high = ((words[place + 1] ?? 0) ^ (values[2 * i + 1] ?? 0)) & (masks[2 * i + 1] ?? 0);
      if (low !== 0 || high !== 0) return false;
    }
    return true;
  }

  /**
   * Compares a flow with the only remaining match, word by word. The first difference adds one of
   * the differing bits to `wildcards`, unless they contain one already.
   */
  #compare({ values }: RuleList, words: Uint32Array, wildcards: Wildcards): boolean {
    const { places, masks } = this.mask;
    for (let i = 0; i < places.length; i++) {
      const place = 2 * (places[i] ?? 0);
      const low = masks[2 * i] ?? 0;
      const high = masks[2 * i + 1] ?? 0;
      const lowDifference = ((words[place] ?? 0) & low) ^ (values[2 * i] ?? 0);
      const highDifference = ((words[place + 1] ?? 0) & high) ^ (values[2 * i + 1] ?? 0);
      if (lowDifference !== 0 || highDifference !== 0) {
        const known = wildcards.words;
        if (
          ((known[place] ?? 0) & lowDifference) === 0 &&
          ((known[place + 1] ?? 0) & highDifference) === 0
        ) {
          if (lowDifference !== 0) wildcards.addWord(place, lowDifference & -lowDifference);
          else wildcards.addWord(place + 1, highDifference & -highDifference);
        }
        return false;
      }
      wildcards.addWord(place, low);
      wildcards.addWord(place + 1, high);
    }
    return true;
  }

  /** Adds the words of the mask up to `end` to `wildcards`. */
  #fold(wildcards: Wildcards, end: number): void {
    const { places, masks } = this.mask;
    for (let i = 0; i < end; i++) {
      const place = 2 * (places[i] ?? 0);
      wildcards.addWord(place, masks[2 * i] ?? 0);
      wildcards.addWord(place + 1, masks[2 * i + 1] ?? 0);
    }
  }

  /** Adds the bits of the ports that prove that no flow matches them. */
  #foldPorts(words: Uint32Array, wildcards: Wildcards): void {
    const value = (swapBytes(words[PORTS] ?? 0) & this.#portsMask) >>> 0;
    const { bits } = this.#ports.lookup(value);
    wildcards.addWord(PORTS, swapBytes(this.#portsMask & prefixMask(bits)));
  }

  #portsOf(values: PackedValues): number {
    return swapBytes(this.#wordOf(values, PORTS));
  }

  /** Returns the 32-bit word that packed values have at this position of a flow. */
  #wordOf(values: PackedValues, place: number): number {
    const at = this.mask.places.indexOf(place >> 1);
    return at < 0 ? 0 : (values[2 * at + (place & 1)] ?? 0);
  }
}

const flowKey = ({ priority, match }: FlowEntry): string => `${priority}/${match.key}`;

function trailingZeros(word: number): number {
  return 31 - Math.clz32(word & -word);
}
