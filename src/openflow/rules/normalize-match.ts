/**
 * Drops the parts of a match that its packets cannot have. Mirrors
 * `ofputil_normalize_match_quiet()`.
 */

import { DL_TYPE, ICMPV6_TYPE, NW_PROTO } from '../../lib/protocol-numbers.js';
import type { Match } from '../model/match.js';
import type { FlowMember } from '../model/members.js';
import { isArp, isMpls, PROTOCOLS_WITH_PORTS } from '../model/protocol-numbers.js';

const typeOf = (match: Match): bigint => match.member('dl_type').value;
const isIpv4 = (match: Match): boolean => typeOf(match) === DL_TYPE.IPV4;
const isIpv6 = (match: Match): boolean => typeOf(match) === DL_TYPE.IPV6;

function isDiscovery(match: Match, type: bigint): boolean {
  const icmp6 = isIpv6(match) && match.member('nw_proto').value === NW_PROTO.ICMPV6;
  return icmp6 && match.member('tp_src').value === type;
}

function hasPorts(match: Match): boolean {
  const protocol = match.member('nw_proto').value;
  const withPorts = PROTOCOLS_WITH_PORTS.includes(protocol);
  if (isIpv4(match)) return withPorts || protocol === NW_PROTO.ICMP;
  return isIpv6(match) && (withPorts || protocol === NW_PROTO.ICMPV6);
}

const hasAddresses = (match: Match): boolean => isIpv4(match) || isArp(typeOf(match));
const isIp = (match: Match): boolean => isIpv4(match) || isIpv6(match);

/** The members that only some packets have, with the test for a match on such packets. */
const MEMBER_TESTS: Readonly<Partial<Record<FlowMember, (match: Match) => boolean>>> = {
  nw_src: hasAddresses,
  nw_dst: hasAddresses,
  tp_src: hasPorts,
  tp_dst: hasPorts,
  nw_proto: (match) => isIp(match) || isArp(typeOf(match)),
  nw_tos: isIp,
  nw_ttl: isIp,
  arp_sha: (match) => isArp(typeOf(match)) || isDiscovery(match, BigInt(ICMPV6_TYPE.ND_SOLICIT)),
  arp_tha: (match) => isArp(typeOf(match)) || isDiscovery(match, BigInt(ICMPV6_TYPE.ND_ADVERT)),
  ipv6_src: isIpv6,
  ipv6_dst: isIpv6,
  ipv6_label: isIpv6,
  nd_target: (match) =>
    isDiscovery(match, BigInt(ICMPV6_TYPE.ND_SOLICIT)) ||
    isDiscovery(match, BigInt(ICMPV6_TYPE.ND_ADVERT)),
  mpls_lse: (match) => isMpls(typeOf(match)),
};

/** Returns the match without the members that its packets do not have; itself if it has none. */
export function normalizeMatch(match: Match): Match {
  let normal = match;
  for (const { member } of match.entries) {
    const applies = MEMBER_TESTS[member]?.(match) ?? true;
    if (!applies) normal = normal.withMember(member, 0n, 0n);
  }
  return normal;
}
