/** Formats matches. Mirrors `match_format()`. */

import { formatMac } from '../../lib/addresses.js';
import { DL_TYPE as ETHERTYPE, NW_PROTO as IP_NUMBER } from '../../lib/protocol-numbers.js';
import { DEFAULT_PRIORITY } from '../model/flow-entry.js';
import type { Match, MatchEntry } from '../model/match.js';
import {
  FLOW_MEMBERS,
  type FlowMember,
  isHidden,
  isTunMetadata,
  memberIndex,
} from '../model/members.js';
import {
  CT_STATE_FLAGS,
  formatMaskedFlags,
  TCP_FLAGS,
  TUNNEL_MATCH_FLAGS,
} from '../values/flag-sets.js';
import { fragmentWord } from '../values/fragments.js';
import { formatMaskedIpv4, formatMaskedIpv6 } from '../values/masked-addresses.js';
import { formatPort } from '../values/port-text.js';
import { hex } from '../values/scanning.js';

/** The protocol of a match, which decides the names of its members. */
interface Protocol {
  /** The Ethernet type; 0 if it is not matched. */
  readonly type: bigint;
  /** The IP protocol or ARP operation; 0 if it is not matched. */
  readonly number: bigint;
  /** The keyword for the type, or for the type and the protocol. */
  readonly keyword: string;
  readonly saysNumber: boolean;
}

const { ARP, IPV4, IPV6, RARP } = ETHERTYPE;

const TYPE_KEYWORDS: ReadonlyMap<bigint, string> = new Map([
  [IPV4, 'ip'],
  [IPV6, 'ipv6'],
  [ARP, 'arp'],
  [RARP, 'rarp'],
  [ETHERTYPE.MPLS, 'mpls'],
  [ETHERTYPE.MPLS_MULTICAST, 'mplsm'],
]);

const IPV4_KEYWORDS: ReadonlyMap<bigint, string> = new Map([
  [IP_NUMBER.ICMP, 'icmp'],
  [IP_NUMBER.IGMP, 'igmp'],
  [IP_NUMBER.TCP, 'tcp'],
  [IP_NUMBER.UDP, 'udp'],
  [IP_NUMBER.SCTP, 'sctp'],
]);

const IPV6_KEYWORDS: ReadonlyMap<bigint, string> = new Map([
  [IP_NUMBER.ICMPV6, 'icmp6'],
  [IP_NUMBER.TCP, 'tcp6'],
  [IP_NUMBER.UDP, 'udp6'],
  [IP_NUMBER.SCTP, 'sctp6'],
]);

const NO_PROTOCOL: Protocol = { type: 0n, number: 0n, keyword: '', saysNumber: false };

const DL_TYPE = memberIndex('dl_type');
const NW_PROTO = memberIndex('nw_proto');
const ARP_SHA = memberIndex('arp_sha');
const ARP_THA = memberIndex('arp_tha');

/** The first member after the keyword. */
const FIRST_AFTER_PROTOCOL = memberIndex('reg0');

/**
 * Returns the text of a match: its members in the order of `match_format()`, with the names that
 * they have in its protocol.
 *
 * @param priority shown first unless it is the default
 */
export function formatMatch(match: Match, priority: number = DEFAULT_PRIORITY): string {
  const protocol = findProtocol(match);
  let text = priority === DEFAULT_PRIORITY ? '' : `priority=${priority},`;
  let keyword = protocol.keyword;
  for (const entry of inOrder(match.entries, protocol)) {
    if (keyword !== '' && entry.index >= FIRST_AFTER_PROTOCOL) {
      text += `${keyword},`;
      keyword = '';
    }
    const item = FORMATTERS[entry.index]?.(entry, protocol) ?? '';
    if (item !== '') text += `${item},`;
  }
  return text.slice(0, -1);
}

/** Returns the entries in the order of the text, which has the addresses of ARP together. */
function inOrder(entries: readonly MatchEntry[], protocol: Protocol): readonly MatchEntry[] {
  if (!isArp(protocol)) return entries;
  const place = ({ index }: MatchEntry): number =>
    index === ARP_SHA || index === ARP_THA ? NW_PROTO + 0.5 : index;
  return [...entries].sort((a, b) => place(a) - place(b));
}

