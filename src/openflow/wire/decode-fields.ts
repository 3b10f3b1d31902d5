/** Decodes fields with their headers in NXM and OXM. Mirrors `nx_pull_header()` and `nx_pull_entry()`. */

import { OpenFlowError } from '../model/errors.js';
import { ALL_FIELDS, type Field, type FieldHeader, lowBits } from '../model/fields.js';
import { BAD_MESSAGE, type RateLimit, type TextLog } from '../values/text-log.js';
import type { ByteReader } from './byte-reader.js';

/** A field of a message as its header describes it. */
export interface ReceivedHeader {
  /** Missing if the header is unknown. */
  readonly field: Field | undefined;
  /** True for the pseudo-field of the cookie. */
  readonly isCookie: boolean;
  readonly name: string | undefined;
  readonly vendor: number;
  readonly class: number;
  readonly type: number;
  readonly masked: boolean;
  /** The length in the header. */
  readonly length: number;
  /** The size of a value. */
  readonly bytes: number;
}

/** A field of a message with its value; a full mask has all bits of the field's bytes set. */
export interface ReceivedEntry extends ReceivedHeader {
  readonly value: bigint;
  readonly mask: bigint;
}

const EXPERIMENTER_CLASS = 0xffff;

/** The pseudo-field that matches a cookie: NXM_NX_COOKIE. */
export const COOKIE = { name: 'NXM_NX_COOKIE', class: 1, type: 30, bytes: 8 } as const;

const key = (vendor: number, class_: number, type: number): string => `${vendor}:${class_}:${type}`;

const BY_NUMBER = new Map<string, { readonly field: Field; readonly header: FieldHeader }>(
  ALL_FIELDS.flatMap((field) =>
    field.headers.map((header) => [
      key(header.vendor, header.class, header.type),
      { field, header },
    ]),
  ),
);

/**
 * Reads a header. An unknown field is not an error here, since its treatment depends on the caller.
 */
export function takeHeader(reader: ByteReader, log: TextLog): ReceivedHeader {
  if (reader.left < 4) throw new OpenFlowError('OFPBMC_BAD_LEN');
  const class_ = reader.uint(2);
  const typeAndMask = reader.uint(1);
  const length = reader.uint(1);
  const isExperimenter = class_ === EXPERIMENTER_CLASS;
  if (isExperimenter && reader.left < 4) throw new OpenFlowError('OFPBMC_BAD_LEN');
  const vendor = isExperimenter ? reader.uint(4) : 0;
  const type = typeAndMask >> 1;
  const masked = (typeAndMask & 1) === 1;
  const headerLength = isExperimenter ? 4 : 0;
  const received = { vendor, class: class_, type, masked, length };
  if (length < headerLength) {
    const least = headerLength + 4;
    const why = `OXM header ${numbers(received)} has invalid length ${length} (minimum is ${least})`;
    log('WARN', 'nx_match', why, BAD_MESSAGE);
    throw new OpenFlowError('OFPBMC_BAD_LEN');
  }
  const payload = length - headerLength;
  const bytes = masked ? payload >> 1 : payload;
  const known = BY_NUMBER.get(key(vendor, class_, type));
  const fits = known !== undefined && (known.field.variableLength || known.field.bytes === bytes);
  const isCookie =
    vendor === 0 && class_ === COOKIE.class && type === COOKIE.type && bytes === COOKIE.bytes;
  return {
    ...received,
    bytes,
    isCookie,
    field: fits ? known.field : undefined,
    name: isCookie ? COOKIE.name : fits ? known.header.name : undefined,
  };
}

const numbers = ({ vendor, class: class_, type, masked, length }: HeaderNumbers): string =>
  `${vendor === 0 ? '0' : `0x${vendor.toString(16)}`}:${class_}:${type}:${Number(masked)}:${length}`;

type HeaderNumbers = Pick<ReceivedHeader, 'vendor' | 'class' | 'type' | 'masked' | 'length'>;

/** Reads the header of a field, which must be known and without a mask. */
export function takeField(reader: ByteReader, log: TextLog): Field {
  const { field, masked } = takeHeader(reader, log);
  if (field === undefined) throw new OpenFlowError('OFPBMC_BAD_FIELD');
  if (masked) throw new OpenFlowError('OFPBMC_BAD_MASK');
  return field;
}

/** The limit on warnings about rejected entries; the reference counts each of them twice. */
const REJECTED: RateLimit = { name: 'rejected entry', burst: 2 };

/** Reads a header with its value and mask. */
export function takeEntry(reader: ByteReader, log: TextLog): ReceivedEntry {
  const header = takeHeader(reader, log);
  const { bytes, masked } = header;
  const payload = masked ? 2 * bytes : bytes;
  if (reader.left < payload) throw new OpenFlowError('OFPBMC_BAD_LEN');
  const value = reader.big(bytes);
  const mask = masked ? reader.big(bytes) : lowBits(8 * (header.field?.bytes ?? bytes));
  if (masked && (value & ~mask) !== 0n) {
    const why = `Rejecting NXM/OXM entry ${numbers(header)} with 1-bits in value for bits wildcarded by the mask.`;
    log('WARN', 'nx_match', why, REJECTED);
    throw new OpenFlowError('OFPBMC_BAD_WILDCARDS');
  }
  return { ...header, value, mask };
}
