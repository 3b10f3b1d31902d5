/** Lists the symbols for the fields of a packet, which every release has. */
import { field, predicate, type SymbolDefinition, subfield } from './define-symbols.js';

const CROSSPRODUCT = { mustCrossproduct: true } as const;

export const PACKET_SYMBOLS: readonly SymbolDefinition[] = [
  field('eth.src', 'eth_src'),
  field('eth.dst', 'eth_dst'),
  field('eth.type', 'eth_type', undefined, CROSSPRODUCT),

  field('vlan.tci', 'vlan_tci'),
  predicate('vlan.present', 'vlan.tci[12]'),
  subfield('vlan.pcp', 'vlan.tci[13..15]', 'vlan.present'),
  subfield('vlan.vid', 'vlan.tci[0..11]', 'vlan.present'),

  predicate('ip4', 'eth.type == 0x800'),
  predicate('ip6', 'eth.type == 0x86dd'),
  predicate('ip', 'ip4 || ip6'),
  field('ip.proto', 'nw_proto', 'ip', CROSSPRODUCT),
  field('ip.dscp', 'nw_tos', 'ip'),
  field('ip.ecn', 'nw_ecn', 'ip'),
  field('ip.ttl', 'nw_ttl', 'ip'),

  field('ip4.src', 'ip_src', 'ip4'),
  field('ip4.dst', 'ip_dst', 'ip4'),

  predicate('icmp4', 'ip4 && ip.proto == 1'),
  field('icmp4.type', 'icmp_type', 'icmp4'),
  field('icmp4.code', 'icmp_code', 'icmp4'),

  field('ip6.src', 'ipv6_src', 'ip6'),
  field('ip6.dst', 'ipv6_dst', 'ip6'),
  field('ip6.label', 'ipv6_label', 'ip6'),

  predicate('icmp6', 'ip6 && ip.proto == 58'),
  field('icmp6.type', 'icmpv6_type', 'icmp6', CROSSPRODUCT),
  field('icmp6.code', 'icmpv6_code', 'icmp6', CROSSPRODUCT),

  predicate('icmp', 'icmp4 || icmp6'),

  field('ip.frag', 'ip_frag', 'ip'),
  predicate('ip.is_frag', 'ip.frag[0]'),
  predicate('ip.later_frag', 'ip.frag[1]'),
  predicate('ip.first_frag', 'ip.is_frag && !ip.later_frag'),

  predicate('arp', 'eth.type == 0x806'),
  field('arp.op', 'arp_op', 'arp'),
  field('arp.spa', 'arp_spa', 'arp'),
  field('arp.sha', 'arp_sha', 'arp'),
  field('arp.tpa', 'arp_tpa', 'arp'),
  field('arp.tha', 'arp_tha', 'arp'),

  predicate('nd', 'icmp6.type == {135, 136} && icmp6.code == 0'),
  field('nd.target', 'nd_target', 'nd'),
  field('nd.sll', 'nd_sll', 'nd && icmp6.type == 135'),
  field('nd.tll', 'nd_tll', 'nd && icmp6.type == 136'),

  predicate('tcp', 'ip.proto == 6'),
  field('tcp.src', 'tcp_src', 'tcp'),
  field('tcp.dst', 'tcp_dst', 'tcp'),
  field('tcp.flags', 'tcp_flags', 'tcp'),

  predicate('udp', 'ip.proto == 17'),
  field('udp.src', 'udp_src', 'udp'),
  field('udp.dst', 'udp_dst', 'udp'),

  predicate('sctp', 'ip.proto == 132'),
  field('sctp.src', 'sctp_src', 'sctp'),
  field('sctp.dst', 'sctp_dst', 'sctp'),
];
