/** Encodes packets from a controller. Mirrors `ofputil_encode_packet_out()`. */
import type { OfAction } from '../model/actions.js';
import { portToOf11 } from '../model/openflow-ports.js';
import type { OpenFlowVersion } from '../model/protocols.js';
import { encodeActions } from './encode-actions.js';
import { encodeMessage, MESSAGE } from './message.js';

/** The buffer of a message that contains its packet. */
const NO_BUFFER = 0xffffffff;

export interface PacketOut {
  readonly inPort: number;
  /** The actions, converted for the version (`convert-actions.ts`). */
  readonly actions: readonly OfAction[];
  readonly frame: Uint8Array;
}

export function encodePacketOut(
  { inPort, actions, frame }: PacketOut,
  version: OpenFlowVersion,
  xid: number,
): Uint8Array {
  const list = encodeActions(actions, version);
  return encodeMessage(MESSAGE.packetOut, version, xid, (out) => {
    out.uint(NO_BUFFER, 4);
    if (version === 10) out.uint(inPort, 2);
    else out.uint(portToOf11(inPort), 4);
    out.uint(list.length, 2);
    if (version > 10) out.zeros(6);
    out.raw(list);
    out.raw(frame);
  });
}
