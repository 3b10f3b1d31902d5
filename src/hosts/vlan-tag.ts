/** VLAN tags of frames. A container's host speaks plainly; the port of its parent tags what it says. */

import { FrameWriter } from '../packet/frame-writer.js';
import { ETH_TYPE, HEADER } from '../packet/protocol-numbers.js';

/** Where the tag is: behind the two addresses. */
const PLACE = 12;

/** The VLAN that a frame is tagged with. */
export function tagOf(frame: Uint8Array): number | undefined {
  const word = (at: number): number => ((frame[at] ?? 0) << 8) | (frame[at + 1] ?? 0);
  return word(PLACE) === ETH_TYPE.VLAN ? word(PLACE + 2) & 0xfff : undefined;
}

export function pushTag(frame: Uint8Array, vlan: number): Uint8Array {
  return new FrameWriter()
    .bytes(frame.subarray(0, PLACE))
    .u16(ETH_TYPE.VLAN, vlan)
    .bytes(frame.subarray(PLACE))
    .from();
}

export function popTag(frame: Uint8Array): Uint8Array {
  return new FrameWriter()
    .bytes(frame.subarray(0, PLACE))
    .bytes(frame.subarray(PLACE + HEADER.VLAN))
    .from();
}