function findProtocol(match: Match): Protocol {
  let typeEntry: MatchEntry | undefined;
  let number: bigint | undefined;
  for (const entry of match.entries) {
    if (entry.index === DL_TYPE) typeEntry = entry;
    else if (entry.index === NW_PROTO) number = entry.value;
  }
  if (typeEntry === undefined) {
    return number === undefined ? NO_PROTOCOL : { ...NO_PROTOCOL, number };
  }
  const type = typeEntry.value;
  const transport =
    number === undefined
      ? undefined
      : type === IPV4
        ? IPV4_KEYWORDS.get(number)
        : type === IPV6
          ? IPV6_KEYWORDS.get(number)
          : undefined;
  return {
    type,
    number: number ?? 0n,
    keyword: transport ?? TYPE_KEYWORDS.get(type) ?? '',
    saysNumber: transport !== undefined,
  };
}

type Formatter = (entry: MatchEntry, protocol: Protocol) => string;

/** Returns `name=0x1`, or `name=0x1/0xf` if the mask is partial. */
const hexadecimal =
  (name: string): Formatter =>
  (entry) =>
    entry.exact ? `${name}=${hex(entry.value)}` : `${name}=${hex(entry.value)}/${hex(entry.mask)}`;

/** Returns `name=1`, or hexadecimal with 0x, even for zero, if the mask is partial. */
const decimal =
  (name: string): Formatter =>
  (entry) =>
    entry.exact
      ? `${name}=${entry.value}`
      : `${name}=0x${entry.value.toString(16)}/0x${entry.mask.toString(16)}`;

const plain =
  (name: string): Formatter =>
  (entry) =>
    `${name}=${entry.value}`;

const ethernet = (name: string, entry: MatchEntry): string =>
  entry.exact
    ? `${name}=${formatMac(entry.value)}`
    : `${name}=${formatMac(entry.value)}/${formatMac(entry.mask)}`;

const ipv4 = (name: string, entry: MatchEntry): string =>
  `${name}=${formatMaskedIpv4(entry.value, entry.mask)}`;

const ipv6 = (name: string, entry: MatchEntry): string =>
  `${name}=${formatMaskedIpv6(entry.value, entry.mask)}`;

const isArp = (protocol: Protocol): boolean => protocol.type === ARP || protocol.type === RARP;
const isIcmp6 = (protocol: Protocol): boolean =>
  protocol.type === IPV6 && protocol.number === IP_NUMBER.ICMPV6;

/** Returns the name of an address, which differs in ARP. */
const networkAddress =
  (name: string, arpName: string): Formatter =>
  (entry, protocol) => {
    if (protocol.type === IPV6) return '';
    return ipv4(isArp(protocol) ? arpName : name, entry);
  };

const ipv6Address =
  (name: string): Formatter =>
  (entry, protocol) =>
    protocol.type === IPV6 ? ipv6(name, entry) : '';

const hardwareAddress =
  (arpName: string, discoveryName: string): Formatter =>
  (entry, protocol) => {
    if (isArp(protocol)) return ethernet(arpName, entry);
    return isIcmp6(protocol) ? ethernet(discoveryName, entry) : '';
  };

const transportPort =
  (name: string, part: 'type' | 'code'): Formatter =>
  (entry, protocol) => {
    const { type, number } = protocol;
    if ((type === IPV4 && number === IP_NUMBER.ICMP) || isIcmp6(protocol)) {
      return decimal(`icmp_${part}`)(entry, protocol);
    }
    if (type === IPV4 && number === IP_NUMBER.IGMP) return decimal(`igmp_${part}`)(entry, protocol);
    return decimal(name)(entry, protocol);
  };

function formatVlan({ value, mask }: MatchEntry): string {
  const vid = mask & 0xfffn;
  const pcp = mask & 0xe000n;
  const whole = (vid === 0n || vid === 0xfffn) && (pcp === 0n || pcp === 0xe000n);
  if ((mask & value & 0x1000n) !== 0n && whole && (vid | pcp) !== 0n) {
    const items = [];
    if (vid !== 0n) items.push(`dl_vlan=${value & 0xfffn}`);
    if (pcp !== 0n) items.push(`dl_vlan_pcp=${value >> 13n}`);
    return items.join(',');
  }
  const digits = (bits: bigint): string => `0x${bits.toString(16).padStart(4, '0')}`;
  return mask === 0xffffn
    ? `vlan_tci=${digits(value)}`
    : `vlan_tci=${digits(value)}/${digits(mask)}`;
}

function formatTos({ value, mask }: MatchEntry): string {
  const items = [];
  if ((mask & 0xfcn) !== 0n) items.push(`nw_tos=${value & 0xfcn}`);
  if ((mask & 0x03n) !== 0n) items.push(`nw_ecn=${value & 0x03n}`);
  return items.join(',');
}

