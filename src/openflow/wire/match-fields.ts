/**
 * Lists the requirements of a match field by field, in the order of NXM and OXM, without fields
 * that its packets do not have. Mirrors `nx_put_raw()`.
 */

import { ICMPV6_TYPE, NW_PROTO } from '../../lib/protocol-numbers.js';
import { ALL_FIELDS, type FieldName, lowBits, type Prerequisite } from '../model/fields.js';
import type { Masked, Match } from '../model/match.js';
import { type FlowMember, isTunMetadata, memberBits, memberIndex } from '../model/members.js';
import { portToOf11 } from '../model/openflow-ports.js';
import type { HeaderVersion } from './field-bytes.js';

/** Receives a field, its value, and its mask unless all bits are matched. */
export type PutField = (field: FieldName, value: bigint, mask?: bigint) => void;

/** A match that is being written; version 0 is NXM. */
interface Job {
  readonly match: Match;
  readonly version: HeaderVersion;
  readonly put: PutField;
}

type Test = (match: Match) => boolean;

/** Writes the requirements on a member for packets that pass all tests. */
interface Row<Written extends FieldName = FieldName> {
  readonly member: FlowMember;
  /** The fields that it can write. */
  readonly fields: readonly Written[];
  readonly write: (required: Masked, job: Job) => void;
  readonly tests?: readonly Test[];
}

/** Writes a whole member, with its mask, as a field. */
const whole = <const F extends FieldName>(field: F, member: FlowMember): Row<F> => ({
  member,
  fields: [field],
  write: ({ value, mask }, { put }) => {
    if (mask !== 0n) put(field, value, mask);
  },
});

/** Writes some bits of a member, which are matched as a whole or not at all. */
const bits = <const F extends FieldName>(
  field: F,
  member: FlowMember,
  shift: bigint,
  ones: bigint,
): Row<F> => ({
  member,
  fields: [field],
  write: ({ value, mask }, { put }) => {
    if (((mask >> shift) & ones) !== 0n) put(field, (value >> shift) & ones);
  },
});

/** Writes a member that is matched as a whole or not at all. */
const exact = <const F extends FieldName>(field: F, member: FlowMember): Row<F> =>
  bits(field, member, 0n, lowBits(memberBits(member)));

/** Writes the ingress port, which has 16 bits in NXM and 32 in OXM. */
const inPort: Row<'in_port' | 'in_port_oxm'> = {
  member: 'in_port',
  fields: ['in_port', 'in_port_oxm'],
  write: ({ value }, { version, put }) => {
    if (version === 0) put('in_port', value);
    else put('in_port_oxm', BigInt(portToOf11(Number(value))));
  },
};

const actsetOutput: Row<'actset_output'> = {
  member: 'actset_output',
  fields: ['actset_output'],
  write: ({ value }, { put }) => put('actset_output', BigInt(portToOf11(Number(value)))),
};

const VID_AND_CFI = 0x1fffn;

/** Writes the VLAN header, for which NXM has one field and OXM two. */
const vlan: Row<'vlan_tci' | 'vlan_vid' | 'vlan_pcp'> = {
  member: 'vlan_tci',
  fields: ['vlan_tci', 'vlan_vid', 'vlan_pcp'],
  write: ({ value, mask }, { version, put }) => {
    if (version === 0) {
      put('vlan_tci', value, mask);
      return;
    }
    const vidMask = mask & VID_AND_CFI;
    const vid = value & VID_AND_CFI;
    if (vidMask === VID_AND_CFI) put('vlan_vid', vid);
    else if (vidMask !== 0n) put('vlan_vid', vid, vidMask);
    if (vid !== 0n && mask >> 13n !== 0n) put('vlan_pcp', value >> 13n);
  },
};

const fragments: Row<'ip_frag'> = {
  member: 'nw_frag',
  fields: ['ip_frag'],
  write: ({ value, mask }, { put }) => {
    const used = mask & 3n;
    if (used !== 0n) put('ip_frag', value & 3n, used === 3n ? undefined : used);
  },
};

const dscp: Row<'nw_tos' | 'ip_dscp'> = {
  member: 'nw_tos',
  fields: ['nw_tos', 'ip_dscp'],
  write: ({ value, mask }, { version, put }) => {
    if ((mask & 0xfcn) === 0n) return;
    if (version === 0) put('nw_tos', value & 0xfcn);
    else put('ip_dscp', value >> 2n);
  },
};

/** Writes a pair of registers as one field in OpenFlow 1.5, if the match involves both. */
const registerPair = <
  const Pair extends Extract<FieldName, `xreg${string}`>,
  const Register extends FlowMember & FieldName,
>(
  pair: Pair,
  high: Register,
  low: Register,
): readonly Row<Pair | Register>[] => {
  const register = (member: Register, other?: FlowMember): Row<Pair | Register> => ({
    member,
    fields: [pair, member],
    write: ({ value, mask }, { match, version, put }) => {
      if (version < 15) {
        put(member, value, mask);
      } else if (other === undefined || match.member(other).mask === 0n) {
        const both = match.get(pair);
        put(pair, both.value, both.mask);
      }
    },
  });
  return [register(high), register(low, high)];
};

/** Writes a Geneve option. A match can require that it is present, with any value. */
const tunnelOption = <const F extends FlowMember & FieldName>(member: F): Row<F> => ({
  member,
  fields: [member],
  write: ({ value, mask }, { put }) =>
    put(member, value, mask === lowBits(memberBits(member)) ? undefined : mask),
});

/** Writes only the type or code of ICMP from a member that has room for a port. */
const icmpNumber = <const F extends FieldName>(field: F, member: 'tp_src' | 'tp_dst'): Row<F> => ({
  member,
  fields: [field],
  write: ({ value }, { put }) => put(field, value & 0xffn),
});

