/** The protocol numbers that decide which fields a packet has, as values of fields. */

export const ETH_TYPE = {
  IPV4: 0x0800n,
  ARP: 0x0806n,
  RARP: 0x8035n,
  IPV6: 0x86ddn,
  MPLS: 0x8847n,
  MPLS_MULTICAST: 0x8848n,
} as const;

/** The type of a VLAN header (802.1Q). */
export const VLAN_TYPE = 0x8100;

export const IP_PROTOCOL = {
  ICMP: 1n,
  IGMP: 2n,
  TCP: 6n,
  UDP: 17n,
  ICMPV6: 58n,
  SCTP: 132n,
} as const;

/** The types of ICMPv6 messages of neighbor discovery. */
export const ND_TYPE = { SOLICIT: 135n, ADVERT: 136n } as const;

/** The protocols whose packets have ports. */
export const PROTOCOLS_WITH_PORTS: readonly bigint[] = [
  IP_PROTOCOL.TCP,
  IP_PROTOCOL.UDP,
  IP_PROTOCOL.SCTP,
];

export const isMpls = (type: bigint): boolean =>
  type === ETH_TYPE.MPLS || type === ETH_TYPE.MPLS_MULTICAST;

export const isArp = (type: bigint): boolean => type === ETH_TYPE.ARP || type === ETH_TYPE.RARP;
