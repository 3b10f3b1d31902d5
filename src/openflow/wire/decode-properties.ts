/** Splits lists of properties and elements that start with their type or length. */

import { OpenFlowError, type OpenFlowErrorName } from '../model/errors.js';
import type { ByteReader } from './byte-reader.js';

/** A property of OpenFlow 1.4 and later, without its header. */
export interface Property {
  readonly type: number;
  readonly payload: ByteReader;
  /** The length in the header, padding excluded. */
  readonly length: number;
}

const HEADER = 4;

/** Yields the properties of a list; mirrors `ofputil_pull_property()`. */
export function* takeProperties(
  reader: ByteReader,
  alignment = 8,
  minimum = HEADER,
): IterableIterator<Property> {
  while (reader.left > 0) {
    if (reader.left < HEADER) throw new OpenFlowError('OFPBPC_BAD_LEN');
    const type = reader.uint(2);
    const length = reader.uint(2);
    const padding = -length & (alignment - 1);
    if (length < minimum || length - HEADER + padding > reader.left) {
      throw new OpenFlowError('OFPBPC_BAD_LEN');
    }
    const payload = reader.part(length - HEADER);
    reader.skip(padding);
    yield { type, payload, length };
  }
}

/** Requires at least so many bytes, for an element of a list. */
export function requireBytes(
  reader: ByteReader,
  count: number,
  code: OpenFlowErrorName = 'OFPBRC_BAD_LEN',
): void {
  if (reader.left < count) throw new OpenFlowError(code);
}
