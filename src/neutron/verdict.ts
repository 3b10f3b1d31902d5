/** Answers from security groups alone whether a packet is allowed. */
import { parseIp } from '../lib/ip.js';
import type { Uuid } from '../lib/uuid.js';
import { contains, parseCidr } from './addressing/cidr.js';
import { rulesOf } from './driver/desired.js';
import { PROTOCOL, protocolNumber } from './protocols.js';
import { fixedIps, isTrusted } from './resources/port-rows.js';
import type { NeutronDatabase, NeutronRow } from './schema.js';

type Port = NeutronRow<'Port'>;
type Rule = NeutronRow<'Security_Group_Rule'>;

/** The first packet of a connection. */
export interface Packet {
  readonly ethertype: 'IPv4' | 'IPv6';
  /** The number of the IP protocol. */
  readonly protocol: number;
  /** The destination port of TCP and UDP, or the type of ICMP. */
  readonly port: number;
  /** The code of ICMP. */
  readonly code?: number;
}

/** The view of the security groups of one port. */
export type Verdict =
  /** No security group applies to the port. */
  | { readonly type: 'unfiltered' }
  | { readonly type: 'allowed'; readonly rule: Rule }
  | { readonly type: 'denied' };

/** The other end of a connection. */
export interface Peer {
  readonly address: string;
  /** The port of Neutron that has the address, if there is one. */
  readonly port?: Port | undefined;
}

/** Returns whether the groups of a port allow a connection with a peer. */
export function verdictOf(
  neutron: NeutronDatabase,
  port: Port,
  direction: 'ingress' | 'egress',
  packet: Packet,
  peer: Peer,
): Verdict {
  if (port.security_groups.length === 0 || isTrusted(port.device_owner)) {
    return { type: 'unfiltered' };
  }
  for (const group of port.security_groups) {
    for (const rule of rulesOf(neutron, group)) {
      if (rule.direction === direction && allows(rule, port._uuid, packet, peer)) {
        return { type: 'allowed', rule };
      }
    }
  }
  return { type: 'denied' };
}

function allows(rule: Rule, self: Uuid, packet: Packet, { address, port }: Peer): boolean {
  if (rule.ethertype !== packet.ethertype) return false;
  const { remote_ip_prefix: prefix, remote_group: group } = rule;
  if (prefix !== undefined) {
    const [cidr, ip] = [parseCidr(prefix), parseIp(address)];
    if (!cidr || !ip || !contains(cidr, ip)) return false;
  }
  if (group !== undefined && (port?._uuid === self || !port?.security_groups.includes(group))) {
    return false;
  }
  return allowsProtocol(rule, packet);
}

function allowsProtocol(rule: Rule, { ethertype, protocol, port, code = 0 }: Packet): boolean {
  if (rule.protocol === undefined) return true;
  const { port_range_min: min, port_range_max: max } = rule;
  const wanted = protocolNumber(rule.protocol);
  if (wanted === PROTOCOL.icmp || wanted === PROTOCOL.icmpv6) {
    const isIcmp = ethertype === 'IPv4' ? wanted === PROTOCOL.icmp : true;
    const number = ethertype === 'IPv4' ? PROTOCOL.icmp : PROTOCOL.icmpv6;
    if (!isIcmp || protocol !== number) return false;
    return (min === undefined || min === port) && (max === undefined || max === code);
  }
  if (wanted !== protocol) return false;
  if (wanted !== PROTOCOL.tcp && wanted !== PROTOCOL.udp) return true;
  // A bound of 0 is no condition.
  return (!min || min <= port) && (!max || port <= max);
}

/** Returns the port that has an address. */
export function portWith(neutron: NeutronDatabase, address: string): Port | undefined {
  for (const port of neutron.rows('Port')) {
    if (fixedIps(neutron, port).some((fixed) => fixed.ip_address === address)) return port;
  }
  return undefined;
}
