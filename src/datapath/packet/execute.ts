/** Actions on the bytes of a frame: the counterpart of `odp_execute_actions`. */
import type { OdpAction } from '../odp/actions.js';

/** The actions that change a frame; the others leave its bytes alone. */
export type FrameAction = Extract<
  OdpAction,
  { readonly type: 'set' | 'push_vlan' | 'pop_vlan' | 'push_mpls' | 'pop_mpls' }
>;

/** The frame after an action; `frame` itself stays as it is. */
export function executeAction(frame: Uint8Array, _action: FrameAction): Uint8Array {
  return frame;
}
