/** Encodes error messages. Mirrors `ofperr_encode_msg__()`. */

import { errorNumber, type OpenFlowErrorName } from '../../../openflow/model/errors.js';
import { versionNumber, wireVersion } from '../../../openflow/model/protocols.js';
import type { TextLog } from '../../../openflow/values/text-log.js';
import { ByteReader } from '../../../openflow/wire/byte-reader.js';
import { messageVersion } from '../../../openflow/wire/decode-header.js';
import { EXPERIMENTER } from '../../../openflow/wire/encode-actions.js';
import { encodeMessage, MESSAGE } from '../../../openflow/wire/message.js';

/** The number of errors of vendors in OpenFlow 1.0 and 1.1. */
export const NX_VENDOR_ERROR = { type: 0xb0c2, code: 0 } as const;

const UNENCODABLE: OpenFlowErrorName = 'NXBRC_UNENCODABLE_ERROR';

/** The bytes of a request that an error quotes. */
const QUOTED = 64;

/** Returns the error message with which a switch answers a request. */
export function encodeErrorReply(
  name: OpenFlowErrorName,
  request: Uint8Array,
  log: TextLog,
): Uint8Array {
  const reader = new ByteReader(request);
  const number = reader.uint(1);
  reader.skip(3);
  const xid = reader.uint(4);
  const known = messageVersion(number);
  const limit = { name: 'encode error', burst: 1 };
  if (known === undefined) {
    const hex = number.toString(16).padStart(2, '0');
    log('ERR', 'ofp_errors', `cannot encode error for unknown OpenFlow version 0x${hex}`, limit);
  }
  const version = known ?? 10;
  let error = errorNumber(name, version);
  if (error === undefined) {
    const domain = `OpenFlow ${versionNumber(version)}`;
    log('ERR', 'ofp_errors', `cannot encode ${name} for ${domain}`, limit);
    error = errorNumber(UNENCODABLE, version);
  }
  const { vendor = 0, type = 0, code = 0 } = error ?? {};
  return encodeMessage(MESSAGE.error, version, xid, (out) => {
    if (vendor === 0) {
      out.uint(type, 2);
      out.uint(code, 2);
    } else if (number <= wireVersion(11)) {
      out.uint(NX_VENDOR_ERROR.type, 2);
      out.uint(NX_VENDOR_ERROR.code, 2);
      out.uint(vendor, 4);
      out.uint(type, 2);
      out.uint(code, 2);
    } else {
      out.uint(EXPERIMENTER, 2);
      out.uint(type, 2);
      out.uint(vendor, 4);
    }
    out.raw(request.subarray(0, QUOTED));
  });
}
