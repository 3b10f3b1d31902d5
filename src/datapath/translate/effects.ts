/**
 * Declares the side effects of a translation for each packet (`struct xlate_cache`). A translation
 * itself changes nothing, so it serves for traces too; its caller applies the effects, possibly for
 * many packets.
 */
import type { FlowEntry } from '../../openflow/model/flow-entry.js';
import type { FlowMod } from '../../openflow/model/flow-mod.js';
import type { Bucket, Group } from '../../openflow/model/group.js';
import type { Bridge } from '../../openflow/switch/bridge.js';
import type { Flow } from '../../packet/flow.js';
import type { DatapathBridge, DatapathPort, PortBundle } from '../bridge/datapath-bridge.js';
import type { Mirror } from '../bridge/mirrors.js';

export type Effect =
  /** A table lookup, and whether it matched. */
  | {
      readonly type: 'table';
      readonly bridge: Bridge;
      readonly table: number;
      readonly matched: boolean;
    }
  /** A flow counts the packet and is renewed. */
  | { readonly type: 'flow'; readonly flow: FlowEntry }
  /** Patch or tunnel ports through which the packet leaves and enters. */
  | {
      readonly type: 'ports';
      readonly out: DatapathPort | undefined;
      readonly into: DatapathPort | undefined;
    }
  /** A flow that the action `learn` adds or changes. */
  | { readonly type: 'learn'; readonly bridge: Bridge; readonly mod: FlowMod }
  /** A bridge learns the source address of `flow` in `vlan`. */
  | {
      readonly type: 'mac';
      readonly bridge: DatapathBridge;
      readonly flow: Flow;
      readonly vlan: number;
    }
  /** Mirrors count the packet. */
  | { readonly type: 'mirror'; readonly mirrors: readonly Mirror<PortBundle>[] }
  /** A flow gets these timeouts, in seconds, if the packet ends a TCP connection. */
  | {
      readonly type: 'fin_timeout';
      readonly bridge: Bridge;
      readonly flow: FlowEntry;
      readonly idle: number;
      readonly hard: number;
    }
  /** A group and one of its buckets, or all of them, count the packet. */
  | { readonly type: 'group'; readonly group: Group; readonly bucket: Bucket | undefined };
