/** Encodes messages that add a message to a bundle. Mirrors `ofputil_encode_bundle_add()`. */

import type { OpenFlowVersion } from '../model/protocols.js';
import { encodeMessage, MESSAGE } from './message.js';

const ATOMIC = 1;
const ORDERED = 2;

/** Returns the message that adds `message` to the bundle 0, which is atomic and ordered. */
export function encodeBundleAdd(
  message: Uint8Array,
  version: OpenFlowVersion,
  xid: number,
): Uint8Array {
  return encodeMessage(MESSAGE.bundleAdd, version, xid, (out) => {
    out.uint(0, 4);
    out.zeros(2);
    out.uint(ATOMIC | ORDERED, 2);
    out.raw(message);
  });
}
