/** What became of a packet that came in through a port. */
import type { Flow } from '../../packet/flow.js';
import type { DatapathPort } from '../bridge/datapath-port.js';
import type { OdpAction, SlowPathReason } from '../odp/odp-actions.js';
import type { Effect } from '../translate/effects.js';

/** A frame that left through a port. */
export interface Departure {
  readonly port: DatapathPort;
  readonly frame: Uint8Array;
}

/** Why a packet, or a copy of it, got no further. */
export type DropReason =
  /** The flow tables, or NORMAL, did not send it anywhere. */
  | 'no output'
  /** It was to go out of a port that there is not in the datapath. */
  | 'no such port'
  /** It is longer than the port's MTU allows. */
  | 'too long'
  /** It has gone through the tables more often than a datapath puts up with. */
  | 'recirculated too often';

/**
 * One way through the tables: from the arrival of the packet, or from the datapath
 * handing it back, to datapath actions.
 */
export interface Pass {
  /** The packet as it came into this pass, with its metadata; `in_port` is of OpenFlow. */
  readonly flow: Flow;
  readonly frame: Uint8Array;
  /** Whether the datapath knew already what to do. */
  readonly cached: boolean;
  /** What the datapath did. */
  readonly actions: readonly OdpAction[];
  /** Why it could not do that on its own; empty where it could. */
  readonly slow: ReadonlySet<SlowPathReason>;
  /** What the packet brought about besides, in order: flows that it hit among it. */
  readonly effects: readonly Effect[];
  /** Why it, or the first of its copies that got no further, did not. */
  drop?: DropReason;
}

/** What became of a packet. */
export interface Reception {
  /** The frames that left, in order. */
  readonly departures: readonly Departure[];
  /** The ways through the tables: one, and one more each time the packet was handed back. */
  readonly passes: readonly Pass[];
}
