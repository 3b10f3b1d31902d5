/** Declares the outcome for a packet that arrived on a port. */
import type { Flow } from '../../packet/flow.js';
import type { DatapathPort } from '../bridge/datapath-bridge.js';
import type { OdpAction, SlowPathReason } from '../odp/odp-actions.js';
import type { Effect } from '../translate/effects.js';

/** A frame that left through a port. */
export interface OutputFrame {
  readonly port: DatapathPort;
  readonly frame: Uint8Array;
}

/** The reason why a packet, or a copy of it, was dropped. */
export type DropReason =
  /** Neither the flow tables nor NORMAL output it. */
  | 'no output'
  /** The datapath lacks the port through which it was to leave. */
  | 'no such port'
  /** It is longer than the port's MTU allows. */
  | 'too long'
  /** It was recirculated more often than a datapath allows. */
  | 'recirculated too often';

/**
 * One pass through the tables, from the arrival or recirculation of a packet to datapath actions.
 */
export interface Pass {
  /** The packet at the start of this pass, with its metadata; `in_port` is the OpenFlow port. */
  readonly flow: Flow;
  readonly frame: Uint8Array;
  /** True if a cached flow matched. */
  readonly cached: boolean;
  /** The datapath actions. */
  readonly actions: readonly OdpAction[];
  /** The reasons for taking the slow path; empty if the datapath handled the packet itself. */
  readonly slow: ReadonlySet<SlowPathReason>;
  /** The side effects, in order: matched flows, learned addresses and so on. */
  readonly effects: readonly Effect[];
  /** The reason why the packet, or the first of its dropped copies, was dropped. */
  drop?: DropReason;
}

/** The outcome for a packet. */
export interface ForwardingResult {
  /** The frames that left, in order. */
  readonly outputs: readonly OutputFrame[];
  /** The passes through the tables: one, plus one for each recirculation. */
  readonly passes: readonly Pass[];
}
