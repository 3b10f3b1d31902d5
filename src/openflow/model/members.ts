/**
 * The members of a flow, as in `struct flow`: flows are compared by these. Several fields can be
 * parts of one member; for example, `tcp_src` and `icmp_type` are both `tp_src`.
 */

import { type FieldName, lowBits } from './fields.js';
import { portFromOf11, portToOf11 } from './openflow-ports.js';

/** The members before the Geneve options, with their sizes in bits. */
const METADATA_BITS = {
  pkt_mark: 32,
  recirc_id: 32,
  dp_hash: 32,
  conj_id: 32,
  skb_priority: 32,
  actset_output: 16,
  ct_state: 16,
  ct_zone: 16,
  ct_mark: 32,
  ct_label: 128,
  reg0: 32,
  reg1: 32,
  reg2: 32,
  reg3: 32,
  reg4: 32,
  reg5: 32,
  reg6: 32,
  reg7: 32,
  tun_id: 64,
  tun_src: 32,
  tun_dst: 32,
  tun_gbp_id: 16,
  tun_gbp_flags: 8,
  tun_tos: 8,
  tun_ttl: 8,
  tun_flags: 16,
} as const;

/** The members after the Geneve options, with their sizes in bits. */
const PACKET_BITS = {
  metadata: 64,
  in_port: 16,
  vlan_tci: 16,
  dl_src: 48,
  dl_dst: 48,
  dl_type: 16,
  ipv6_src: 128,
  ipv6_dst: 128,
  ipv6_label: 32,
  nw_src: 32,
  nw_dst: 32,
  nw_proto: 8,
  nw_tos: 8,
  nw_ttl: 8,
  mpls_lse: 32,
  mpls_lse1: 32,
  mpls_lse2: 32,
  nw_frag: 8,
  tp_src: 16,
  tp_dst: 16,
  nd_target: 128,
  arp_sha: 48,
  arp_tha: 48,
  tcp_flags: 16,
} as const;

/**
 * The members that only a datapath uses: no text of a match has them. `tun_metadata_present` has a
 * bit for each Geneve option that a packet has or gets.
 */
const HIDDEN_BITS = {
  tun_tp_src: 16,
  tun_tp_dst: 16,
  tun_metadata_present: 64,
} as const;

type TunMetadata = Extract<FieldName, `tun_metadata${string}`>;

export type FlowMember =
  | keyof typeof METADATA_BITS
  | keyof typeof PACKET_BITS
  | keyof typeof HIDDEN_BITS
  | TunMetadata;

const TUN_METADATA_BITS = 124 * 8;

const BITS: Readonly<Record<string, number>> = {
  ...METADATA_BITS,
  ...Object.fromEntries(
    Array.from({ length: 64 }, (_, n) => [`tun_metadata${n}`, TUN_METADATA_BITS]),
  ),
  ...PACKET_BITS,
  ...HIDDEN_BITS,
};

/** All members in the order of their text; the index of a member is its position here. */
// The type is the union of the types of exactly these keys.
export const FLOW_MEMBERS = Object.keys(BITS) as readonly FlowMember[];

const MEMBER_INDEX = new Map<string, number>(FLOW_MEMBERS.map((member, i) => [member, i]));

/** The registers. */
export const REGISTERS = [
  'reg0',
  'reg1',
  'reg2',
  'reg3',
  'reg4',
  'reg5',
  'reg6',
  'reg7',
] as const satisfies readonly FlowMember[];

/** Returns the position of a member in {@link FLOW_MEMBERS}. */
export function memberIndex(member: FlowMember): number {
  return MEMBER_INDEX.get(member) ?? -1;
}

/** Returns the size of a member in bits. */
export function memberBits(member: FlowMember): number {
  return BITS[member] ?? 0;
}

/** Returns true if a member is a Geneve option; a match can require that it is present. */
export function isTunMetadata(member: string): member is TunMetadata {
  return member.startsWith('tun_metadata') && member !== 'tun_metadata_present';
}

/** Returns true if only a datapath uses a member. */
export function isHidden(member: FlowMember): boolean {
  return member in HIDDEN_BITS;
}

/** The bits of a member that are a field. */
export interface Slot {
  readonly member: FlowMember;
  /** The position of the member, kept here because matches are built often. */
  readonly index: number;
  /** All bits of the member. */
  readonly all: bigint;
  /** The bits of the member that are the field. */
  readonly bits: bigint;
  /** The position of the lowest of them. */
  readonly shift: bigint;
  /** The bits of the member that a match on the field requires to be set. */
  readonly implied: bigint;
  /** True for a port that has 32 bits, while the member has 16. */
  readonly wide: boolean;
}

/** The bit of `vlan_tci` that is set for every packet with a VLAN header. */
export const VLAN_CFI = 0x1000n;

/** The part of a member that a field is; the whole member unless this says otherwise. */
interface MemberPart {
  readonly member: FlowMember;
  readonly bits?: bigint;
  readonly shift?: bigint;
  readonly implied?: bigint;
  readonly wide?: boolean;
}

