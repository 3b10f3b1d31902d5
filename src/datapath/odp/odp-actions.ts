/** Declares the actions of a datapath (`enum ovs_action_attr`). */
import type { Masked } from '../../openflow/model/match.js';
import type { FlowMember } from '../../openflow/model/members.js';
import type { HeaderGroup } from '../../packet/set-fields.js';
import type { GeneveOption } from './geneve.js';

/** The groups of members that a datapath sets together, by their names in text. */
export type OdpSetAttribute = HeaderGroup | 'skb_priority' | 'skb_mark';

/** The reasons why a datapath cannot handle a packet itself, in the order of the reference. */
export const SLOW_PATH_REASONS = [
  'cfm',
  'bfd',
  'lacp',
  'stp',
  'lldp',
  'controller',
  'action',
] as const;

export type SlowPathReason = (typeof SLOW_PATH_REASONS)[number];

/**
 * Accompanies a packet to userspace and records why it is sent. Mirrors `union user_action_cookie`.
 */
export type UserspaceCookie =
  | { readonly type: 'sFlow'; readonly vlanTci: number; readonly output: number }
  | { readonly type: 'slow_path'; readonly reasons: ReadonlySet<SlowPathReason> }
  | {
      readonly type: 'flow_sample';
      readonly probability: number;
      readonly collectorSetId: number;
      readonly obsDomainId: number;
      readonly obsPointId: number;
    }
  | { readonly type: 'ipfix'; readonly outputPort: number };

/** The values of tunnel members; missing ones are zero. */
export type TunnelValues = ReadonlyMap<FlowMember, bigint>;

export type OdpAction =
  | { readonly type: 'output'; readonly port: number }
  | {
      readonly type: 'set';
      readonly attribute: OdpSetAttribute;
      /** The new values; bits outside the masks do not change. */
      readonly fields: ReadonlyMap<FlowMember, Masked>;
    }
  | {
      readonly type: 'set_tunnel';
      readonly tunnel: TunnelValues;
      readonly options: readonly GeneveOption[];
    }
  | { readonly type: 'push_vlan'; readonly tpid: number; readonly tci: number }
  | { readonly type: 'pop_vlan' }
  | { readonly type: 'push_mpls'; readonly lse: number; readonly etherType: number }
  | { readonly type: 'pop_mpls'; readonly etherType: number }
  | { readonly type: 'recirc'; readonly id: number }
  | { readonly type: 'hash'; readonly basis: number }
  | {
      readonly type: 'ct';
      readonly commit: boolean;
      readonly zone: number;
      readonly mark?: Masked;
      readonly label?: Masked;
      readonly helper?: string;
    }
  | {
      readonly type: 'sample';
      /** A fraction of 2^32 - 1. */
      readonly probability: number;
      readonly actions: readonly OdpAction[];
    }
  | {
      readonly type: 'userspace';
      readonly pid: number;
      readonly cookie?: UserspaceCookie;
      /** True if userspace also gets the actions of the flow. */
      readonly withActions?: boolean;
      /** The tunnel port through which the packet leaves. */
      readonly tunnelOutPort?: number;
    };
