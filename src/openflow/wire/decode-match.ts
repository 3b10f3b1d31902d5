/** Decodes matches in NXM and OXM. Mirrors `nx_pull_match()` and `oxm_pull_match()`. */

import { OpenFlowError } from '../model/errors.js';
import { fullMask } from '../model/fields.js';
import { type Masked, Match } from '../model/match.js';
import { isTunMetadata } from '../model/members.js';
import { isValueValid } from '../values/field-values.js';
import type { TextLog } from '../values/text-log.js';
import type { ByteReader } from './byte-reader.js';
import { type ReceivedEntry, takeEntry } from './decode-fields.js';

/** A match, and the cookie that NXM can require in the same list. */
export interface ReceivedMatch {
  readonly match: Match;
  readonly cookie: Masked;
}

const NO_COOKIE: Masked = { value: 0n, mask: 0n };

/** Options for decoding a match. */
export interface MatchOptions {
  readonly log: TextLog;
  /** True to skip unknown fields instead of rejecting them. */
  readonly loose?: boolean;
}

/** Reads a match of `length` bytes and its padding. */
export function takeNxMatch(
  reader: ByteReader,
  length: number,
  options: MatchOptions,
): ReceivedMatch {
  const padded = (length + 7) & ~7;
  if (reader.left < padded) throw new OpenFlowError('OFPBMC_BAD_LEN');
  const received = takeEntries(reader.part(length), options, true);
  reader.skip(padded - length);
  return received;
}

const OXM_TYPE = 1;
const OXM_HEAD = 4;

/** Reads a match with its type, length and padding. */
export function takeOxmMatch(reader: ByteReader, options: MatchOptions): Match {
  if (reader.left < OXM_HEAD) throw new OpenFlowError('OFPBMC_BAD_LEN');
  const type = reader.uint(2);
  const length = reader.uint(2);
  if (length < OXM_HEAD) throw new OpenFlowError('OFPBMC_BAD_LEN');
  if (type !== OXM_TYPE) throw new OpenFlowError('OFPBMC_BAD_TYPE');
  const padding = -length & 7;
  if (reader.left < length - OXM_HEAD + padding) throw new OpenFlowError('OFPBMC_BAD_LEN');
  const { match } = takeEntries(reader.part(length - OXM_HEAD), options, false);
  reader.skip(padding);
  return match;
}

function takeEntries(reader: ByteReader, options: MatchOptions, allowsCookie: boolean) {
  let received: ReceivedMatch = { match: Match.ANY, cookie: NO_COOKIE };
  while (reader.left > 0) {
    const entry = takeEntry(reader, options.log);
    if (entry.isCookie && allowsCookie) {
      if (received.cookie.mask !== 0n) throw new OpenFlowError('OFPBMC_DUP_FIELD');
      received = { ...received, cookie: { value: entry.value, mask: entry.mask } };
    } else if (entry.field !== undefined) {
      received = { ...received, match: withEntry(received.match, entry) };
    } else if (options.loose !== true) {
      throw new OpenFlowError('OFPBMC_BAD_FIELD');
    }
  }
  return received;
}

function withEntry(match: Match, { field, value, mask, masked }: ReceivedEntry): Match {
  if (field === undefined) return match;
  const full = fullMask(field);
  if (!field.maskable && mask !== 0n && mask !== full) throw new OpenFlowError('OFPBMC_BAD_MASK');
  if (!isValueValid(field.name, value)) throw new OpenFlowError('OFPBMC_BAD_VALUE');
  if (!match.satisfies(field.prerequisite)) throw new OpenFlowError('OFPBMC_BAD_PREREQ');
  const isSet = field.variableLength
    ? match.entries.some(({ member }) => member === field.name)
    : match.get(field.name).mask !== 0n;
  if (isSet) throw new OpenFlowError('OFPBMC_DUP_FIELD');
  // A Geneve option with no bits to match is still required to be present.
  const partial = isTunMetadata(field.name) && masked ? mask : mask === full ? undefined : mask;
  return match.with(field.name, value, partial);
}
