/** What a datapath does with a packet: the counterpart of `enum ovs_action_attr`. */
import type { Masked } from '../../openflow/match.js';
import type { FlowMember } from '../../openflow/members.js';

/** The groups of members that a datapath sets together. */
export type OdpAttribute =
  | 'tunnel'
  | 'skb_priority'
  | 'skb_mark'
  | 'ethernet'
  | 'ipv4'
  | 'ipv6'
  | 'tcp'
  | 'udp'
  | 'sctp'
  | 'icmp'
  | 'icmpv6'
  | 'arp'
  | 'nd'
  | 'mpls';

/** Why the datapath cannot do something on its own, in the order in which the reference lists them. */
export type SlowPathReason = 'cfm' | 'bfd' | 'lacp' | 'stp' | 'lldp' | 'controller' | 'action';

export type OdpAction =
  | { readonly type: 'output'; readonly port: number }
  | {
      readonly type: 'set';
      readonly attribute: OdpAttribute;
      /** The new values; bits outside the masks stay as they are. */
      readonly fields: ReadonlyMap<FlowMember, Masked>;
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
      /** Of 2^32. */
      readonly probability: number;
      readonly actions: readonly OdpAction[];
    }
  | { readonly type: 'slow_path'; readonly reasons: ReadonlySet<SlowPathReason> };
