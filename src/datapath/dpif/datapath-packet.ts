/** Declares the state of a packet inside a datapath. */
import type { Flow } from '../../packet/flow.js';
import type { DatapathPort } from '../bridge/datapath-bridge.js';
import type { CtMetadata } from '../conntrack/connection-tracker.js';

/** The parts of a packet that datapath actions change. */
export interface PacketState {
  readonly frame: Uint8Array;
  /** The members of a flow that do not come from the frame. */
  readonly metadata: Flow;
  /** The result of connection tracking. */
  readonly ct: CtMetadata;
}

export interface DatapathPacket extends PacketState {
  /** The port on which it arrived. */
  readonly port: DatapathPort;
  /** The number of times it was recirculated. */
  readonly depth: number;
}
