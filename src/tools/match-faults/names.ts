/** Knows the names that people use in matches for fields and values. */
import type { ExprSymbol } from '../../expr/symbol.js';
import type { SymbolTable } from '../../expr/symbol-table.js';
import { closest } from '../../lib/closest.js';
import { lookUp } from '../../lib/dictionary.js';
import { meaningOf } from '../languages/known-values.js';

/** Fields under the names that ovs-ofctl, tcpdump and other languages give them. */
const FIELDS: Readonly<Record<string, string>> = {
  arp_op: 'arp.op',
  arp_sha: 'arp.sha',
  arp_spa: 'arp.spa',
  arp_tha: 'arp.tha',
  arp_tpa: 'arp.tpa',
  dl_dst: 'eth.dst',
  dl_src: 'eth.src',
  dl_type: 'eth.type',
  dl_vlan: 'vlan.vid',
  'icmp.code': 'icmp4.code',
  'icmp.type': 'icmp4.type',
  icmp_type: 'icmp4.type',
  icmpv4: 'icmp4',
  icmpv6: 'icmp6',
  in_port: 'inport',
  ipv4: 'ip4',
  'ipv4.dst': 'ip4.dst',
  'ipv4.src': 'ip4.src',
  ipv6: 'ip6',
  'ipv6.dst': 'ip6.dst',
  'ipv6.src': 'ip6.src',
  'ip.protocol': 'ip.proto',
  'mac.dst': 'eth.dst',
  'mac.src': 'eth.src',
  nw_proto: 'ip.proto',
  nw_tos: 'ip.dscp',
  nw_ttl: 'ip.ttl',
  out_port: 'outport',
  proto: 'ip.proto',
  'sctp.port': 'sctp.dst',
  'tcp.dport': 'tcp.dst',
  'tcp.dstport': 'tcp.dst',
  'tcp.port': 'tcp.dst',
  'tcp.sport': 'tcp.src',
  'tcp.srcport': 'tcp.src',
  tcp_dst: 'tcp.dst',
  tcp_src: 'tcp.src',
  ttl: 'ip.ttl',
  'udp.dport': 'udp.dst',
  'udp.dstport': 'udp.dst',
  'udp.port': 'udp.dst',
  'udp.sport': 'udp.src',
  'udp.srcport': 'udp.src',
  udp_dst: 'udp.dst',
  udp_src: 'udp.src',
  vlan: 'vlan.present',
  'vlan.id': 'vlan.vid',
  vlan_vid: 'vlan.vid',
};

/** Fields whose version of IP or transport protocol has to be guessed from the rest of the match. */
const BY_CONTEXT: Readonly<Record<string, readonly [protocol: 'ip' | 'transport', part: string]>> =
  {
    'ip.dst': ['ip', 'dst'],
    'ip.src': ['ip', 'src'],
    nw_dst: ['ip', 'dst'],
    nw_src: ['ip', 'src'],
    dport: ['transport', 'dst'],
    dst_port: ['transport', 'dst'],
    port: ['transport', 'dst'],
    sport: ['transport', 'src'],
    src_port: ['transport', 'src'],
    tp_dst: ['transport', 'dst'],
    tp_src: ['transport', 'src'],
  };

const LITERALS: Readonly<Record<string, string>> = { any: '1', true: '1', false: '0' };

/** Returns the field or predicate that an unknown name in a match probably means. */
export function fieldMeant(name: string, match: string, symbols: SymbolTable): string | undefined {
  const lower = name.toLowerCase();
  if (symbols.find(lower)) return lower;
  const [protocol, part] = lookUp(BY_CONTEXT, lower) ?? [];
  if (protocol === 'ip') return /[\da-f]*:[\da-f]*:/i.test(match) ? `ip6.${part}` : `ip4.${part}`;
  if (protocol === 'transport') return `${/\budp\b/i.test(match) ? 'udp' : 'tcp'}.${part}`;
  const known = lookUp(FIELDS, lower) ?? lookUp(LITERALS, lower);
  return (
    known ??
    closest(
      lower,
      [...symbols.symbols()].map((symbol) => symbol.name),
    )
  );
}

/** Ports of services, by the names that are common in rules. */
const SERVICES: Readonly<Record<string, number>> = {
  bgp: 179,
  bootpc: 68,
  bootps: 67,
  dhcp: 67,
  dns: 53,
  domain: 53,
  ftp: 21,
  http: 80,
  https: 443,
  imap: 143,
  ldap: 389,
  mysql: 3306,
  ntp: 123,
  postgresql: 5432,
  rdp: 3389,
  smtp: 25,
  snmp: 161,
  ssh: 22,
  syslog: 514,
  telnet: 23,
  tftp: 69,
};

/** Returns the constant that a name stands for as the value of a field. */
export function valueMeant(symbol: ExprSymbol, name: string): string | undefined {
  const lower = name.toLowerCase();
  if (symbol.width === 1) return lookUp(LITERALS, lower);
  if (/^(tcp|udp|sctp)\.(src|dst)$/.test(symbol.name)) return lookUp(SERVICES, lower)?.toString();
  return symbol.kind === 'field' ? meaningOf(symbol.field, lower) : undefined;
}
