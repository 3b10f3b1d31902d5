/** Numbers and lengths of the protocols that frames are made of. */

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

/** The least number that is an Ethernet type; those below are lengths. */
export const ETH_TYPE_MIN = 0x600;

/** The type of a frame that has a length in the place of a type, and no type elsewhere. */
export const DL_TYPE_NONE = 0x5ff;

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

/** Bytes of headers without options. */
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
  /** With the word that means something else in each type. */
  ICMPV6: 8,
  /** ICMPv6's own and the target. */
  ND: 24,
} as const;

/** Bits of the member `nw_frag`. */
export const FRAG = { ANY: 1n, LATER: 2n } as const;

export const ND_SOLICIT = 135;
export const ND_ADVERT = 136;

/** Options of neighbor discovery with a link-layer address. */
export const ND_OPTION = { SOURCE: 1, TARGET: 2 } as const;

export const ARP_REQUEST = 1;
export const ARP_REPLY = 2;
