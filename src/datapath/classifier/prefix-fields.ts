/**
 * Tracks the prefixes that the flows of a table match in the default prefix fields: the IPv4
 * destination and source (`trie_lookup` in `lib/classifier.c`).
 */
import { ETH_TYPE } from '../../lib/protocol-numbers.js';
import type { Match } from '../../openflow/model/match.js';
import { type FlowMember, memberIndex } from '../../openflow/model/members.js';
import type { Wildcards } from '../../packet/flow.js';
import { firstWord, swapBytes } from '../../packet/flow-layout.js';
import type { PackedMask, Range } from './packed-mask.js';
import { mayMatch, NO_TRIE_RESULT, prefixMask, Trie, type TrieResult } from './trie.js';

const FIELDS: readonly FlowMember[] = ['nw_dst', 'nw_src'];

/** The 32-bit word of each field. */
const WORDS = FIELDS.map((field) => firstWord(memberIndex(field)));

/** The word that starts with the Ethernet type. */
const DL_TYPE = firstWord(memberIndex('dl_type'));

/** Returns true for IPv4 packets; others do not have the fields. */
const isIpv4 = (words: Uint32Array): boolean =>
  swapBytes(words[DL_TYPE] ?? 0) >>> 16 === ETH_TYPE.IPV4;

export class PrefixFields {
  readonly #tries = FIELDS.map(() => new Trie());

  /** Returns the prefix lengths that a match requires of each field; 0 for none. */
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

  /** Prepares a lookup for a flow. */
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

/** The result of prefix lookups for one flow. Each trie is searched when it is first needed. */
export class PrefixLookup {
  readonly #tries: readonly Trie[];
  readonly #words: Uint32Array;
  readonly #results: TrieResult[] = [];

  constructor(tries: readonly Trie[], words: Uint32Array) {
    this.#tries = tries;
    this.#words = words;
  }

  /**
   * Returns true if no flow with prefixes of these lengths can match, judging by the fields within
   * a range of a mask.
   *
   * @param wildcards receives the bits that prove it, never more than a lookup would add.
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
