/**
 * What becomes of a match on its way through an OpenFlow connection: the flow
 * formats differ in what they can say, and what one cannot say is lost.
 */

import { lowBits } from './fields.js';
import { Match, type MatchEntry, type meetsPrerequisite } from './match.js';
import { type FlowMember, memberBits, memberIndex, VLAN_CFI } from './members.js';
import { normalizeMatch } from './normalize-match.js';
import { PROTOCOL, type Protocols } from './protocols.js';
import type { TextLog } from './text.js';

/** The match that arrives where this one is sent in the flow format `protocol`. */
export function wireMatch(match: Match, protocol: Protocols, log?: TextLog): Match {
  switch (protocol) {
    case PROTOCOL.OF10_STD:
    case PROTOCOL.OF10_STD_TID:
      return normalizeMatch(throughOf10(match), log);
    case PROTOCOL.OF11_STD:
      return throughOf11(match);
    case PROTOCOL.OF10_NXM:
    case PROTOCOL.OF10_NXM_TID:
      return throughNxm(match);
    default:
      return withOxmVlan(throughNxm(match));
  }
}

type Kind = (match: Match) => boolean;

const kind =
  (prerequisite: Parameters<typeof meetsPrerequisite>[0]): Kind =>
  (match) =>
    match.satisfies(prerequisite);

const never: Kind = () => false;
const isIpv4 = kind('ipv4');
const isIpv6 = kind('ipv6');
const isIp = kind('ip');
const isArp = kind('arp');

const IP_PROTOCOL = { ICMP: 1n, TCP: 6n, UDP: 17n, ICMPV6: 58n, SCTP: 132n } as const;

const hasProtocol = (match: Match, ...protocols: readonly bigint[]): boolean =>
  isIp(match) && protocols.includes(match.member('nw_proto').value);

const isIcmp6: Kind = (match) => isIpv6(match) && hasProtocol(match, IP_PROTOCOL.ICMPV6);

const hasTransport: Kind = (match) =>
  hasProtocol(match, IP_PROTOCOL.TCP, IP_PROTOCOL.UDP, IP_PROTOCOL.SCTP) ||
  (isIpv4(match) && hasProtocol(match, IP_PROTOCOL.ICMP)) ||
  isIcmp6(match);

const isDiscovery = (match: Match, ...types: readonly bigint[]): boolean =>
  isIcmp6(match) && types.includes(match.member('tp_src').value);

/** Members that NXM and OXM can say only of some packets, or not at all. */
const NXM_TESTS: Readonly<Partial<Record<FlowMember, Kind>>> = {
  skb_priority: never,
  tun_tos: never,
  tun_ttl: never,
  mpls_lse: kind('mpls'),
  nw_src: (match) => isIpv4(match) || isArp(match),
  nw_dst: (match) => isIpv4(match) || isArp(match),
  ipv6_src: isIpv6,
  ipv6_dst: isIpv6,
  ipv6_label: isIpv6,
  nw_frag: isIp,
  nw_tos: isIp,
  nw_ttl: isIp,
  nw_proto: (match) => isIp(match) || isArp(match),
  tp_src: hasTransport,
  tp_dst: hasTransport,
  tcp_flags: (match) => hasProtocol(match, IP_PROTOCOL.TCP),
  nd_target: (match) => isDiscovery(match, 135n, 136n),
  arp_sha: (match) => isArp(match) || isDiscovery(match, 135n),
  arp_tha: (match) => isArp(match) || isDiscovery(match, 136n),
};

const NXM_TEST_BY_INDEX: ReadonlyMap<number, Kind> = new Map(
  Object.entries(NXM_TESTS).map(([member, test]): [number, Kind] => [
    // The keys are members.
    memberIndex(member as FlowMember),
    test,
  ]),
);

function throughNxm(match: Match): Match {
  const lost = match.entries.filter(
    (entry) => NXM_TEST_BY_INDEX.get(entry.index)?.(match) === false,
  );
  return without(match, lost);
}

function without(match: Match, entries: readonly MatchEntry[]): Match {
  return entries.reduce((rest, entry) => rest.withMember(entry.member, 0n, 0n), match);
}

const VID_AND_CFI = 0x1fffn;
const PCP = 0xe000n;

