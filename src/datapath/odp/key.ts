/**
 * Declares the flow keys of a datapath, sequences of `OVS_KEY_ATTR_*` attributes. A key contains
 * only the attributes that its packets can have; a mask is a key with masks instead of values.
 */
import type { FlowMember } from '../../openflow/model/members.js';
import type { GeneveOption } from './geneve.js';

/** The format of a field. */
export type OdpFieldKind = 'eth' | 'ipv4' | 'ipv6' | 'label' | 'u8' | 'u8x' | 'u16' | 'frag';

export interface OdpField {
  readonly name: string;
  readonly kind: OdpFieldKind;
  /** The flow member that holds the field. */
  readonly member: FlowMember;
}

const field = (name: string, kind: OdpFieldKind, member: FlowMember): OdpField => ({
  name,
  kind,
  member,
});

const PORTS = [field('src', 'u16', 'tp_src'), field('dst', 'u16', 'tp_dst')];
const TYPE_AND_CODE = [field('type', 'u8', 'tp_src'), field('code', 'u8', 'tp_dst')];

/** The attributes that consist of named fields. */
export const STRUCTURED = {
  eth: [field('src', 'eth', 'dl_src'), field('dst', 'eth', 'dl_dst')],
  ipv4: [
    field('src', 'ipv4', 'nw_src'),
    field('dst', 'ipv4', 'nw_dst'),
    field('proto', 'u8', 'nw_proto'),
    field('tos', 'u8x', 'nw_tos'),
    field('ttl', 'u8', 'nw_ttl'),
    field('frag', 'frag', 'nw_frag'),
  ],
  ipv6: [
    field('src', 'ipv6', 'ipv6_src'),
    field('dst', 'ipv6', 'ipv6_dst'),
    field('label', 'label', 'ipv6_label'),
    field('proto', 'u8', 'nw_proto'),
    field('tclass', 'u8x', 'nw_tos'),
    field('hlimit', 'u8', 'nw_ttl'),
    field('frag', 'frag', 'nw_frag'),
  ],
  tcp: PORTS,
  udp: PORTS,
  sctp: PORTS,
  icmp: TYPE_AND_CODE,
  icmpv6: TYPE_AND_CODE,
  arp: [
    field('sip', 'ipv4', 'nw_src'),
    field('tip', 'ipv4', 'nw_dst'),
    field('op', 'u16', 'nw_proto'),
    field('sha', 'eth', 'arp_sha'),
    field('tha', 'eth', 'arp_tha'),
  ],
  nd: [
    field('target', 'ipv6', 'nd_target'),
    field('sll', 'eth', 'arp_sha'),
    field('tll', 'eth', 'arp_tha'),
  ],
} as const satisfies Readonly<Record<string, readonly OdpField[]>>;

export type StructuredName = keyof typeof STRUCTURED;

/** The attributes that consist of a single number. */
export type ScalarName =
  | 'skb_priority'
  | 'skb_mark'
  | 'recirc_id'
  | 'dp_hash'
  | 'ct_state'
  | 'ct_zone'
  | 'ct_mark'
  | 'ct_label'
  | 'in_port'
  | 'vlan'
  | 'eth_type'
  | 'tcp_flags';

/** The numbers in a tunnel attribute. Flags are present or absent. */
export type TunnelName =
  | 'tun_id'
  | 'src'
  | 'dst'
  | 'tos'
  | 'ttl'
  | 'df'
  | 'csum'
  | 'tp_src'
  | 'tp_dst'
  | 'oam'
  | 'gbp'
  | 'geneve';

export type OdpTunnelItem =
  | { readonly name: Exclude<TunnelName, 'geneve'>; readonly value: bigint }
  | { readonly name: 'geneve'; readonly options: readonly GeneveOption[] };

/** An attribute of a key. */
export type OdpKeyAttribute =
  | { readonly name: ScalarName; readonly value: bigint }
  /** A value for each field, in the order of {@link STRUCTURED}. */
  | { readonly name: StructuredName; readonly values: readonly bigint[] }
  /** The label stack entries, outermost first. */
  | { readonly name: 'mpls'; readonly values: readonly bigint[] }
  | { readonly name: 'tunnel'; readonly items: readonly OdpTunnelItem[] }
  /** The key inside a VLAN tag. */
  | { readonly name: 'encap'; readonly key: OdpKey };

export type OdpKey = readonly OdpKeyAttribute[];

/** The datapath port number that means no port. */
export const ODPP_NONE = 0xffffffff;
