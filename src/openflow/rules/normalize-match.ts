import type { Match, MatchEntry } from '../model/match.js';
import type { FlowMember } from '../model/members.js';
import { formatMatch } from '../text/format-match.js';
import { BAD_MESSAGE, type TextLog } from '../values/scanning.js';

const IPV4 = 0x0800n;
const IPV6 = 0x86ddn;
const ARP: readonly bigint[] = [0x0806n, 0x8035n];
const MPLS: readonly bigint[] = [0x8847n, 0x8848n];
const ICMP = 1n;
const ICMPV6 = 58n;
const WITH_PORTS: readonly bigint[] = [6n, 17n, 132n];
const ND_SOLICIT = 135n;
const ND_ADVERT = 136n;

/** Members that only packets of some kinds have, each with the test whether a match is for such. */
const MEMBER_TESTS: Readonly<Partial<Record<FlowMember, (match: Match) => boolean>>> = {
  nw_src: (match) => isIpv4(match) || isArp(match),
  nw_dst: (match) => isIpv4(match) || isArp(match),
  tp_src: hasPorts,
  tp_dst: hasPorts,
  nw_proto: (match) => isIpv4(match) || isIpv6(match) || isArp(match),
  nw_tos: (match) => isIpv4(match) || isIpv6(match),
  nw_ttl: (match) => isIpv4(match) || isIpv6(match),
  arp_sha: (match) => isArp(match) || isDiscovery(match, ND_SOLICIT),
  arp_tha: (match) => isArp(match) || isDiscovery(match, ND_ADVERT),
  ipv6_src: isIpv6,
  ipv6_dst: isIpv6,
  ipv6_label: isIpv6,
  nd_target: (match) => isDiscovery(match, ND_SOLICIT) || isDiscovery(match, ND_ADVERT),
  mpls_lse: (match) => MPLS.includes(match.member('dl_type').value),
};

function isIpv4(match: Match): boolean {
  return match.member('dl_type').value === IPV4;
}

function isIpv6(match: Match): boolean {
  return match.member('dl_type').value === IPV6;
}

function isArp(match: Match): boolean {
  return ARP.includes(match.member('dl_type').value);
}

function isDiscovery(match: Match, type: bigint): boolean {
  const icmp6 = isIpv6(match) && match.member('nw_proto').value === ICMPV6;
  return icmp6 && match.member('tp_src').value === type;
}

function hasPorts(match: Match): boolean {
  const protocol = match.member('nw_proto').value;
  if (isIpv4(match)) return WITH_PORTS.includes(protocol) || protocol === ICMP;
  return isIpv6(match) && (WITH_PORTS.includes(protocol) || protocol === ICMPV6);
}

/**
 * A match without the members that the packets it is for do not have. Says in
 * the log, in three lines, what it left out.
 */
export function normalizeMatch(match: Match, log?: TextLog): Match {
  const applies = (entry: MatchEntry): boolean => MEMBER_TESTS[entry.member]?.(match) ?? true;
  if (match.entries.every(applies)) return match;
  let normal = match;
  for (const entry of match.entries) {
    if (!applies(entry)) normal = normal.withMember(entry.member, 0n, 0n);
  }
  const details = [` pre: ${formatMatch(match)}`, `post: ${formatMatch(normal)}`];
  const remark = ['normalization changed ofp_match, details:', ...details];
  log?.('INFO', 'ofp_util', remark, BAD_MESSAGE);
  return normal;
}
