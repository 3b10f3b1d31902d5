/** The IP protocols that rules of security groups can name. */
export const PROTOCOL = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58 } as const;

/** Returns the number of a protocol that a rule holds by name or number. */
export const protocolNumber = (protocol: string): number =>
  Object.hasOwn(PROTOCOL, protocol)
    ? PROTOCOL[protocol as keyof typeof PROTOCOL]
    : Number(protocol);
