/** Encodes hello messages. Mirrors `ofputil_encode_hello()`. */

import { ByteWriter } from '../../../openflow/wire/byte-writer.js';

const VERSION_BITMAP = { type: 1, length: 8 } as const;
const HEADER_BYTES = 8;
const HELLO = 0;

/**
 * Returns a hello that offers the versions whose bits are set. It contains the bitmap only if the
 * highest version does not imply the others.
 */
export function encodeHello(versions: number, xid: number): Uint8Array {
  const next = (versions >>> 1) + 1;
  const needsBitmap = (next & (next - 1)) !== 0;
  const out = new ByteWriter();
  out.uint(31 - Math.clz32(versions), 1);
  out.uint(HELLO, 1);
  out.uint(needsBitmap ? HEADER_BYTES + VERSION_BITMAP.length : HEADER_BYTES, 2);
  out.uint(xid, 4);
  if (needsBitmap) {
    out.uint(VERSION_BITMAP.type, 2);
    out.uint(VERSION_BITMAP.length, 2);
    out.uint(versions, 4);
  }
  return out.bytes();
}
