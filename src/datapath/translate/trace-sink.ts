/** Declares the reports of a running translation, for `ofproto/trace`. */
import type { FlowEntry } from '../../openflow/model/flow-entry.js';
import type { Flow, Wildcards } from '../../packet/flow.js';
import type { DatapathBridge } from '../bridge/datapath-bridge.js';
import type { OdpAction } from '../odp/odp-actions.js';

/** The state of a translation immediately after a table lookup. */
export interface LookupState {
  /** The bridge in which the lookup took place. */
  readonly bridge: DatapathBridge;
  readonly table: number;
  readonly flow: Flow;
  readonly actions: readonly OdpAction[];
  readonly wildcards: Wildcards;
  /** The bridge that the packet entered first. */
  readonly input: { readonly bridge: DatapathBridge };
}

/** Observes a translation. */
export interface TraceSink {
  /**
   * Reports that a lookup found `entry`, whose actions are executed next.
   *
   * @param depth the number of lookups around this one.
   */
  lookup(state: LookupState, entry: FlowEntry, depth: number): void;
  /** Reports a line of text at this depth. */
  report(depth: number, message: string): void;
}