function formatMpls({ value, mask }: MatchEntry): string {
  const items = [];
  if ((mask & 0xfffff000n) !== 0n) items.push(`mpls_label=${value >> 12n}`);
  if ((mask & 0xe00n) !== 0n) items.push(`mpls_tc=${(value >> 9n) & 7n}`);
  if ((mask & 0xffn) !== 0n) items.push(`mpls_ttl=${value & 0xffn}`);
  if ((mask & 0x100n) !== 0n) items.push(`mpls_bos=${(value >> 8n) & 1n}`);
  return items.join(',');
}

function formatTunMetadata(member: FlowMember): Formatter {
  return ({ value, mask, exact }) => {
    if (exact) return `${member}=${hex(value)}`;
    if (mask === 0n) return member;
    const bytes = Math.ceil(Math.max(value.toString(16).length, mask.toString(16).length) / 2);
    const full = mask === (1n << BigInt(bytes * 8)) - 1n;
    return `${member}=${hex(value)}${full ? '' : `/${hex(mask)}`}`;
  };
}

/** The formats of members; those that are not listed are in hexadecimal. */
const SPECIAL: Readonly<Partial<Record<FlowMember, Formatter>>> = {
  conj_id: plain('conj_id'),
  actset_output: (entry) => `actset_output=${formatPort(Number(entry.value))}`,
  ct_state: (entry) => `ct_state=${formatMaskedFlags(CT_STATE_FLAGS, entry.value, entry.mask)}`,
  ct_zone: decimal('ct_zone'),
  tun_src: (entry) => ipv4('tun_src', entry),
  tun_dst: (entry) => ipv4('tun_dst', entry),
  tun_gbp_id: decimal('tun_gbp_id'),
  tun_gbp_flags: (entry) => `tun_gbp_flags=${hex(entry.value)}`,
  tun_tos: (entry) => `tun_tos=${entry.value.toString(16)}`,
  tun_ttl: plain('tun_ttl'),
  tun_flags: (entry) =>
    `tun_flags=${formatMaskedFlags(TUNNEL_MATCH_FLAGS, entry.value, entry.mask & TUNNEL_MATCH_FLAGS.all)}`,
  in_port: (entry) => `in_port=${formatPort(Number(entry.value))}`,
  vlan_tci: formatVlan,
  dl_src: (entry) => ethernet('dl_src', entry),
  dl_dst: (entry) => ethernet('dl_dst', entry),
  dl_type: (entry, protocol) =>
    protocol.keyword === '' ? `dl_type=0x${entry.value.toString(16).padStart(4, '0')}` : '',
  ipv6_src: ipv6Address('ipv6_src'),
  ipv6_dst: ipv6Address('ipv6_dst'),
  ipv6_label: (entry, protocol) => {
    if (protocol.type !== IPV6) return '';
    const digits = (bits: bigint): string => `0x${bits.toString(16).padStart(5, '0')}`;
    return `ipv6_label=${digits(entry.value)}${entry.exact ? '' : `/${digits(entry.mask)}`}`;
  },
  nw_src: networkAddress('nw_src', 'arp_spa'),
  nw_dst: networkAddress('nw_dst', 'arp_tpa'),
  nw_proto: (entry, protocol) => {
    if (protocol.saysNumber) return '';
    return `${isArp(protocol) ? 'arp_op' : 'nw_proto'}=${entry.value}`;
  },
  nw_tos: formatTos,
  nw_ttl: plain('nw_ttl'),
  mpls_lse: formatMpls,
  mpls_lse1: decimal('mpls_lse1'),
  mpls_lse2: decimal('mpls_lse2'),
  nw_frag: ({ value, mask }) => {
    const word = fragmentWord(value, mask);
    return word === undefined ? '' : `nw_frag=${word}`;
  },
  tp_src: transportPort('tp_src', 'type'),
  tp_dst: transportPort('tp_dst', 'code'),
  nd_target: (entry, protocol) => (isIcmp6(protocol) ? ipv6('nd_target', entry) : ''),
  arp_sha: hardwareAddress('arp_sha', 'nd_sll'),
  arp_tha: hardwareAddress('arp_tha', 'nd_tll'),
  tcp_flags: ({ value, mask }, { type, number }) =>
    (type === IPV4 || type === IPV6) && number === IP_NUMBER.TCP
      ? `tcp_flags=${formatMaskedFlags(TCP_FLAGS, value, mask & 0xfffn)}`
      : '',
};

const FORMATTERS: readonly Formatter[] = FLOW_MEMBERS.map((member) => {
  if (isHidden(member)) return () => '';
  if (isTunMetadata(member)) return formatTunMetadata(member);
  return SPECIAL[member] ?? hexadecimal(member);
});
