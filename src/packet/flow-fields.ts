/** Reads and writes the OpenFlow fields of a flow, and records which bits were examined. */
import type { Subfield } from '../openflow/model/actions.js';
import { FIELDS, type FieldName, lowBits } from '../openflow/model/fields.js';
import { meetsPrerequisite } from '../openflow/model/match.js';
import {
  fieldPlace,
  fromMember,
  isTunMetadata,
  type Slot,
  toMember,
  VLAN_CFI,
} from '../openflow/model/members.js';
import type { Flow, Wildcards } from './flow.js';

/** The value of `dl_vlan` for packets without a VLAN tag. */
const VLAN_NONE = 0xffffn;

/** Returns the value of a field. Mirrors `mf_get_value()`. */
export function readField(flow: Flow, field: FieldName): bigint {
  const place = fieldPlace(field);
  if (place.type === 'slot') return fromMember(place.slot, flow.at(place.slot.index));
  return (flow.at(place.high.index) << 32n) | flow.at(place.low.index);
}

/** Sets a field. Mirrors `mf_set_flow_value()`. */
export function writeField(flow: Flow, field: FieldName, value: bigint): void {
  const place = fieldPlace(field);
  if (field === 'dl_vlan' && value === VLAN_NONE) {
    flow.set('vlan_tci', 0n);
  } else if (place.type === 'slot') {
    writeSlot(flow, place.slot, value);
  } else {
    flow.setAt(place.high.index, value >> 32n);
    flow.setAt(place.low.index, value & 0xffffffffn);
  }
}

function writeSlot(flow: Flow, slot: Slot, value: bigint): void {
  const { index, member, bits, implied } = slot;
  const kept = flow.at(index) & ~(bits | implied);
  flow.setAt(index, kept | (meaningfulBits(slot) & toMember(slot, value)) | implied);
  if (isTunMetadata(member)) {
    flow.set('tun_metadata_present', flow.get('tun_metadata_present') | presenceBit(member));
  }
}

const IPV6_LABEL = 0xfffffn;
const FRAGMENT_BITS = 3n;

/** Returns the bits of a member that writing a field can set. */
function meaningfulBits({ member, bits }: Slot): bigint {
  switch (member) {
    case 'ipv6_label':
      return IPV6_LABEL;
    case 'nw_frag':
      return FRAGMENT_BITS;
    default:
      return bits;
  }
}

/** Returns the bit in `tun_metadata_present` for a Geneve option. */
function presenceBit(member: `tun_metadata${string}`): bigint {
  return 1n << BigInt(member.slice('tun_metadata'.length));
}

/** Returns true if a flow meets the prerequisites of a field. */
export function hasField(flow: Flow, field: FieldName): boolean {
  return meetsPrerequisite(FIELDS[field].prerequisite, (member) => flow.get(member));
}

/** Returns some bits of a field. */
export function readSubfield(flow: Flow, { field, offset, width }: Subfield): bigint {
  return (readField(flow, field) >> BigInt(offset)) & lowBits(width);
}

/** Sets some bits of a field; excess bits of `value` are ignored. */
export function writeSubfield(flow: Flow, subfield: Subfield, value: bigint): void {
  const { field, offset, width } = subfield;
  const bits = lowBits(width) << BigInt(offset);
  const kept = readField(flow, field) & ~bits;
  writeField(flow, field, kept | ((value << BigInt(offset)) & bits));
}

/** Adds bits of a field to `wildcards`; all of them by default. */
export function dependOnField(
  wildcards: Wildcards,
  field: FieldName,
  bits: bigint = lowBits(FIELDS[field].bytes * 8),
): void {
  const place = fieldPlace(field);
  if (place.type === 'slot') {
    const { slot } = place;
    const mask = slot.wide ? slot.all : toMember(slot, bits) & meaningfulBits(slot);
    wildcards.addAt(slot.index, mask | slot.implied);
    if (isTunMetadata(slot.member)) {
      wildcards.add('tun_metadata_present', presenceBit(slot.member));
    }
  } else {
    wildcards.addAt(place.high.index, bits >> 32n);
    wildcards.addAt(place.low.index, bits & 0xffffffffn);
  }
}

/** Adds the bits of a subfield to `wildcards`. */
export function dependOnSubfield(wildcards: Wildcards, subfield: Subfield): void {
  const { field, offset, width } = subfield;
  dependOnField(wildcards, field, lowBits(width) << BigInt(offset));
}

/**
 * Adds a field and its prerequisites to `wildcards`, except those that every megaflow matches.
 * Mirrors `mf_mask_field_and_prereqs()`.
 */
export function dependOnFieldAndPrerequisites(wildcards: Wildcards, field: FieldName): void {
  dependOnField(wildcards, field);
  switch (FIELDS[field].prerequisite) {
    case 'nd':
    case 'nd_solicit':
    case 'nd_advert':
      wildcards.add('tp_src');
      wildcards.add('tp_dst');
      wildcards.add('nw_proto');
      return;
    case 'tcp':
    case 'udp':
    case 'sctp':
    case 'icmpv4':
    case 'icmpv6':
      wildcards.add('nw_proto');
      return;
    case 'vlan':
      wildcards.add('vlan_tci', VLAN_CFI);
      return;
    case 'none':
    case 'arp':
    case 'ipv4':
    case 'ipv6':
    case 'ip':
    case 'mpls':
      return;
  }
}

/** Returns true for fields of the network layer and above, which MPLS labels hide. */
export function isNetworkOrAbove(field: FieldName): boolean {
  return FIELDS[field].index >= FIELDS.ip_src.index;
}
