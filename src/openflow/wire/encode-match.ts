/** Encodes matches in NXM and OXM. Mirrors `nx_put_match()` and `oxm_put_match()`. */

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

/** The header of NXM_NX_COOKIE, the pseudo-field for a cookie. */
const COOKIE = { class: 1, type: 30, bytes: 8 };

/** Writes a match in NXM, and a cookie unless its mask is zero; returns the length without padding. */
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

/** Writes a match in OXM, with its type and length. */
export function putOxmMatch(out: ByteWriter, match: Match, version: HeaderVersion): void {
  const start = out.size;
  out.uint(OXM_TYPE, 2);
  out.uint(0, 2);
  putFields(out, match, version);
  out.patchLength(start + 2, start);
  out.pad(start);
}