/** OXM has a field for the VID with the bit for the header, and one for the priority. */
function withOxmVlan(match: Match): Match {
  const { value, mask } = match.member('vlan_tci');
  if ((mask & PCP) === 0n) return match;
  const vid = match.withMember('vlan_tci', value & VID_AND_CFI, mask & VID_AND_CFI);
  if ((value & VID_AND_CFI) === 0n) return vid;
  const bits = (mask & VID_AND_CFI) | PCP | VLAN_CFI;
  return match.withMember('vlan_tci', value | VLAN_CFI, bits);
}

/** The members that OpenFlow 1.0 can match whole. */
const OF10_MEMBERS: readonly FlowMember[] = [
  'in_port',
  'dl_src',
  'dl_dst',
  'dl_type',
  'nw_proto',
  'tp_src',
  'tp_dst',
];

function throughOf10(match: Match): Match {
  let sent = Match.ANY;
  for (const member of OF10_MEMBERS) {
    const { value, mask } = match.member(member);
    if (mask !== 0n) sent = sent.withMember(member, value, lowBits(memberBits(member)));
  }
  sent = withTos(sent, match);
  for (const member of ['nw_src', 'nw_dst'] as const) {
    const { value, mask } = match.member(member);
    sent = sent.withMember(member, value, prefixOf(mask));
  }
  return withLegacyVlan(sent, match);
}

/** The leading ones of a mask, all that a prefix length can say. */
function prefixOf(mask: bigint): bigint {
  let length = 0n;
  while (length < 32n && ((mask >> (31n - length)) & 1n) === 1n) length++;
  return BigInt.asUintN(32, -1n << (32n - length));
}

function withTos(sent: Match, match: Match): Match {
  const { value, mask } = match.member('nw_tos');
  return (mask & 0xfcn) === 0n ? sent : sent.withMember('nw_tos', value, 0xfcn);
}

/** OpenFlow 1.0 and 1.1 match a VID and a priority, either whole, or no header. */
function withLegacyVlan(sent: Match, match: Match): Match {
  const { value, mask } = match.member('vlan_tci');
  if (mask === 0n) return sent;
  if ((mask & VLAN_CFI) !== 0n && (value & VLAN_CFI) === 0n) {
    return sent.withMember('vlan_tci', 0n, 0xffffn);
  }
  const vid = (mask & 0xfffn) === 0n ? 0n : 0xfffn;
  const pcp = (mask & PCP) === 0n ? 0n : PCP;
  const bits = vid | pcp;
  if (bits === 0n) return sent;
  return sent.withMember('vlan_tci', value | VLAN_CFI, bits | VLAN_CFI);
}

function throughOf11(match: Match): Match {
  let sent = Match.ANY;
  for (const member of ['in_port', 'dl_type'] as const) {
    const { value, mask } = match.member(member);
    sent = sent.withMember(member, value, mask);
  }
  for (const member of ['dl_src', 'dl_dst', 'metadata'] as const) {
    const { value, mask } = match.member(member);
    sent = sent.withMember(member, value, mask);
  }
  sent = withLegacyVlan(sent, match);
  const vlan = match.member('vlan_tci');
  if ((vlan.mask & 0x1fffn) === VLAN_CFI && (vlan.value & VLAN_CFI) !== 0n) {
    sent = sent.withMember('vlan_tci', vlan.value, (vlan.mask & PCP) | VLAN_CFI);
  }
  if (isIpv4(match)) sent = withTos(sent, match);
  if (isIpv4(match) || isArp(match)) {
    for (const member of ['nw_proto', 'nw_src', 'nw_dst'] as const) {
      const { value, mask } = match.member(member);
      sent = sent.withMember(member, value, mask);
    }
  }
  if (isIpv4(match) && hasTransport(match)) {
    for (const member of ['tp_src', 'tp_dst'] as const) {
      const { value, mask } = match.member(member);
      sent = sent.withMember(member, value, mask === 0n ? 0n : 0xffffn);
    }
  }
  if (match.satisfies('mpls')) {
    const { value, mask } = match.member('mpls_lse');
    sent = sent.withMember('mpls_lse', value, mask & 0xfffffe00n);
  }
  return sent;
}
