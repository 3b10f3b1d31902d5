/**
 * What a match says field by field, in the order in which NXM, the extension of
 * OpenFlow 1.0, and the OXM that 1.2 made of it write it. What the packets of the
 * match do not have is left out.
 */
import { type FieldName, lowBits } from '../model/fields.js';
import type { Match } from '../model/match.js';
import { type FlowMember, isTunMetadata, memberBits, memberIndex } from '../model/members.js';
import { portToOf11 } from '../model/openflow-ports.js';
import type { HeaderVersion } from './field-bytes.js';

/** Takes a field, its value, and the bits that count, where they are not all. */
export type PutField = (field: FieldName, value: bigint, mask?: bigint) => void;

/** Gives the fields of a match to `put`; version 0 is NXM. */
export function matchFields(match: Match, version: HeaderVersion, put: PutField): void {
  for (const step of STEPS) step({ match, version, put });
}

/** A match that is about to be written. */
interface Job {
  readonly match: Match;
  readonly version: HeaderVersion;
  readonly put: PutField;
}

type Step = (job: Job) => void;

/** A member that is written as it is, under the name of a field. */
const whole = (field: FieldName, member: FlowMember): Step => {
  const index = memberIndex(member);
  return ({ match, put }) => {
    const { value, mask } = match.at(index);
    if (mask !== 0n) put(field, value, mask);
  };
};

/** Some bits of a member, as a number of their own that is matched as a whole or not at all. */
const bits =
  (field: FieldName, member: FlowMember, shift: bigint, ones: bigint): Step =>
  ({ match, put }) => {
    const { value, mask } = match.member(member);
    if (((mask >> shift) & ones) === 0n) return;
    put(field, (value >> shift) & ones);
  };

/** A member that is matched as a whole, if at all, in as many bytes as the field has. */
const exact = (field: FieldName, member: FlowMember): Step =>
  bits(field, member, 0n, lowBits(memberBits(member)));

/** Ports are 16 bits wide in NXM and 32 in OXM. */
const inPort: Step = ({ match, version, put }) => {
  const { value, mask } = match.member('in_port');
  if (mask === 0n) return;
  if (version === 0) put('in_port', value);
  else put('in_port_oxm', BigInt(portToOf11(Number(value))));
};

const actsetOutput: Step = ({ match, put }) => {
  const { value, mask } = match.member('actset_output');
  if (mask === 0n) return;
  put('actset_output', BigInt(portToOf11(Number(value))));
};

const VID_AND_CFI = 0x1fffn;

/** NXM has the whole header as one field, OXM its parts. */
const vlan: Step = ({ match, version, put }) => {
  const { value, mask } = match.member('vlan_tci');
  if (version === 0) {
    if (mask !== 0n) put('vlan_tci', value, mask);
    return;
  }
  const vidMask = mask & VID_AND_CFI;
  const vid = value & VID_AND_CFI;
  if (vidMask === VID_AND_CFI) put('vlan_vid', vid);
  else if (vidMask !== 0n) put('vlan_vid', vid, vidMask);
  if (vid !== 0n && mask >> 13n !== 0n) put('vlan_pcp', value >> 13n);
};

const fragments: Step = ({ match, put }) => {
  const { value, mask } = match.member('nw_frag');
  if ((mask & 3n) === 0n) return;
  const both = (mask & 3n) === 3n;
  put('ip_frag', value & 3n, both ? undefined : mask & 3n);
};

const dscp: Step = ({ match, version, put }) => {
  const { value, mask } = match.member('nw_tos');
  if ((mask & 0xfcn) === 0n) return;
  if (version === 0) put('nw_tos', value & 0xfcn);
  else put('ip_dscp', value >> 2n);
};

/** OpenFlow 1.5 has registers of 64 bits instead of those of 32. */
const registers: Step = ({ match, version, put }) => {
  for (const pair of [0, 1, 2, 3] as const) {
    const [high, low] = REGISTER_PAIRS[pair];
    if (version < 15) {
      whole(high, high)({ match, version, put });
      whole(low, low)({ match, version, put });
    } else {
      const { value, mask } = match.get(`xreg${pair}`);
      if (mask !== 0n) put(`xreg${pair}`, value, mask);
    }
  }
};

const REGISTER_PAIRS = [
  ['reg0', 'reg1'],
  ['reg2', 'reg3'],
  ['reg4', 'reg5'],
  ['reg6', 'reg7'],
] as const;

