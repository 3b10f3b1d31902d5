/**
 * The requirements of a flow on packets: the counterpart of `struct match`. A match is an immutable
 * set of members of a flow, each with a mask and a value.
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

/** A value and its mask. The bits that the mask leaves out are 0 in the value. */
export interface Masked {
  readonly value: bigint;
  readonly mask: bigint;
}

/** The requirement of a match on one member of a flow. */
export class MatchEntry implements Masked {
  #key: string | undefined;

  constructor(
    /** The position of the member in the order of members. */
    readonly index: number,
    readonly value: bigint,
    readonly mask: bigint,
  ) {}

  get member(): FlowMember {
    const member = FLOW_MEMBERS[this.index];
    if (member === undefined) throw new RangeError(`no flow member ${this.index}`);
    return member;
  }

  /** True if the mask has every bit of the member. */
  get exact(): boolean {
    return this.mask === MEMBER_MASKS[this.index];
  }

  /** A text that is equal for equal entries only. */
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

/** The value of `dl_vlan` that requires a packet without a VLAN header. */
const VLAN_NONE = 0xffffn;

export class Match {
  /** The match that every packet satisfies. */
  static readonly ANY = new Match([]);

  /** The requirements, in the order of members, each member at most once. */
  readonly entries: readonly MatchEntry[];
  #key: string | undefined;

  private constructor(entries: readonly MatchEntry[]) {
    this.entries = entries;
  }

  /** A text that is equal for equal matches only. */
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
   * Returns this match with a new requirement on `field`; mirrors `mf_set()`. A mask with all bits of
   * the field's bytes is exact, a zero mask removes the requirement, and a partial mask on a field
   * without masks changes nothing.
   *
   * @param mask exact if missing
   */
  with(field: FieldName, value: bigint, mask?: bigint): Match {
    const info = FIELDS[field];
    const exact = mask === undefined || mask === lowBits(info.bytes * 8);
    if (!exact && mask !== 0n && !info.maskable) return this;
    return this.#place(field, fieldPlace(field), value, exact ? undefined : mask);
  }

  /** Returns the requirement on a field. */
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

  /** Returns the requirement on a member. */
  member(member: FlowMember): Masked {
    return this.at(memberIndex(member));
  }

  /** Returns the requirement on the member at a position in the order of members. */
  at(index: number): Masked {
    for (const entry of this.entries) if (entry.index === index) return entry;
    return UNMATCHED;
  }

  /** Returns this match with a new requirement on a member. */
  withMember(member: FlowMember, value: bigint, mask: bigint): Match {
    return this.#set(memberIndex(member), value & mask, mask, isTunMetadata(member));
  }

  /** Returns true if all packets that satisfy `other` satisfy this match too. */
  covers(other: Match): boolean {
    return this.entries.every((entry) => {
      const { value, mask } = entryAt(other, entry.index);
      return (entry.mask & ~mask) === 0n && ((entry.value ^ value) & entry.mask) === 0n;
    });
  }

  /** Returns true if a packet can satisfy both matches. */
  overlaps(other: Match): boolean {
    return this.entries.every((entry) => {
      const { value, mask } = entryAt(other, entry.index);
      return ((entry.value ^ value) & entry.mask & mask) === 0n;
    });
  }

  /** Returns true if all packets that satisfy this match have fields with this prerequisite. */
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

  /** Sets a field that is a whole member. */
  #placeWhole(field: FieldName, slot: Slot, value: bigint, mask: bigint | undefined): Match {
    if (field === 'ipv6_label' && mask !== undefined && (mask & 0xfffffn) === 0xfffffn) {
      return this.#set(slot.index, value, slot.all);
    }
    if (mask === undefined) return this.#set(slot.index, toMember(slot, value), slot.all);
    const memberMask = mask & slot.all;
    return this.#set(slot.index, value & memberMask, memberMask, isTunMetadata(slot.member));
  }

  /** Sets a field that is a part of a member. */
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

  /** Removes the requirement on a field, and on the VLAN header if no other field requires it. */
  #unmatch(slot: Slot, old: Masked): Match {
    const vlan = slot.member === 'vlan_tci';
    const rest = old.mask & ~(vlan ? slot.bits & ~VLAN_CFI : slot.bits);
    const kept = vlan && (rest & ~VLAN_CFI) === 0n ? 0n : rest;
    return this.#set(slot.index, old.value & kept, kept);
  }

  /** Returns a match with one entry replaced or added, or removed if the mask is zero. */
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
 * Returns true if a flow with these members has the fields with a prerequisite; mirrors
 * `mf_are_prereqs_ok()`.
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
