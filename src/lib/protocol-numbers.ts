/** EtherTypes, IP protocol and ICMP numbers, and header sizes, spelled once for all layers. */

/** Ethernet types. */
export const ETH_TYPE = {
  IPV4: 0x0800,
  ARP: 0x0806,
  RARP: 0x8035,
  VLAN: 0x8100,
  QINQ: 0x88a8,
  IPV6: 0x86dd,
  MPLS: 0x8847,
  MPLS_MULTICAST: 0x8848,
} as const;

/** The smallest Ethernet type; smaller numbers are lengths. */
export const ETH_TYPE_MIN = 0x600;

/** The `dl_type` of a frame that has a length instead of a type (`FLOW_DL_TYPE_NONE`). */
export const DL_TYPE_NONE = 0x5ff;

/** IP protocol numbers. */
export const IP_PROTO = {
  HOP_OPTIONS: 0,
  ICMP: 1,
  IGMP: 2,
  TCP: 6,
  UDP: 17,
  ROUTING: 43,
  FRAGMENT: 44,
  AH: 51,
  ICMPV6: 58,
  DESTINATION_OPTIONS: 60,
  SCTP: 132,
} as const;

/** Message types of ICMP. */
export const ICMP_TYPE = {
  ECHO_REPLY: 0,
  UNREACHABLE: 3,
  SOURCE_QUENCH: 4,
  REDIRECT: 5,
  ECHO_REQUEST: 8,
  TIME_EXCEEDED: 11,
  PARAMETER_PROBLEM: 12,
  TIMESTAMP_REQUEST: 13,
  TIMESTAMP_REPLY: 14,
  INFORMATION_REQUEST: 15,
  INFORMATION_REPLY: 16,
} as const;

/** Message types of ICMPv6. */
export const ICMPV6_TYPE = {
  UNREACHABLE: 1,
  PACKET_TOO_BIG: 2,
  TIME_EXCEEDED: 3,
  PARAMETER_PROBLEM: 4,
  ECHO_REQUEST: 128,
  ECHO_REPLY: 129,
  ND_SOLICIT: 135,
  ND_ADVERT: 136,
} as const;

/** Neighbor discovery options that carry a link-layer address. */
export const ND_OPTION = { SOURCE: 1, TARGET: 2 } as const;

/** ARP operations. */
export const ARP_OP = { REQUEST: 1, REPLY: 2 } as const;

/** TCP flags. */
export const TCP_FLAG = {
  FIN: 0x01,
  SYN: 0x02,
  RST: 0x04,
  PSH: 0x08,
  ACK: 0x10,
  URG: 0x20,
} as const;

/** Header sizes in bytes, without options. */
export const HEADER = {
  ETH: 14,
  VLAN: 4,
  SNAP: 8,
  MPLS: 4,
  ARP: 28,
  IPV4: 20,
  IPV6: 40,
  TCP: 20,
  UDP: 8,
  SCTP: 12,
  ICMP: 8,
  IGMP: 8,
  /** Includes the word whose meaning depends on the message type. */
  ICMPV6: 8,
  /** The ICMPv6 header and the target address. */
  ND: 24,
} as const;

/** Numbers as members of a flow have them. */
function asMembers<K extends string>(
  numbers: Readonly<Record<K, number>>,
): Readonly<Record<K, bigint>> {
  const entries = Object.entries<number>(numbers).map(([name, value]) => [name, BigInt(value)]);
  // The keys are those of `numbers`.
  return Object.fromEntries(entries) as Record<K, bigint>;
}

/** Ethernet types as values of the member `dl_type`. */
export const DL_TYPE = asMembers(ETH_TYPE);

/** IP protocols as values of the member `nw_proto`. */
export const NW_PROTO = asMembers(IP_PROTO);

/** Bits of the member `nw_frag`. */
export const FRAG = { ANY: 1n, LATER: 2n } as const;