/** Geneve options; one can be matched whatever it holds. */
const tunnelOptions: Step = ({ match, put }) => {
  for (const { member, value, mask, exact: isExact } of match.entries) {
    if (isTunMetadata(member)) put(member, value, isExact ? undefined : mask);
  }
};

/** Carries out steps only for packets of a kind. */
const where =
  (test: (match: Match) => boolean, ...steps: readonly Step[]): Step =>
  (job) => {
    if (test(job.match)) for (const step of steps) step(job);
  };

const is =
  (kind: Parameters<Match['satisfies']>[0]) =>
  (match: Match): boolean =>
    match.satisfies(kind);

const hasProtocol =
  (protocol: bigint) =>
  (match: Match): boolean =>
    match.member('nw_proto').value === protocol;

const hasType =
  (...types: readonly bigint[]) =>
  (match: Match): boolean =>
    types.includes(match.member('tp_src').value);

const transport = (...[protocol, src, dst]: readonly [bigint, FieldName, FieldName]): Step =>
  where(hasProtocol(protocol), whole(src, 'tp_src'), whole(dst, 'tp_dst'));

const TCP = 6n;

/** An ICMP type or code, of which one byte goes where a port could be. */
const icmpNumber =
  (field: FieldName, member: 'tp_src' | 'tp_dst'): Step =>
  ({ match, put }) => {
    const { value, mask } = match.member(member);
    if (mask !== 0n) put(field, value & 0xffn);
  };

const icmp = (type: FieldName, code: FieldName): readonly Step[] => [
  icmpNumber(type, 'tp_src'),
  icmpNumber(code, 'tp_dst'),
];

/** The fields of a match in the order in which they are written. */
const STEPS: readonly Step[] = [
  whole('dp_hash', 'dp_hash'),
  exact('recirc_id', 'recirc_id'),
  exact('conj_id', 'conj_id'),
  inPort,
  actsetOutput,
  whole('eth_src', 'dl_src'),
  whole('eth_dst', 'dl_dst'),
  whole('eth_type', 'dl_type'),
  vlan,
  where(
    is('mpls'),
    bits('mpls_tc', 'mpls_lse', 9n, 7n),
    bits('mpls_bos', 'mpls_lse', 8n, 1n),
    bits('mpls_label', 'mpls_lse', 12n, 0xfffffn),
  ),
  where(is('ipv4'), whole('ip_src', 'nw_src'), whole('ip_dst', 'nw_dst')),
  where(is('ipv6'), whole('ipv6_src', 'ipv6_src'), whole('ipv6_dst', 'ipv6_dst')),
  where(
    is('ip'),
    fragments,
    dscp,
    bits('nw_ecn', 'nw_tos', 0n, 3n),
    exact('nw_ttl', 'nw_ttl'),
    whole('ipv6_label', 'ipv6_label'),
    exact('nw_proto', 'nw_proto'),
    transport(TCP, 'tcp_src', 'tcp_dst'),
    where(hasProtocol(TCP), whole('tcp_flags', 'tcp_flags')),
    transport(17n, 'udp_src', 'udp_dst'),
    transport(132n, 'sctp_src', 'sctp_dst'),
    where(is('icmpv4'), ...icmp('icmp_type', 'icmp_code')),
    where(
      is('icmpv6'),
      ...icmp('icmpv6_type', 'icmpv6_code'),
      where(hasType(135n, 136n), whole('nd_target', 'nd_target')),
      where(hasType(135n), whole('nd_sll', 'arp_sha')),
      where(hasType(136n), whole('nd_tll', 'arp_tha')),
    ),
  ),
  where(
    is('arp'),
    exact('arp_op', 'nw_proto'),
    whole('arp_spa', 'nw_src'),
    whole('arp_tpa', 'nw_dst'),
    whole('arp_sha', 'arp_sha'),
    whole('arp_tha', 'arp_tha'),
  ),
  whole('tun_id', 'tun_id'),
  whole('tun_flags', 'tun_flags'),
  whole('tun_src', 'tun_src'),
  whole('tun_dst', 'tun_dst'),
  whole('tun_gbp_id', 'tun_gbp_id'),
  whole('tun_gbp_flags', 'tun_gbp_flags'),
  tunnelOptions,
  registers,
  whole('pkt_mark', 'pkt_mark'),
  whole('ct_state', 'ct_state'),
  whole('ct_zone', 'ct_zone'),
  whole('ct_mark', 'ct_mark'),
  whole('ct_label', 'ct_label'),
  whole('metadata', 'metadata'),
];
