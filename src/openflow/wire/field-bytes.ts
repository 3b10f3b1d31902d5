/** Encodes fields with their headers in NXM and OXM. Mirrors `nx_put_header()` and `nx_put_entry()`. */

import type { Subfield } from '../model/actions.js';
import { FIELDS, type Field, type FieldName, fieldHeader, lowBits } from '../model/fields.js';
import type { OpenFlowVersion } from '../model/protocols.js';
import { variableBytes } from '../values/field-values.js';
import type { ByteWriter } from './byte-writer.js';

/** A version of OpenFlow, or 0 for the headers of NXM. */
export type HeaderVersion = OpenFlowVersion | 0;

/** Writes the header of a field whose value has `length` bytes. */
function putHeader(
  out: ByteWriter,
  field: Field,
  version: HeaderVersion,
  masked: boolean,
  length: number,
): void {
  const header = fieldHeader(field, version);
  if (!header) return;
  const vendorBytes = header.vendor === 0 ? 0 : 4;
  out.uint(header.class, 2);
  out.uint(header.type * 2 + Number(masked), 1);
  out.uint(vendorBytes + (masked ? 2 : 1) * length, 1);
  if (vendorBytes > 0) out.uint(header.vendor, vendorBytes);
}

/** Writes the header of a field without a value. */
export function putFieldHeader(out: ByteWriter, field: FieldName, version: HeaderVersion): void {
  putHeader(out, FIELDS[field], version, false, FIELDS[field].bytes);
}

/** Writes the header of a field as the 4 bytes of older actions. */
export function putShortHeader(out: ByteWriter, { field }: Subfield): void {
  if (hasShortHeader(field)) putFieldHeader(out, field, 0);
  else out.zeros(4);
}

/** Returns true if the header of a field fits into the 4 bytes of older actions. */
export const hasShortHeader = (field: FieldName): boolean =>
  fieldHeader(FIELDS[field], 0)?.vendor === 0;

/** Writes an entry; a full mask is omitted. */
export function putField(
  out: ByteWriter,
  name: FieldName,
  version: HeaderVersion,
  value: bigint,
  mask?: bigint,
): void {
  const { bytes, variableLength } = FIELDS[name];
  const partial = mask === lowBits(8 * bytes) ? undefined : mask;
  const length = variableLength ? Math.max(1, variableBytes(value, partial)) : bytes;
  putEntry(out, FIELDS[name], version, [value, partial], length);
}

/** Writes an entry of a Geneve option, which may be empty. */
export function putOption(
  out: ByteWriter,
  name: FieldName,
  version: HeaderVersion,
  value: bigint,
  mask?: bigint,
): void {
  putEntry(out, FIELDS[name], version, [value, mask], variableBytes(value, mask));
}

function putEntry(
  out: ByteWriter,
  field: Field,
  version: HeaderVersion,
  [value, mask]: readonly [bigint, bigint | undefined],
  length: number,
): void {
  putHeader(out, field, version, mask !== undefined, length);
  out.big(value, length);
  if (mask !== undefined) out.big(mask, length);
}

/** Returns the offset and the size of a subfield as 2 bytes; mirrors `nxm_encode_ofs_nbits()`. */
export const offsetAndWidth = ({ offset, width }: Subfield): number => (offset << 6) | (width - 1);
