/**
 * What a flow requires of a packet: the counterpart of the reference's `struct
 * match`. A match is a set of members of a flow, each with the bits that matter
 * and the values these must have. It never changes.
 */

import { DL_TYPE, FRAG, ICMPV6_TYPE, NW_PROTO } from '../../lib/protocol-numbers.js';
import { FIELDS, type FieldName, lowBits, type Prerequisite } from './fields.js';
import {
  type FieldPlace,
  FLOW_MEMBERS,
  type FlowMember,
  fieldPlace,
  fromMember,
  isTunMetadata,
  memberBits,
  memberIndex,
  type Slot,
  toMember,
  VLAN_CFI,
} from './members.js';

/** A value and the bits of it that count. Bits that do not count are zero in the value. */
export interface Masked {
  readonly value: bigint;
  readonly mask: bigint;
}

/** What a match requires of one member of a flow. */
export class MatchEntry implements Masked {
  #key: string | undefined;

  constructor(
    /** The place of the member in the order of members. */
    readonly index: number,
    readonly value: bigint,
    readonly mask: bigint,
  ) {}

  get member(): FlowMember {
    const member = FLOW_MEMBERS[this.index];
    if (member === undefined) throw new RangeError(`no flow member ${this.index}`);
    return member;
  }

  /** Whether every bit of the member counts. */
  get exact(): boolean {
    return this.mask === MEMBER_MASKS[this.index];
  }

  /** A text that equals another entry's only where the entries are equal. */
  get key(): string {
    if (this.#key === undefined) {
      const key = `${this.index}=${this.value.toString(16)}`;
      this.#key = this.exact ? key : `${key}/${this.mask.toString(16)}`;
    }
    return this.#key;
  }
}

const MEMBER_MASKS: readonly bigint[] = FLOW_MEMBERS.map((member) => lowBits(memberBits(member)));

const UNMATCHED: Masked = { value: 0n, mask: 0n };

/** `dl_vlan` with this value means a packet without a VLAN header. */
const VLAN_NONE = 0xffffn;

export class Match {
  /** The match that every packet satisfies. */
  static readonly ANY = new Match([]);

  /** What it requires, in the order of members; nothing twice. */
  readonly entries: readonly MatchEntry[];
  #key: string | undefined;

  private constructor(entries: readonly MatchEntry[]) {
    this.entries = entries;
  }

  /** A text that equals another match's only where the matches are equal. */
  get key(): string {
    if (this.#key === undefined) {
      let key = '';
      for (const entry of this.entries) key += `${entry.key},`;
      this.#key = key;
    }
    return this.#key;
  }

  equals(other: Match): boolean {
    return this === other || this.key === other.key;
  }

  /**
   * This match, with `field` required to have `value` in the bits set in `mask`
   * (all, where there is none) and nothing else required of it. As `mf_set` has
   * it: a mask of all the field's bytes is an exact match, a zero mask stops
   * matching the field, and a partial mask on a field that cannot be masked
   * changes nothing.
   */
  with(field: FieldName, value: bigint, mask?: bigint): Match {
    const info = FIELDS[field];
    const exact = mask === undefined || mask === lowBits(info.bytes * 8);
    if (!exact && mask !== 0n && !info.maskable) return this;
    return this.#place(field, fieldPlace(field), value, exact ? undefined : mask);
  }

  /** What this match requires of `field`. */
  get(field: FieldName): Masked {
    const place = fieldPlace(field);
    if (place.type === 'pair') {
      const high = this.member(place.high.member);
      const low = this.member(place.low.member);
      return {
        value: (high.value << 32n) | low.value,
        mask: (high.mask << 32n) | low.mask,
      };
    }
    const { value, mask } = this.member(place.slot.member);
    if (mask === 0n && value === 0n) return UNMATCHED;
    const width = lowBits(FIELDS[field].bytes * 8);
    return {
      value: fromMember(place.slot, value) & width,
      mask: fromMember(place.slot, mask) & width,
    };
  }

  /** What this match requires of a member of the flow. */
  member(member: FlowMember): Masked {
    return this.at(memberIndex(member));
  }

  /** What this match requires of the member at a place in the order of members. */
  at(index: number): Masked {
    for (const entry of this.entries) if (entry.index === index) return entry;
    return UNMATCHED;
  }

  /** This match with nothing but these bits required of a member. */
  withMember(member: FlowMember, value: bigint, mask: bigint): Match {
    return this.#set(memberIndex(member), value & mask, mask, isTunMetadata(member));
  }

  /** Whether everything that satisfies `other` satisfies this match too. */
  covers(other: Match): boolean {
    return this.entries.every((entry) => {
      const { value, mask } = entryAt(other, entry.index);
      return (entry.mask & ~mask) === 0n && ((entry.value ^ value) & entry.mask) === 0n;
    });
  }

  /** Whether a packet could satisfy both matches. */
  overlaps(other: Match): boolean {
    return this.entries.every((entry) => {
      const { value, mask } = entryAt(other, entry.index);
      return ((entry.value ^ value) & entry.mask & mask) === 0n;
    });
  }

  /** Whether a packet that satisfies this match surely has fields with this prerequisite. */
  satisfies(prerequisite: Prerequisite): boolean {
    return meetsPrerequisite(prerequisite, (member) => this.member(member).value);
  }

