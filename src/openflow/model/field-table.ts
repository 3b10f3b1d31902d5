/**
 * The fields of OpenFlow and Open vSwitch as rows, in the order of `lib/meta-flow.h`. `fields.ts`
 * converts the rows to {@link Field}s.
 *
 * Columns: name; older name; type in messages, with the number of bits that have a meaning if that
 * is less than the type has; whether partial masks are allowed; format of the text; prerequisite;
 * access; NXM and OXM headers (name, number within the class, and for OXM the OpenFlow version that
 * introduced it); the older formats that can express a match on it, and to what extent.
 */

/** The format of a value as text. */
export type FieldFormat =
  | 'decimal'
  | 'hexadecimal'
  | 'ct_state'
  | 'ethernet'
  | 'ipv4'
  | 'ipv6'
  | 'port'
  | 'port32'
  | 'frag'
  | 'tunnel_flags'
  | 'tcp_flags';

/** The kind of packets that have a field. */
export type Prerequisite =
  | 'none'
  | 'arp'
  | 'vlan'
  | 'ipv4'
  | 'ipv6'
  | 'ip'
  | 'mpls'
  | 'tcp'
  | 'udp'
  | 'sctp'
  | 'icmpv4'
  | 'icmpv6'
  | 'nd'
  | 'nd_solicit'
  | 'nd_advert';

/** The sizes of the types in messages, in bytes. */
export const TYPE_BYTES = {
  u8: 1,
  be16: 2,
  be32: 4,
  MAC: 6,
  be64: 8,
  be128: 16,
  tunnelMD: 124,
} as const;

export type FieldType = keyof typeof TYPE_BYTES;

/** The extent to which OpenFlow 1.0 and 1.1 can express a match. */
type Legacy =
  | ''
  | 'of10 of11'
  | 'of11'
  | 'of11-bitwise'
  | 'of10 of11-bitwise'
  | 'of10-cidr of11-bitwise';

export type FieldRow<Name extends string = string> = readonly [
  name: Name,
  alias: string,
  type: FieldType | `${FieldType}:${number}`,
  mask: 'any' | 'no',
  format: FieldFormat,
  prerequisite: Prerequisite,
  access: 'rw' | 'ro',
  headers: string,
  legacy: Legacy,
];

/** Keeps the names as types. */
function rows<const Name extends string>(
  table: readonly FieldRow<Name>[],
): readonly FieldRow<Name>[] {
  return table;
}

// biome-ignore format: a table is read by its columns
export const TUNNEL_ROWS = rows([
  ['dp_hash',       '',          'be32',    'any', 'hexadecimal',  'none',       'ro', 'NXM_NX_DP_HASH 35, NXOXM_ET_DP_HASH 0 15',                               ''],
  ['recirc_id',     '',          'be32',    'no',  'decimal',      'none',       'ro', 'NXM_NX_RECIRC_ID 36',                                                    ''],
  ['conj_id',       '',          'be32',    'no',  'decimal',      'none',       'ro', 'NXM_NX_CONJ_ID 37',                                                      ''],
  ['tun_id',        'tunnel_id', 'be64',    'any', 'hexadecimal',  'none',       'rw', 'NXM_NX_TUN_ID 16, OXM_OF_TUNNEL_ID 38 13',                               ''],
  ['tun_src',       '',          'be32',    'any', 'ipv4',         'none',       'rw', 'NXM_NX_TUN_IPV4_SRC 31',                                                 ''],
  ['tun_dst',       '',          'be32',    'any', 'ipv4',         'none',       'rw', 'NXM_NX_TUN_IPV4_DST 32',                                                 ''],
  ['tun_flags',     '',          'be16:1',  'any', 'tunnel_flags', 'none',       'rw', 'NXM_NX_TUN_FLAGS 104',                                                   ''],
  ['tun_ttl',       '',          'u8',      'no',  'decimal',      'none',       'ro', '',                                                                       ''],
  ['tun_tos',       '',          'u8',      'no',  'decimal',      'none',       'ro', '',                                                                       ''],
  ['tun_gbp_id',    '',          'be16',    'any', 'decimal',      'none',       'rw', 'NXM_NX_TUN_GBP_ID 38',                                                   ''],
  ['tun_gbp_flags', '',          'u8',      'any', 'hexadecimal',  'none',       'rw', 'NXM_NX_TUN_GBP_FLAGS 39',                                                ''],
]);

