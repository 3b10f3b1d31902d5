/** A packet on its way through a datapath. */

import type { Flow } from '../../packet/flow.js';
import type { DatapathPort } from '../bridge/datapath-port.js';
import type { CtMetadata } from '../conntrack/connection-tracker.js';

/** What datapath actions change. */
export interface PacketState {
  readonly frame: Uint8Array;
  /** What goes with it besides: the members of a flow that are not of the frame. */
  readonly metadata: Flow;
  /** What the connection tracker said about it. */
  readonly ct: CtMetadata;
}

export interface Packet extends PacketState {
  /** The port that it came in through. */
  readonly port: DatapathPort;
  /** How often it was handed back to the tables. */
  readonly depth: number;
}
