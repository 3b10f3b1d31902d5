/** Matches as NXM and OXM: a list of fields with their values. */

import { FIELDS, lowBits } from '../model/fields.js';
import type { Masked, Match } from '../model/match.js';
import type { ByteWriter } from './byte-writer.js';
import { type HeaderVersion, putField, putOption } from './field-bytes.js';
import { matchFields } from './match-fields.js';

/** The type of a match in OXM. */
const OXM_TYPE = 1;

function putFields(out: ByteWriter, match: Match, version: HeaderVersion): void {
  matchFields(match, version, (field, value, mask) => {
    if (FIELDS[field].variableLength) putOption(out, field, version, value, mask);
    else putField(out, field, version, value, mask);
  });
}

/** The header of the cookie, which NXM matches like a field: NXM_NX_COOKIE. */
const COOKIE = { class: 1, type: 30, bytes: 8 };

/** Writes a match, and a cookie to match where its mask is not zero; returns the length. */
export function putNxMatch(out: ByteWriter, match: Match, cookie?: Masked): number {
  const start = out.size;
  putFields(out, match, 0);
  if (cookie !== undefined && cookie.mask !== 0n) putCookie(out, cookie);
  const length = out.size - start;
  out.pad(start);
  return length;
}

function putCookie(out: ByteWriter, { value, mask }: Masked): void {
  const masked = mask !== lowBits(8 * COOKIE.bytes);
  out.uint(COOKIE.class, 2);
  out.uint(COOKIE.type * 2 + Number(masked), 1);
  out.uint((masked ? 2 : 1) * COOKIE.bytes, 1);
  out.big(value & mask, COOKIE.bytes);
  if (masked) out.big(mask, COOKIE.bytes);
}

/** Writes a match as messages of OpenFlow 1.2 and later have it. */
export function putOxmMatch(out: ByteWriter, match: Match, version: HeaderVersion): void {
  const start = out.size;
  out.uint(OXM_TYPE, 2);
  out.uint(0, 2);
  putFields(out, match, version);
  out.patchLength(start + 2, start);
  out.pad(start);
}
