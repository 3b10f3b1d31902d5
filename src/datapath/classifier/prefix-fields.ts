/**
 * The fields whose prefixes a table keeps track of: those that the reference does
 * unless it is told otherwise, the destination and the source of IPv4.
 */
import { ETH_TYPE } from '../../lib/protocol-numbers.js';
import type { Match } from '../../openflow/model/match.js';
import { type FlowMember, memberIndex } from '../../openflow/model/members.js';
import type { Wildcards } from '../../packet/flow.js';
import { firstWord, swapBytes } from '../../packet/flow-layout.js';
import type { PackedMask, Range } from './packed-mask.js';
import { mayMatch, NO_TRIE_RESULT, prefixMask, Trie, type TrieResult } from './trie.js';

const FIELDS: readonly FlowMember[] = ['nw_dst', 'nw_src'];

/** The word of 32 bits that each field is. */
const WORDS = FIELDS.map((field) => firstWord(memberIndex(field)));

/** The word that begins with the Ethernet type. */
const DL_TYPE = firstWord(memberIndex('dl_type'));

/** Whether a flow in memory is an IPv4 packet; nothing else has the fields. */
const isIpv4 = (words: Uint32Array): boolean =>
  swapBytes(words[DL_TYPE] ?? 0) >>> 16 === ETH_TYPE.IPV4;

export class PrefixFields {
  readonly #tries = FIELDS.map(() => new Trie());

  /** How long a prefix of each field a match requires; 0 where it is none. */
  lengthsIn(match: Match): number[] {
    return FIELDS.map((field) => {
      const mask = Number(match.member(field).mask);
      const length = Math.clz32(~mask);
      return prefixMask(length) === mask ? length : 0;
    });
  }

  insert(match: Match, lengths: readonly number[]): void {
    this.#each(match, lengths, (trie, prefix, length) => trie.insert(prefix, length));
  }

  remove(match: Match, lengths: readonly number[]): void {
    this.#each(match, lengths, (trie, prefix, length) => trie.remove(prefix, length));
  }

  /** What the prefixes say about a flow in memory, once somebody asks. */
  begin(words: Uint32Array): PrefixLookup {
    return new PrefixLookup(this.#tries, words);
  }

  #each(
    match: Match,
    lengths: readonly number[],
    action: (trie: Trie, prefix: number, length: number) => void,
  ): void {
    for (const [i, trie] of this.#tries.entries()) {
      const length = lengths[i] ?? 0;
      const field = FIELDS[i];
      if (length > 0 && field !== undefined) {
        action(trie, Number(match.member(field).value), length);
      }
    }
  }
}

/** What the prefixes of a table say about one flow. Each tree is asked when it first matters. */
export class PrefixLookup {
  readonly #tries: readonly Trie[];
  readonly #words: Uint32Array;
  readonly #results: TrieResult[] = [];

  constructor(tries: readonly Trie[], words: Uint32Array) {
    this.#tries = tries;
    this.#words = words;
  }

  /**
   * Whether they show that no flow with prefixes of these lengths matches, as far as
   * the fields are within a range of a mask. `wildcards` then has the bits that show
   * it, which are never more than a look at the flows themselves would have taken.
   */
  exclude(
    lengths: readonly number[],
    mask: PackedMask,
    range: Range,
    wildcards: Wildcards,
  ): boolean {
    return WORDS.some((word, i) => {
      const length = lengths[i] ?? 0;
      if (length === 0 || !mask.has(range, word >> 1)) return false;
      const result = this.#result(i);
      if (mayMatch(result, length)) return false;
      const bits = swapBytes(prefixMask(result.bits));
      if (result.bits <= length) {
        wildcards.addWord(word, bits);
        return true;
      }
      return (bits & ~(wildcards.words[word] ?? 0)) === 0;
    });
  }

  #result(i: number): TrieResult {
    let result = this.#results[i];
    if (result === undefined) {
      const value = swapBytes(this.#words[WORDS[i] ?? 0] ?? 0);
      result = (isIpv4(this.#words) ? this.#tries[i]?.lookup(value) : undefined) ?? NO_TRIE_RESULT;
      this.#results[i] = result;
    }
    return result;
  }
}
