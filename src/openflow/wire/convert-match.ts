/**
 * What becomes of a match on its way through an OpenFlow connection: the flow
 * formats differ in what they can say, and what one cannot say is lost.
 */

import { OpenFlowError } from '../model/errors.js';
import { lowBits } from '../model/fields.js';
import { Match } from '../model/match.js';
import { type FlowMember, memberBits, VLAN_CFI } from '../model/members.js';
import { PROTOCOL, type Protocols, protocolVersion } from '../model/protocols.js';
import { normalizeMatch } from '../rules/normalize-match.js';
import type { TextLog } from '../values/scanning.js';
import { receiveMatch } from './receive-match.js';

/**
 * The match that arrives where this one is sent in the flow format `protocol`.
 *
 * @throws OpenFlowError where the receiver cannot make sense of it.
 */
export function wireMatch(match: Match, protocol: Protocols, log?: TextLog): Match {
  switch (protocol) {
    case PROTOCOL.OF10_STD:
    case PROTOCOL.OF10_STD_TID:
      return normalizeMatch(throughOf10(match), log);
    case PROTOCOL.OF11_STD:
      return throughOf11(match);
    case PROTOCOL.OF10_NXM:
    case PROTOCOL.OF10_NXM_TID:
      return receiveMatch(match, 0);
    default:
      return receiveMatch(match, protocolVersion(protocol));
  }
}

const PCP = 0xe000n;

/** Protocols above IPv4 with ports, or with a type and a code in their place. */
const WITH_PORTS: readonly bigint[] = [1n, 6n, 17n, 132n];

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
  if (match.satisfies('ipv4')) sent = withTos(sent, match);
  if (match.satisfies('ipv4') || match.satisfies('arp')) {
    for (const member of ['nw_proto', 'nw_src', 'nw_dst'] as const) {
      const { value, mask } = match.member(member);
      sent = sent.withMember(member, value, mask);
    }
  }
  if (match.satisfies('ipv4') && WITH_PORTS.includes(match.member('nw_proto').value)) {
    for (const member of ['tp_src', 'tp_dst'] as const) {
      const { value, mask } = match.member(member);
      const isType = match.satisfies('icmpv4');
      if (isType && value > 0xffn) throw new OpenFlowError('OFPBMC_BAD_FIELD');
      sent = sent.withMember(member, value, mask === 0n ? 0n : 0xffffn);
    }
  }
  if (match.satisfies('mpls')) {
    const { value, mask } = match.member('mpls_lse');
    sent = sent.withMember('mpls_lse', value, mask & 0xfffffe00n);
  }
  return sent;
}
