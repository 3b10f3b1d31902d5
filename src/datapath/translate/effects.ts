/**
 * What a translation would like to have done when a packet takes its way: the
 * counterpart of the reference's `struct xlate_cache`. A translation itself
 * changes nothing, so that it can be made for the sake of a trace as well; its
 * caller decides which of these to carry out, and can do so again for each
 * packet that takes the same way.
 */

import type { FlowEntry } from '../../openflow/model/flow-entry.js';
import type { FlowMod } from '../../openflow/model/flow-mod.js';
import type { Bucket, Group } from '../../openflow/model/group.js';
import type { Bridge } from '../../openflow/switch/bridge.js';
import type { Flow } from '../../packet/flow.js';
import type { DatapathBridge, DatapathPort, PortBundle } from '../bridge/datapath-bridge.js';
import type { Mirror } from '../bridge/mirrors.js';

export type Effect =
  /** A table is looked up, and has a flow for the packet or not. */
  | {
      readonly type: 'table';
      readonly bridge: Bridge;
      readonly table: number;
      readonly matched: boolean;
    }
  /** A flow counts the packet, and is in use. */
  | { readonly type: 'flow'; readonly flow: FlowEntry }
  /** Patch and tunnel ports that the packet goes out by, and comes in by. */
  | {
      readonly type: 'ports';
      readonly out: DatapathPort | undefined;
      readonly into: DatapathPort | undefined;
    }
  /** A flow that an action `learn` makes or unmakes. */
  | { readonly type: 'learn'; readonly bridge: Bridge; readonly mod: FlowMod }
  /** A switch learns where an address is: the source of `flow`, in `vlan`. */
  | {
      readonly type: 'mac';
      readonly bridge: DatapathBridge;
      readonly flow: Flow;
      readonly vlan: number;
    }
  /** Mirrors count the packet. */
  | { readonly type: 'mirror'; readonly mirrors: readonly Mirror<PortBundle>[] }
  /** A flow's timeouts become these, in seconds, if the packet ends a TCP connection. */
  | {
      readonly type: 'fin_timeout';
      readonly bridge: Bridge;
      readonly flow: FlowEntry;
      readonly idle: number;
      readonly hard: number;
    }
  /** A group counts the packet, and so does a bucket, or all if none is named. */
  | { readonly type: 'group'; readonly group: Group; readonly bucket: Bucket | undefined };