type RegisterPair = Extract<FieldName, `xreg${string}`>;

/** The fields that are not the whole member with the same name. */
const PARTS: Readonly<
  Record<Exclude<FieldName, FlowMember | RegisterPair>, MemberPart> &
    Partial<Record<FieldName & FlowMember, MemberPart>>
> = {
  in_port_oxm: { member: 'in_port', wide: true },
  actset_output: { member: 'actset_output', wide: true },
  eth_src: { member: 'dl_src' },
  eth_dst: { member: 'dl_dst' },
  eth_type: { member: 'dl_type' },
  tun_flags: { member: 'tun_flags', bits: 0x1n },
  dl_vlan: { member: 'vlan_tci', bits: 0xfffn, implied: VLAN_CFI },
  vlan_vid: { member: 'vlan_tci', bits: 0x1fffn },
  dl_vlan_pcp: { member: 'vlan_tci', bits: 0xe000n, shift: 13n, implied: VLAN_CFI },
  vlan_pcp: { member: 'vlan_tci', bits: 0xe000n, shift: 13n, implied: VLAN_CFI },
  mpls_label: { member: 'mpls_lse', bits: 0xfffff000n, shift: 12n },
  mpls_tc: { member: 'mpls_lse', bits: 0xe00n, shift: 9n },
  mpls_bos: { member: 'mpls_lse', bits: 0x100n, shift: 8n },
  ip_src: { member: 'nw_src' },
  ip_dst: { member: 'nw_dst' },
  arp_spa: { member: 'nw_src' },
  arp_tpa: { member: 'nw_dst' },
  nw_tos: { member: 'nw_tos', bits: 0xfcn },
  ip_dscp: { member: 'nw_tos', bits: 0xfcn, shift: 2n },
  nw_ecn: { member: 'nw_tos', bits: 0x03n },
  ip_frag: { member: 'nw_frag', bits: 0x03n },
  arp_op: { member: 'nw_proto' },
  tcp_src: { member: 'tp_src' },
  tcp_dst: { member: 'tp_dst' },
  udp_src: { member: 'tp_src' },
  udp_dst: { member: 'tp_dst' },
  sctp_src: { member: 'tp_src' },
  sctp_dst: { member: 'tp_dst' },
  icmp_type: { member: 'tp_src' },
  icmp_code: { member: 'tp_dst' },
  icmpv6_type: { member: 'tp_src' },
  icmpv6_code: { member: 'tp_dst' },
  nd_sll: { member: 'arp_sha' },
  nd_tll: { member: 'arp_tha' },
};

/** The registers of each pair, the one with the higher bits first. */
const REGISTER_PAIRS: Readonly<Record<RegisterPair, readonly [FlowMember, FlowMember]>> = {
  xreg0: ['reg0', 'reg1'],
  xreg1: ['reg2', 'reg3'],
  xreg2: ['reg4', 'reg5'],
  xreg3: ['reg6', 'reg7'],
};

/** The place of a field in a flow; a pair of registers covers two members. */
export type FieldPlace =
  | { readonly type: 'slot'; readonly slot: Slot }
  | { readonly type: 'pair'; readonly high: Slot; readonly low: Slot };

const PLACES = new Map<FieldName, FieldPlace>();

/** Returns the place of a field in a flow. */
export function fieldPlace(field: FieldName): FieldPlace {
  let place = PLACES.get(field);
  if (place === undefined) {
    place = findPlace(field);
    PLACES.set(field, place);
  }
  return place;
}

function isRegisterPair(field: FieldName): field is RegisterPair {
  return field in REGISTER_PAIRS;
}

function isMember(field: FieldName): field is FieldName & FlowMember {
  return MEMBER_INDEX.has(field);
}

function findPlace(field: FieldName): FieldPlace {
  if (isRegisterPair(field)) {
    const [high, low] = REGISTER_PAIRS[field];
    return { type: 'pair', high: makeSlot(high), low: makeSlot(low) };
  }
  const part = isMember(field) ? (PARTS[field] ?? { member: field }) : PARTS[field];
  return { type: 'slot', slot: makeSlot(part.member, part) };
}

function makeSlot(member: FlowMember, part: Omit<MemberPart, 'member'> = {}): Slot {
  const all = lowBits(memberBits(member));
  return {
    member,
    index: memberIndex(member),
    all,
    bits: part.bits ?? all,
    shift: part.shift ?? 0n,
    implied: part.implied ?? 0n,
    wide: part.wide ?? false,
  };
}

/** Returns the value of a field as bits of its member. */
export function toMember(slot: Slot, value: bigint): bigint {
  if (slot.wide) return BigInt(portFromOf11(Number(value)) ?? 0xffff);
  return (value << slot.shift) & slot.bits;
}

/** Returns the value of a field from the value of its member. */
export function fromMember(slot: Slot, value: bigint): bigint {
  if (slot.wide) return BigInt(portToOf11(Number(value)));
  return (value & slot.bits) >> slot.shift;
}
