/** Actions on the bytes of a frame: the counterpart of `odp_execute_actions`. */

import { dissect, type FrameLayers } from '../../packet/extract.js';
import { Flow } from '../../packet/flow.js';
import { ETH_TYPE, HEADER } from '../../packet/protocol-numbers.js';
import { setFields } from '../../packet/set-fields.js';
import type { OdpAction } from './odp-actions.js';

/** The actions that change a frame; the others leave its bytes alone. */
export type FrameAction = Extract<
  OdpAction,
  { readonly type: 'set' | 'push_vlan' | 'pop_vlan' | 'push_mpls' | 'pop_mpls' }
>;

/**
 * The frame after an action, its checksums with it; `frame` itself stays as it is. An action on
 * what the frame has not does nothing, as one on marks and priorities does.
 */
export function executeAction(frame: Uint8Array, action: FrameAction): Uint8Array {
  switch (action.type) {
    case 'set':
      return setFields(frame, action.attribute, action.fields);
    case 'push_vlan':
      return frame.length < HEADER.ETH ? frame : pushVlan(frame, action.tpid, action.tci);
    case 'pop_vlan':
      return popVlan(frame);
    case 'push_mpls':
      return pushLabel(frame, action.lse, action.etherType);
    case 'pop_mpls':
      return popLabel(frame, action.etherType);
  }
}

/** Where the tag of a frame goes: behind the addresses. */
const TAG = 12;

const u16 = (value: number): readonly number[] => [(value >>> 8) & 0xff, value & 0xff];

/** The frame with `bytes` in the place of `removed` of its own. */
function splice(
  frame: Uint8Array,
  at: number,
  removed: number,
  bytes: readonly number[],
): Uint8Array {
  const result = new Uint8Array(frame.length - removed + bytes.length);
  result.set(frame.subarray(0, at));
  result.set(bytes, at);
  result.set(frame.subarray(at + removed), at + bytes.length);
  return result;
}

function pushVlan(frame: Uint8Array, tpid: number, tci: number): Uint8Array {
  // The bit that says that there is a header is not one of the header's.
  return splice(frame, TAG, 0, [...u16(tpid), ...u16(tci & ~0x1000)]);
}

function popVlan(frame: Uint8Array): Uint8Array {
  if (frame.length < HEADER.ETH + HEADER.VLAN || !isVlanType(typeAt(frame, TAG))) return frame;
  return splice(frame, TAG, HEADER.VLAN, []);
}

function typeAt(frame: Uint8Array, at: number): number {
  return ((frame[at] ?? 0) << 8) | (frame[at + 1] ?? 0);
}

const isVlanType = (type: number): boolean => type === ETH_TYPE.VLAN || type === ETH_TYPE.QINQ;

function layersOf(frame: Uint8Array): FrameLayers {
  return dissect(frame, new Flow()).layers;
}

function pushLabel(frame: Uint8Array, lse: number, etherType: number): Uint8Array {
  const layers = layersOf(frame);
  const at = layers.mpls ?? layers.network;
  if (at === undefined) return frame;
  return splice(withType(frame, at, etherType), at, 0, [...u16(lse >>> 16), ...u16(lse)]);
}

function popLabel(frame: Uint8Array, etherType: number): Uint8Array {
  const { mpls } = layersOf(frame);
  if (mpls === undefined || frame.length < mpls + HEADER.MPLS) return frame;
  return splice(withType(frame, mpls, etherType), mpls, HEADER.MPLS, []);
}

/** A frame of another type, which is in front of what is at `payload` if there is a tag. */
function withType(frame: Uint8Array, payload: number, etherType: number): Uint8Array {
  const at = isVlanType(typeAt(frame, TAG)) ? payload - 2 : TAG;
  return splice(frame, at, 2, u16(etherType));
}
