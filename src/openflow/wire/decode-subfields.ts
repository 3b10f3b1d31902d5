/** Decodes the parts of fields that actions name, and checks them. Mirrors `mf_check_src()` and `mf_check_dst()`. */

import type { Subfield } from '../model/actions.js';
import { OpenFlowError } from '../model/errors.js';
import type { Field } from '../model/fields.js';
import { BAD_SUBFIELD, type TextLog } from '../values/text-log.js';
import type { ByteReader } from './byte-reader.js';
import { takeField, takeHeader } from './decode-fields.js';

/** A part of a field that may be unknown. */
export interface ReceivedSubfield {
  readonly field: Field | undefined;
  readonly offset: number;
  readonly width: number;
}

/** Rejects an action for its arguments. */
export function badArgument(): never {
  throw new OpenFlowError('OFPBAC_BAD_ARGUMENT');
}

/** Requires the unread bytes of an action to be 0. */
export function requireZeros(body: ByteReader): void {
  if (!body.restIsZero()) throw new OpenFlowError('NXBRC_MUST_BE_ZERO');
}

/** Splits an offset and a width that share 2 bytes. */
const unpack = (packed: number) => ({ offset: packed >> 6, width: (packed & 0x3f) + 1 });

/** Reads a field whose header has 4 bytes, and combines it with an offset and width. */
export function takeNarrowField(body: ByteReader, packed: number): ReceivedSubfield {
  const part = body.part(4);
  const [class_ = 0, low = 0] = part.rest();
  // A longer header does not fit here, and is as unknown as any other.
  const isLong = class_ === 0xff && low === 0xff;
  const header = isLong ? undefined : takeHeader(part, () => {});
  return { field: header?.masked === false ? header.field : undefined, ...unpack(packed) };
}

/** Reads a field with a header of any length, and combines it with an offset and width. */
export function takeSubfield(body: ByteReader, packed: number, log: TextLog): ReceivedSubfield {
  return { field: takeField(body, log), ...unpack(packed) };
}

/** Checks a part of a field that an action reads. */
export function checkSource(part: ReceivedSubfield, log: TextLog, side = 'source'): Subfield {
  const { field, offset, width } = part;
  const fail = (why: string, code: 'OFPBAC_BAD_SET_TYPE' | 'OFPBAC_BAD_SET_LEN'): never => {
    log('WARN', 'meta_flow', why, BAD_SUBFIELD);
    throw new OpenFlowError(code);
  };
  if (field === undefined) return fail(`unknown ${side} field`, 'OFPBAC_BAD_SET_TYPE');
  const { name, bits } = field;
  if (width === 0) fail(`zero bit ${side} field ${name}`, 'OFPBAC_BAD_SET_LEN');
  if (offset >= bits) {
    const why = `bit offset ${offset} exceeds ${bits}-bit width of ${side} field ${name}`;
    fail(why, 'OFPBAC_BAD_SET_LEN');
  }
  if (offset + width > bits) {
    const why = `bit offset ${offset} and width ${width} exceeds ${bits}-bit width of ${side} field ${name}`;
    fail(why, 'OFPBAC_BAD_SET_LEN');
  }
  return { field: name, offset, width };
}

/** Checks a part of a field that an action writes. */
export function checkDestination(part: ReceivedSubfield, log: TextLog): Subfield {
  const subfield = checkSource(part, log, 'destination');
  if (part.field?.writable === true) return subfield;
  const why = `destination field ${subfield.field} is not writable`;
  log('WARN', 'meta_flow', why, BAD_SUBFIELD);
  throw new OpenFlowError('OFPBAC_BAD_SET_ARGUMENT');
}