  #place(field: FieldName, place: FieldPlace, value: bigint, mask: bigint | undefined): Match {
    if (place.type === 'pair') {
      const wide = mask ?? lowBits(64);
      return this.#set(place.high.index, (value & wide) >> 32n, wide >> 32n).#set(
        place.low.index,
        value & wide & 0xffffffffn,
        wide & 0xffffffffn,
      );
    }
    const { slot } = place;
    if (slot.bits === slot.all) return this.#placeWhole(field, slot, value, mask);
    return this.#placePart(field, slot, value, mask);
  }

  /** Sets a field that is the whole of its member. */
  #placeWhole(field: FieldName, slot: Slot, value: bigint, mask: bigint | undefined): Match {
    if (field === 'ipv6_label' && mask !== undefined && (mask & 0xfffffn) === 0xfffffn) {
      return this.#set(slot.index, value, slot.all);
    }
    if (mask === undefined) return this.#set(slot.index, toMember(slot, value), slot.all);
    const memberMask = mask & slot.all;
    return this.#set(slot.index, value & memberMask, memberMask, isTunMetadata(slot.member));
  }

  /** Sets a field that shares its member with others. */
  #placePart(field: FieldName, slot: Slot, value: bigint, mask: bigint | undefined): Match {
    if (field === 'dl_vlan' && mask === undefined && value === VLAN_NONE) {
      return this.#set(slot.index, 0n, slot.all);
    }
    const old = entryAt(this, slot.index);
    const touched = slot.bits | slot.implied;
    if (mask === 0n) return this.#unmatch(slot, old);
    const bits = mask === undefined ? slot.bits : toMember(slot, mask);
    return this.#set(
      slot.index,
      (old.value & ~touched) | (toMember(slot, value) & bits) | slot.implied,
      (old.mask & ~touched) | bits | slot.implied,
    );
  }

  /** Stops matching a field; a VLAN header that nothing else asks for goes with it. */
  #unmatch(slot: Slot, old: Masked): Match {
    const vlan = slot.member === 'vlan_tci';
    const rest = old.mask & ~(vlan ? slot.bits & ~VLAN_CFI : slot.bits);
    const kept = vlan && (rest & ~VLAN_CFI) === 0n ? 0n : rest;
    return this.#set(slot.index, old.value & kept, kept);
  }

  /** A match with one entry set, added or (where the mask is zero) left out. */
  #set(index: number, value: bigint, mask: bigint, presence = false): Match {
    const { entries } = this;
    let at = entries.length;
    while (at > 0 && (entries[at - 1]?.index ?? 0) >= index) at--;
    const replaces = entries[at]?.index === index;
    if (mask === 0n && !presence) {
      return replaces ? new Match(entries.toSpliced(at, 1)) : this;
    }
    const copy = entries.slice();
    copy.splice(at, replaces ? 1 : 0, new MatchEntry(index, value, mask));
    return new Match(copy);
  }
}

function entryAt(match: Match, index: number): Masked {
  for (const entry of match.entries) {
    if (entry.index === index) return entry;
    if (entry.index > index) break;
  }
  return UNMATCHED;
}

const ND_SOLICIT = BigInt(ICMPV6_TYPE.ND_SOLICIT);
const ND_ADVERT = BigInt(ICMPV6_TYPE.ND_ADVERT);

/**
 * Whether a flow has the fields that `prerequisite` guards, as the reference's
 * `mf_are_prereqs_ok` decides it from the values of the flow's members.
 */
export function meetsPrerequisite(
  prerequisite: Prerequisite,
  member: (member: FlowMember) => bigint,
): boolean {
  const type = member('dl_type');
  const ip = type === DL_TYPE.IPV4 || type === DL_TYPE.IPV6;
  const transport = (protocol: bigint): boolean =>
    ip && member('nw_proto') === protocol && (member('nw_frag') & FRAG.LATER) === 0n;
  const icmp6 = (): boolean => type === DL_TYPE.IPV6 && member('nw_proto') === NW_PROTO.ICMPV6;
  const discovery = (...types: readonly bigint[]): boolean =>
    icmp6() && member('tp_dst') === 0n && types.includes(member('tp_src'));
  switch (prerequisite) {
    case 'none':
      return true;
    case 'arp':
      return type === DL_TYPE.ARP || type === DL_TYPE.RARP;
    case 'vlan':
      return (member('vlan_tci') & VLAN_CFI) !== 0n;
    case 'ipv4':
      return type === DL_TYPE.IPV4;
    case 'ipv6':
      return type === DL_TYPE.IPV6;
    case 'ip':
      return ip;
    case 'mpls':
      return type === DL_TYPE.MPLS || type === DL_TYPE.MPLS_MULTICAST;
    case 'tcp':
      return transport(NW_PROTO.TCP);
    case 'udp':
      return transport(NW_PROTO.UDP);
    case 'sctp':
      return transport(NW_PROTO.SCTP);
    case 'icmpv4':
      return type === DL_TYPE.IPV4 && member('nw_proto') === NW_PROTO.ICMP;
    case 'icmpv6':
      return icmp6();
    case 'nd':
      return discovery(ND_SOLICIT, ND_ADVERT);
    case 'nd_solicit':
      return discovery(ND_SOLICIT);
    case 'nd_advert':
      return discovery(ND_ADVERT);
  }
}
