/** VLAN tags of frames. A container's host speaks plainly; the port of its parent tags what it says. */
import { bytesOf, numberAt } from './bytes.js';

const TPID = 0x8100;
const ADDRESSES = 12;
const TAG = 4;

/** The VLAN that a frame is tagged with. */
export function tagOf(frame: Uint8Array): number | undefined {
  if (numberAt(frame, ADDRESSES, 2) !== BigInt(TPID)) return undefined;
  return Number(numberAt(frame, ADDRESSES + 2, 2)) & 0xfff;
}

export function pushTag(frame: Uint8Array, vlan: number): Uint8Array {
  const tag = [...bytesOf(TPID, 2), ...bytesOf(vlan, 2)];
  return Uint8Array.from([...frame.subarray(0, ADDRESSES), ...tag, ...frame.subarray(ADDRESSES)]);
}

export function popTag(frame: Uint8Array): Uint8Array {
  return Uint8Array.from([...frame.subarray(0, ADDRESSES), ...frame.subarray(ADDRESSES + TAG)]);
}