/** The 64 numbered Geneve options. */
export const TUN_METADATA_ROW: FieldRow = [
  'tun_metadata<N>',
  '',
  'tunnelMD',
  'any',
  'hexadecimal',
  'none',
  'rw',
  'NXM_NX_TUN_METADATA<N> <N+40>',
  '',
];

// biome-ignore format: a table is read by its columns
export const METADATA_ROWS = rows([
  ['metadata',      '',          'be64',    'any', 'hexadecimal',  'none',       'rw', 'OXM_OF_METADATA 2 12',                                                   'of11-bitwise'],
  ['in_port',       '',          'be16',    'no',  'port',         'none',       'rw', 'NXM_OF_IN_PORT 0',                                                       'of10 of11'],
  ['in_port_oxm',   '',          'be32',    'no',  'port32',       'none',       'rw', 'OXM_OF_IN_PORT 0 12',                                                    'of11'],
  ['actset_output', '',          'be32',    'no',  'port32',       'none',       'ro', 'ONFOXM_ET_ACTSET_OUTPUT 43 13, OXM_OF_ACTSET_OUTPUT 43 15',              ''],
  ['skb_priority',  '',          'be32',    'no',  'hexadecimal',  'none',       'ro', '',                                                                       ''],
  ['pkt_mark',      '',          'be32',    'any', 'hexadecimal',  'none',       'rw', 'NXM_NX_PKT_MARK 33',                                                     ''],
  ['ct_state',      '',          'be32',    'any', 'ct_state',     'none',       'ro', 'NXM_NX_CT_STATE 105',                                                    ''],
  ['ct_zone',       '',          'be16',    'no',  'hexadecimal',  'none',       'ro', 'NXM_NX_CT_ZONE 106',                                                     ''],
  ['ct_mark',       '',          'be32',    'any', 'hexadecimal',  'none',       'rw', 'NXM_NX_CT_MARK 107',                                                     ''],
  ['ct_label',      '',          'be128',   'any', 'hexadecimal',  'none',       'rw', 'NXM_NX_CT_LABEL 108',                                                    ''],
]);

/** The 8 numbered registers. */
export const REG_ROW: FieldRow = [
  'reg<N>',
  '',
  'be32',
  'any',
  'hexadecimal',
  'none',
  'rw',
  'NXM_NX_REG<N> <N>',
  '',
];

/** The 4 numbered pairs of registers. */
export const XREG_ROW: FieldRow = [
  'xreg<N>',
  '',
  'be64',
  'any',
  'hexadecimal',
  'none',
  'rw',
  'OXM_OF_PKT_REG<N> <N> 13',
  '',
];

