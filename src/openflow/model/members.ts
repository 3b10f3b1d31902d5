/**
 * The members of a flow: what a packet and its metadata come down to when flows
 * are compared. Several fields share one member, as in the reference's `struct
 * flow`: `tcp_src` and `icmp_type` both are `tp_src`, say.
 */

import { type FieldName, lowBits } from './fields.js';
import { portFromOf11, portToOf11 } from './openflow-ports.js';

/** Members that come before the Geneve options, with their widths in bits. */
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

/** Members that come after them. */
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
 * Members that only a datapath knows: nothing matches on them in text, and nothing prints them.
 * `tun_metadata_present` has a bit for each Geneve option that a packet came with or gets.
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

/** All members, in the order in which a match is printed; a member's index is its place here. */
// The keys are put together from exactly the parts of the type.
export const FLOW_MEMBERS = Object.keys(BITS) as readonly FlowMember[];

const MEMBER_INDEX = new Map<string, number>(FLOW_MEMBERS.map((member, i) => [member, i]));

/** The registers that programs may use as they like. */
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

/** The place of a member in {@link FLOW_MEMBERS}. */
export function memberIndex(member: FlowMember): number {
  return MEMBER_INDEX.get(member) ?? -1;
}

/** How wide a member is, in bits. */
export function memberBits(member: FlowMember): number {
  return BITS[member] ?? 0;
}

/** Whether a member is a Geneve option: one can match that it is there, whatever it holds. */
export function isTunMetadata(member: string): member is TunMetadata {
  return member.startsWith('tun_metadata') && member !== 'tun_metadata_present';
}

/** Whether a member is one that only a datapath knows. */
export function isHidden(member: FlowMember): boolean {
  return member in HIDDEN_BITS;
}

/** Where a field lies within a member. */
export interface Slot {
  readonly member: FlowMember;
  /** The member's place in the order, kept here because matches are built often. */
  readonly index: number;
  /** The member's width, as a mask. */
  readonly all: bigint;
  /** The bits of the member that are the field. */
  readonly bits: bigint;
  /** How far those are from the member's least significant bit. */
  readonly shift: bigint;
  /** Bits of the member that a match on the field requires to be set. */
  readonly implied: bigint;
  /** For a port written with 32 bits: from and to the member's 16. */
  readonly wide: boolean;
}

/** VLAN_CFI: set in the member `vlan_tci` of every packet with a VLAN header. */
export const VLAN_CFI = 0x1000n;

/** Fields that are not simply the whole member of the same name. */
const SHARED: Readonly<
  Partial<
    Record<
      FieldName,
      {
        readonly member: FlowMember;
        readonly bits?: bigint;
        readonly shift?: bigint;
        readonly implied?: bigint;
        readonly wide?: boolean;
      }
    >
  >
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

/** Where a field lies, or the two members that an extended register covers. */
export type FieldPlace =
  | { readonly type: 'slot'; readonly slot: Slot }
  | { readonly type: 'pair'; readonly high: Slot; readonly low: Slot };

const PLACES = new Map<FieldName, FieldPlace>();

/** Where `field` lies in a flow. */
export function fieldPlace(field: FieldName): FieldPlace {
  let place = PLACES.get(field);
  if (place === undefined) {
    place = findPlace(field);
    PLACES.set(field, place);
  }
  return place;
}

function findPlace(field: FieldName): FieldPlace {
  switch (field) {
    case 'xreg0':
      return { type: 'pair', high: makeSlot('reg0'), low: makeSlot('reg1') };
    case 'xreg1':
      return { type: 'pair', high: makeSlot('reg2'), low: makeSlot('reg3') };
    case 'xreg2':
      return { type: 'pair', high: makeSlot('reg4'), low: makeSlot('reg5') };
    case 'xreg3':
      return { type: 'pair', high: makeSlot('reg6'), low: makeSlot('reg7') };
    default: {
      const shared = SHARED[field];
      if (shared !== undefined) return { type: 'slot', slot: makeSlot(shared.member, shared) };
      const index = MEMBER_INDEX.get(field);
      const member = index === undefined ? undefined : FLOW_MEMBERS[index];
      if (member === undefined) throw new Error(`field ${field} is no member of a flow`);
      return { type: 'slot', slot: makeSlot(member) };
    }
  }
}

function makeSlot(
  member: FlowMember,
  part: { bits?: bigint; shift?: bigint; implied?: bigint; wide?: boolean } = {},
): Slot {
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

/** A field's value as the member holds it, shifted into place. */
export function toMember(slot: Slot, value: bigint): bigint {
  if (slot.wide) return BigInt(portFromOf11(Number(value)) ?? 0xffff);
  return (value << slot.shift) & slot.bits;
}

/** The field's value out of the value of its member. */
export function fromMember(slot: Slot, value: bigint): bigint {
  if (slot.wide) return BigInt(portToOf11(Number(value)));
  return (value & slot.bits) >> slot.shift;
}
