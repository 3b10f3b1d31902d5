/** Formats and parses `ip_frag`, which names kinds of fragments. */

import { lookUp } from '../../lib/dictionary.js';
import type { Masked } from '../model/match.js';
import { OpenFlowTextError } from './scanning.js';

/** The words by mask and value, whose low two bits count. */
const WORDS: Readonly<Record<string, string>> = {
  '3/0': 'no',
  '3/1': 'first',
  '3/3': 'later',
  '3/2': '<error>',
  '1/0': 'no',
  '1/1': 'yes',
  '2/0': 'not_later',
  '2/2': 'later',
};

/** Returns the word for the fragments that a mask and a value select. */
export function fragmentWord(value: bigint, mask: bigint): string | undefined {
  return WORDS[`${mask & 3n}/${value & mask & 3n}`];
}

const PARSED: Readonly<Record<string, readonly [mask: bigint, value: bigint]>> = {
  no: [3n, 0n],
  first: [3n, 1n],
  later: [3n, 3n],
  yes: [1n, 1n],
  not_later: [2n, 0n],
};

/** The words that text can contain. */
export const FRAGMENT_WORDS: readonly string[] = Object.keys(PARSED);

/** Parses such a word, in any case; mirrors `mf_from_frag_string()`. */
export function parseFragments(text: string): Masked {
  const found = lookUp(PARSED, text.toLowerCase());
  if (found === undefined) {
    throw new OpenFlowTextError(
      `${text}: unknown fragment type (valid types are "no", "yes", "first", "later", "not_first"`,
    );
  }
  // The unused bits count as matched, which makes a match on both used bits an exact one.
  return { value: found[1], mask: found[0] | 0xfcn };
}