// biome-ignore format: a table is read by its columns
export const PACKET_ROWS = rows([
  ['eth_src',       'dl_src',    'MAC',     'any', 'ethernet',     'none',       'rw', 'NXM_OF_ETH_SRC 2, OXM_OF_ETH_SRC 4 12',                                  'of10 of11-bitwise'],
  ['eth_dst',       'dl_dst',    'MAC',     'any', 'ethernet',     'none',       'rw', 'NXM_OF_ETH_DST 1, OXM_OF_ETH_DST 3 12',                                  'of10 of11-bitwise'],
  ['eth_type',      'dl_type',   'be16',    'no',  'hexadecimal',  'none',       'ro', 'NXM_OF_ETH_TYPE 3, OXM_OF_ETH_TYPE 5 12',                                'of10 of11'],
  ['vlan_tci',      '',          'be16',    'any', 'hexadecimal',  'none',       'rw', 'NXM_OF_VLAN_TCI 4',                                                      'of10 of11'],
  ['dl_vlan',       '',          'be16:12', 'no',  'decimal',      'none',       'rw', '',                                                                       'of10 of11'],
  ['vlan_vid',      '',          'be16:12', 'any', 'decimal',      'none',       'rw', 'OXM_OF_VLAN_VID 6 12',                                                   'of10 of11'],
  ['dl_vlan_pcp',   '',          'u8:3',    'no',  'decimal',      'none',       'rw', '',                                                                       'of10 of11'],
  ['vlan_pcp',      '',          'u8:3',    'no',  'decimal',      'vlan',       'rw', 'OXM_OF_VLAN_PCP 7 12',                                                   'of10 of11'],
  ['mpls_label',    '',          'be32:20', 'no',  'decimal',      'mpls',       'rw', 'OXM_OF_MPLS_LABEL 34 12',                                                'of11'],
  ['mpls_tc',       '',          'u8:3',    'no',  'decimal',      'mpls',       'rw', 'OXM_OF_MPLS_TC 35 12',                                                   'of11'],
  ['mpls_bos',      '',          'u8:1',    'no',  'decimal',      'mpls',       'ro', 'OXM_OF_MPLS_BOS 36 13',                                                  ''],
  ['ip_src',        'nw_src',    'be32',    'any', 'ipv4',         'ipv4',       'rw', 'NXM_OF_IP_SRC 7, OXM_OF_IPV4_SRC 11 12',                                 'of10-cidr of11-bitwise'],
  ['ip_dst',        'nw_dst',    'be32',    'any', 'ipv4',         'ipv4',       'rw', 'NXM_OF_IP_DST 8, OXM_OF_IPV4_DST 12 12',                                 'of10-cidr of11-bitwise'],
  ['ipv6_src',      '',          'be128',   'any', 'ipv6',         'ipv6',       'rw', 'NXM_NX_IPV6_SRC 19, OXM_OF_IPV6_SRC 26 12',                              ''],
  ['ipv6_dst',      '',          'be128',   'any', 'ipv6',         'ipv6',       'rw', 'NXM_NX_IPV6_DST 20, OXM_OF_IPV6_DST 27 12',                              ''],
  ['ipv6_label',    '',          'be32:20', 'any', 'hexadecimal',  'ipv6',       'rw', 'NXM_NX_IPV6_LABEL 27, OXM_OF_IPV6_FLABEL 28 12',                         ''],
  ['nw_proto',      'ip_proto',  'u8',      'no',  'decimal',      'ip',         'ro', 'NXM_OF_IP_PROTO 6, OXM_OF_IP_PROTO 10 12',                               'of10 of11'],
  ['nw_tos',        '',          'u8',      'no',  'decimal',      'ip',         'rw', 'NXM_OF_IP_TOS 5',                                                        'of10 of11'],
  ['ip_dscp',       '',          'u8:6',    'no',  'decimal',      'ip',         'rw', 'OXM_OF_IP_DSCP 8 12',                                                    'of10 of11'],
  ['nw_ecn',        'ip_ecn',    'u8:2',    'no',  'decimal',      'ip',         'rw', 'NXM_NX_IP_ECN 28, OXM_OF_IP_ECN 9 12',                                   ''],
  ['nw_ttl',        '',          'u8',      'no',  'decimal',      'ip',         'rw', 'NXM_NX_IP_TTL 29',                                                       ''],
  ['ip_frag',       '',          'u8:2',    'any', 'frag',         'ip',         'ro', 'NXM_NX_IP_FRAG 26',                                                      ''],
  ['arp_op',        '',          'be16',    'no',  'decimal',      'arp',        'rw', 'NXM_OF_ARP_OP 15, OXM_OF_ARP_OP 21 12',                                  'of10 of11'],
  ['arp_spa',       '',          'be32',    'any', 'ipv4',         'arp',        'rw', 'NXM_OF_ARP_SPA 16, OXM_OF_ARP_SPA 22 12',                                'of10-cidr of11-bitwise'],
  ['arp_tpa',       '',          'be32',    'any', 'ipv4',         'arp',        'rw', 'NXM_OF_ARP_TPA 17, OXM_OF_ARP_TPA 23 12',                                'of10-cidr of11-bitwise'],
  ['arp_sha',       '',          'MAC',     'any', 'ethernet',     'arp',        'rw', 'NXM_NX_ARP_SHA 17, OXM_OF_ARP_SHA 24 12',                                ''],
  ['arp_tha',       '',          'MAC',     'any', 'ethernet',     'arp',        'rw', 'NXM_NX_ARP_THA 18, OXM_OF_ARP_THA 25 12',                                ''],
  ['tcp_src',       'tp_src',    'be16',    'any', 'decimal',      'tcp',        'rw', 'NXM_OF_TCP_SRC 9, OXM_OF_TCP_SRC 13 12',                                 'of10 of11'],
  ['tcp_dst',       'tp_dst',    'be16',    'any', 'decimal',      'tcp',        'rw', 'NXM_OF_TCP_DST 10, OXM_OF_TCP_DST 14 12',                                'of10 of11'],
  ['tcp_flags',     '',          'be16:12', 'any', 'tcp_flags',    'tcp',        'ro', 'NXM_NX_TCP_FLAGS 34, ONFOXM_ET_TCP_FLAGS 42 13, OXM_OF_TCP_FLAGS 42 15', ''],
  ['udp_src',       '',          'be16',    'any', 'decimal',      'udp',        'rw', 'NXM_OF_UDP_SRC 11, OXM_OF_UDP_SRC 15 12',                                'of10 of11'],
  ['udp_dst',       '',          'be16',    'any', 'decimal',      'udp',        'rw', 'NXM_OF_UDP_DST 12, OXM_OF_UDP_DST 16 12',                                'of10 of11'],
  ['sctp_src',      '',          'be16',    'any', 'decimal',      'sctp',       'rw', 'OXM_OF_SCTP_SRC 17 12',                                                  'of11'],
  ['sctp_dst',      '',          'be16',    'any', 'decimal',      'sctp',       'rw', 'OXM_OF_SCTP_DST 18 12',                                                  'of11'],
  ['icmp_type',     '',          'u8',      'no',  'decimal',      'icmpv4',     'ro', 'NXM_OF_ICMP_TYPE 13, OXM_OF_ICMPV4_TYPE 19 12',                          'of10 of11'],
  ['icmp_code',     '',          'u8',      'no',  'decimal',      'icmpv4',     'ro', 'NXM_OF_ICMP_CODE 14, OXM_OF_ICMPV4_CODE 20 12',                          'of10 of11'],
  ['icmpv6_type',   '',          'u8',      'no',  'decimal',      'icmpv6',     'ro', 'NXM_NX_ICMPV6_TYPE 21, OXM_OF_ICMPV6_TYPE 29 12',                        ''],
  ['icmpv6_code',   '',          'u8',      'no',  'decimal',      'icmpv6',     'ro', 'NXM_NX_ICMPV6_CODE 22, OXM_OF_ICMPV6_CODE 30 12',                        ''],
  ['nd_target',     '',          'be128',   'any', 'ipv6',         'nd',         'rw', 'NXM_NX_ND_TARGET 23, OXM_OF_IPV6_ND_TARGET 31 12',                       ''],
  ['nd_sll',        '',          'MAC',     'any', 'ethernet',     'nd_solicit', 'rw', 'NXM_NX_ND_SLL 24, OXM_OF_IPV6_ND_SLL 32 12',                             ''],
  ['nd_tll',        '',          'MAC',     'any', 'ethernet',     'nd_advert',  'rw', 'NXM_NX_ND_TLL 25, OXM_OF_IPV6_ND_TLL 33 12',                             ''],
]);
