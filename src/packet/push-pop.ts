/** Adds VLAN tags and MPLS labels to frames and removes them (`lib/packets.c`). */
import { ETH_TYPE, HEADER } from '../lib/protocol-numbers.js';
import { dissect } from './extract.js';
import { Flow } from './flow.js';
import type { FrameLayers } from './frame-layers.js';
import { typeAt } from './frame-reader.js';
import { FrameWriter } from './frame-writer.js';

/** The offset of the type or VLAN tag, which follows the addresses. */
export const TAG = 12;

/** Returns `frame` with the bytes from `at` to `end` replaced. */
function splice(frame: Uint8Array, at: number, end: number, insert?: FrameWriter): Uint8Array {
  const inserted = insert?.from() ?? new Uint8Array();
  const result = new Uint8Array(frame.length - (end - at) + inserted.length);
  result.set(frame.subarray(0, at));
  result.set(inserted, at);
  result.set(frame.subarray(end), at + inserted.length);
  return result;
}

const isTagged = (frame: Uint8Array): boolean => {
  const type = typeAt(frame, TAG);
  return type === ETH_TYPE.VLAN || type === ETH_TYPE.QINQ;
};

/** Returns the VLAN of a frame with an 802.1Q tag. */
export function vlanOf(frame: Uint8Array): number | undefined {
  if (typeAt(frame, TAG) !== ETH_TYPE.VLAN) return undefined;
  return (typeAt(frame, TAG + 2) ?? 0) & 0xfff;
}

/** Adds a VLAN tag. The CFI bit of `tci` only marks a tag as present. Mirrors `eth_push_vlan()`. */
export function pushVlan(frame: Uint8Array, tpid: number, tci: number): Uint8Array {
  if (frame.length < HEADER.ETH) return frame;
  return splice(frame, TAG, TAG, new FrameWriter().u16(tpid, tci & ~0x1000));
}

/** Removes the VLAN tag. Mirrors `eth_pop_vlan()`. */
export function popVlan(frame: Uint8Array): Uint8Array {
  if (frame.length < HEADER.ETH + HEADER.VLAN || !isTagged(frame)) return frame;
  return splice(frame, TAG, TAG + HEADER.VLAN);
}

function layersOf(frame: Uint8Array): FrameLayers {
  return dissect(frame, new Flow()).layers;
}

/** Adds an MPLS label. Mirrors `push_mpls()`. */
export function pushMplsLabel(frame: Uint8Array, lse: number, etherType: number): Uint8Array {
  const layers = layersOf(frame);
  const at = layers.mpls ?? layers.network;
  if (at === undefined) return frame;
  return splice(withType(frame, at, etherType), at, at, new FrameWriter().u32(lse));
}

/** Removes the outermost MPLS label. Mirrors `pop_mpls()`. */
export function popMplsLabel(frame: Uint8Array, etherType: number): Uint8Array {
  const { mpls } = layersOf(frame);
  if (mpls === undefined || frame.length < mpls + HEADER.MPLS) return frame;
  return splice(withType(frame, mpls, etherType), mpls, mpls + HEADER.MPLS);
}

/** Returns the frame with another type, which is directly before `payload` in a tagged frame. */
function withType(frame: Uint8Array, payload: number, etherType: number): Uint8Array {
  const at = isTagged(frame) ? payload - 2 : TAG;
  return splice(frame, at, at + 2, new FrameWriter().u16(etherType));
}
