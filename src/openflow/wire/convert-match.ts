/**
 * Converts a match to what arrives over a connection: an encoding and a decoding in one step. A
 * flow format drops what it cannot express.
 */

import { NW_PROTO } from '../../lib/protocol-numbers.js';
import { OpenFlowError } from '../model/errors.js';
import { FIELDS, lowBits } from '../model/fields.js';
import { Match } from '../model/match.js';
import { type FlowMember, memberBits, VLAN_CFI } from '../model/members.js';
import { PROTOCOLS_WITH_PORTS } from '../model/protocol-numbers.js';
import { PROTOCOL, type Protocols, protocolVersion } from '../model/protocols.js';
import { normalizeMatch } from '../rules/normalize-match.js';
import { normalizeAndLog } from '../text/normalization-log.js';
import type { TextLog } from '../values/text-log.js';
import type { HeaderVersion } from './field-bytes.js';
import { matchFields } from './match-fields.js';

/**
 * Returns the match as it arrives in the flow format `protocol`.
 *
 * @throws OpenFlowError if the receiver rejects it.
 */
export function convertMatch(match: Match, protocol: Protocols, log?: TextLog): Match {
  switch (protocol) {
    case PROTOCOL.OF10_STD:
    case PROTOCOL.OF10_STD_TID:
      return log ? normalizeAndLog(throughOf10(match), log) : normalizeMatch(throughOf10(match));
    case PROTOCOL.OF11_STD:
      return throughOf11(match);
    case PROTOCOL.OF10_NXM:
    case PROTOCOL.OF10_NXM_TID:
      return throughOxm(match, 0);
    default:
      return throughOxm(match, protocolVersion(protocol));
  }
}

const PCP = 0xe000n;

/** The protocols with ports, or with a type and a code in their place. */
const WITH_PORTS: readonly bigint[] = [NW_PROTO.ICMP, ...PROTOCOLS_WITH_PORTS];

/** The members that OpenFlow 1.0 matches as a whole. */
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

/** Returns the leading ones of a mask, which a prefix length can express. */
function prefixOf(mask: bigint): bigint {
  let length = 0n;
  while (length < 32n && ((mask >> (31n - length)) & 1n) === 1n) length++;
  return BigInt.asUintN(32, -1n << (32n - length));
}

function withTos(sent: Match, match: Match): Match {
  const { value, mask } = match.member('nw_tos');
  return (mask & 0xfcn) === 0n ? sent : sent.withMember('nw_tos', value, 0xfcn);
}

/** OpenFlow 1.0 and 1.1 match the whole VID, the whole priority, or the lack of a VLAN header. */
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

/** The conversions so far, since a switch lists the same matches repeatedly. */
const CONVERTED: Readonly<Record<'nxm' | 'oxm', WeakMap<Match, Match>>> = {
  nxm: new WeakMap(),
  oxm: new WeakMap(),
};

/**
 * Returns the match after encoding as NXM (version 0) or OXM, which lose only the fields that its
 * packets do not have.
 */
function throughOxm(match: Match, version: HeaderVersion): Match {
  const known = CONVERTED[version === 0 ? 'nxm' : 'oxm'];
  const before = known.get(match);
  if (before) return before;
  let received = Match.ANY;
  matchFields(match, version, (field, value, mask) => {
    if (!received.satisfies(FIELDS[field].prerequisite)) {
      throw new OpenFlowError('OFPBMC_BAD_PREREQ');
    }
    received = received.with(field, value, mask);
  });
  known.set(match, received);
  return received;
}
