/** Fields in messages: their headers, and entries of a header, a value and perhaps a mask. */
import type { Subfield } from '../model/actions.js';
import { FIELDS, type Field, type FieldName, fieldHeader, lowBits } from '../model/fields.js';
import type { OpenFlowVersion } from '../model/protocols.js';
import { variableBytes } from '../values/field-values.js';
import type { ByteWriter } from './byte-writer.js';

/** A version of OpenFlow, or 0 for NXM, which has headers of its own. */
export type HeaderVersion = OpenFlowVersion | 0;

/** Writes the header of a field whose values take `length` bytes, masks not counted. */
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

/** Writes only the header, which stands for the field as such. */
export function putFieldHeader(out: ByteWriter, field: FieldName, version: HeaderVersion): void {
  putHeader(out, FIELDS[field], version, false, FIELDS[field].bytes);
}

/** Writes the header of a field in the 4 bytes that older actions have for it. */
export function putShortHeader(out: ByteWriter, { field }: Subfield): void {
  if (hasShortHeader(field)) putFieldHeader(out, field, 0);
  else out.zeros(4);
}

/** Whether the header of a field fits into the 4 bytes that older actions have for it. */
export const hasShortHeader = (field: FieldName): boolean =>
  fieldHeader(FIELDS[field], 0)?.vendor === 0;

/** Writes an entry; a mask of all bits is left out. */
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

/** The position and the number of bits, as actions have them in 2 bytes. */
export const offsetAndWidth = ({ offset, width }: Subfield): number => (offset << 6) | (width - 1);
