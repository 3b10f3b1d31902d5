/** Encodes the headers of messages. Mirrors `ofpraw_alloc_xid()`. */

import { type OpenFlowVersion, wireVersion } from '../model/protocols.js';
import { ByteWriter } from './byte-writer.js';

/** The types of messages (`OFPT_*`). */
export const MESSAGE = {
  hello: 0,
  error: 1,
  experimenter: 4,
  packetOut: 13,
  flowMod: 14,
  groupMod: 15,
  meterMod: 29,
  bundleAdd: 34,
} as const;

/** Returns a message with the body that `body` writes. */
export function encodeMessage(
  type: number,
  version: OpenFlowVersion,
  xid: number,
  body: (out: ByteWriter) => void,
): Uint8Array {
  const out = new ByteWriter();
  out.uint(wireVersion(version), 1);
  out.uint(type, 1);
  out.uint(0, 2);
  out.uint(xid, 4);
  body(out);
  out.patchLength(2, 0);
  return out.bytes();
}