/** Adds a test to rows. */
const where = <F extends FieldName>(test: Test, ...rows: readonly Row<F>[]): readonly Row<F>[] =>
  rows.map((row) => ({ ...row, tests: [test, ...(row.tests ?? [])] }));

const is =
  (prerequisite: Prerequisite): Test =>
  (match) =>
    match.satisfies(prerequisite);

const hasProtocol =
  (protocol: bigint): Test =>
  (match) =>
    match.member('nw_proto').value === protocol;

const hasType =
  (...types: readonly bigint[]): Test =>
  (match) =>
    types.includes(match.member('tp_src').value);

const ports = <const F extends FieldName>(protocol: bigint, src: F, dst: F): readonly Row<F>[] =>
  where(hasProtocol(protocol), whole(src, 'tp_src'), whole(dst, 'tp_dst'));

const { TCP, UDP, SCTP } = NW_PROTO;
const SOLICIT = BigInt(ICMPV6_TYPE.ND_SOLICIT);
const ADVERT = BigInt(ICMPV6_TYPE.ND_ADVERT);

/** The fields in the order in which they are written. */
const FIELD_ROWS = [
  whole('dp_hash', 'dp_hash'),
  exact('recirc_id', 'recirc_id'),
  exact('conj_id', 'conj_id'),
  inPort,
  actsetOutput,
  whole('eth_src', 'dl_src'),
  whole('eth_dst', 'dl_dst'),
  whole('eth_type', 'dl_type'),
  vlan,
  ...where(
    is('mpls'),
    bits('mpls_tc', 'mpls_lse', 9n, 7n),
    bits('mpls_bos', 'mpls_lse', 8n, 1n),
    bits('mpls_label', 'mpls_lse', 12n, 0xfffffn),
  ),
  ...where(is('ipv4'), whole('ip_src', 'nw_src'), whole('ip_dst', 'nw_dst')),
  ...where(is('ipv6'), whole('ipv6_src', 'ipv6_src'), whole('ipv6_dst', 'ipv6_dst')),
  ...where(
    is('ip'),
    fragments,
    dscp,
    bits('nw_ecn', 'nw_tos', 0n, 3n),
    exact('nw_ttl', 'nw_ttl'),
    whole('ipv6_label', 'ipv6_label'),
    exact('nw_proto', 'nw_proto'),
    ...ports(TCP, 'tcp_src', 'tcp_dst'),
    ...where(hasProtocol(TCP), whole('tcp_flags', 'tcp_flags')),
    ...ports(UDP, 'udp_src', 'udp_dst'),
    ...ports(SCTP, 'sctp_src', 'sctp_dst'),
    ...where(is('icmpv4'), icmpNumber('icmp_type', 'tp_src'), icmpNumber('icmp_code', 'tp_dst')),
    ...where(
      is('icmpv6'),
      icmpNumber('icmpv6_type', 'tp_src'),
      icmpNumber('icmpv6_code', 'tp_dst'),
      ...where(hasType(SOLICIT, ADVERT), whole('nd_target', 'nd_target')),
      ...where(hasType(SOLICIT), whole('nd_sll', 'arp_sha')),
      ...where(hasType(ADVERT), whole('nd_tll', 'arp_tha')),
    ),
  ),
  ...where(
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
  ...ALL_FIELDS.flatMap(({ name }) => (isTunMetadata(name) ? [tunnelOption(name)] : [])),
  ...registerPair('xreg0', 'reg0', 'reg1'),
  ...registerPair('xreg1', 'reg2', 'reg3'),
  ...registerPair('xreg2', 'reg4', 'reg5'),
  ...registerPair('xreg3', 'reg6', 'reg7'),
  whole('pkt_mark', 'pkt_mark'),
  whole('ct_state', 'ct_state'),
  whole('ct_zone', 'ct_zone'),
  whole('ct_mark', 'ct_mark'),
  whole('ct_label', 'ct_label'),
  whole('metadata', 'metadata'),
];

type FieldsOf<Rows> = Rows extends readonly (infer R)[]
  ? R extends Row<infer F>
    ? F
    : never
  : never;

/** The fields without a row, with the reason; the compiler names a field that is in neither list. */
const UNWRITTEN: Readonly<Record<Exclude<FieldName, FieldsOf<typeof FIELD_ROWS>>, string>> = {
  dl_vlan: 'vlan_tci and vlan_vid mean the same',
  dl_vlan_pcp: 'vlan_tci and vlan_pcp mean the same',
  skb_priority: 'has no header',
  tun_tos: 'has no header',
  tun_ttl: 'has no header',
};

const ROWS: readonly Row[] = FIELD_ROWS;

/** Returns true if a match can have a field in NXM or OXM. */
export const isWritten = (field: FieldName): boolean => !(field in UNWRITTEN);

/** The places in {@link ROWS} of the rows about each member, by the index of the member. */
const PLACES: readonly (readonly number[])[] = ROWS.reduce<number[][]>((places, { member }, i) => {
  const index = memberIndex(member);
  places[index] = [...(places[index] ?? []), i];
  return places;
}, []);

/** Passes the fields of a match to `put`; version 0 is NXM. */
export function matchFields(match: Match, version: HeaderVersion, put: PutField): void {
  const places: number[] = [];
  for (const { index } of match.entries) places.push(...(PLACES[index] ?? []));
  const job: Job = { match, version, put };
  for (const place of places.sort((a, b) => a - b)) {
    const row = ROWS[place];
    if (row === undefined || row.tests?.some((test) => !test(match)) === true) continue;
    row.write(match.member(row.member), job);
  }
}
