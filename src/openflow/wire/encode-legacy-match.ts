/** Encodes the matches of OpenFlow 1.0 and 1.1. Mirrors `ofputil_match_to_ofp10_match()` and `..._ofp11_match()`. */

import type { Match } from '../model/match.js';
import { type FlowMember, VLAN_CFI } from '../model/members.js';
import { portToOf11 } from '../model/openflow-ports.js';
import type { ByteWriter } from './byte-writer.js';
import { ANY_VLAN, NO_VLAN, WILDCARD } from './legacy-match.js';

const PCP = 0xe000n;
const VID = 0xfffn;

interface Vlan {
  readonly vid: number | undefined;
  readonly pcp: number | undefined;
}

/** Returns the VLAN identifier and priority that a match requires. */
function vlanOf(match: Match): Vlan {
  const { value, mask } = match.member('vlan_tci');
  return {
    vid: (mask & VID) === 0n ? undefined : Number(value & VID),
    pcp: (mask & PCP) === 0n ? undefined : Number(value >> 13n),
  };
}

/** Returns true if a match requires packets without a VLAN header. */
function excludesVlan(match: Match): boolean {
  const { value, mask } = match.member('vlan_tci');
  return (mask & VLAN_CFI) !== 0n && (value & VLAN_CFI) === 0n;
}

const numberOf = (match: Match, member: FlowMember): number => Number(match.member(member).value);
const counts = (match: Match, member: FlowMember): boolean => match.member(member).mask !== 0n;
const unless = (condition: boolean, bit: number): number => (condition ? 0 : bit);

/** Writes a match as `struct ofp10_match`. */
export function putOf10Match(out: ByteWriter, match: Match): void {
  const none = excludesVlan(match);
  const { vid, pcp } = vlanOf(match);
  const bits = WILDCARD.of10;
  const wildcards =
    unless(counts(match, 'in_port'), WILDCARD.inPort) |
    unless(counts(match, 'dl_type'), bits.dlType) |
    unless(counts(match, 'nw_proto'), bits.nwProto) |
    (wildBits(match, 'nw_src') << bits.nwSrcShift) |
    (wildBits(match, 'nw_dst') << bits.nwDstShift) |
    unless((match.member('nw_tos').mask & 0xfcn) !== 0n, bits.nwTos) |
    unless(counts(match, 'tp_src'), bits.tpSrc) |
    unless(counts(match, 'tp_dst'), bits.tpDst) |
    unless(counts(match, 'dl_src'), bits.dlSrc) |
    unless(counts(match, 'dl_dst'), bits.dlDst) |
    unless(none || vid !== undefined, WILDCARD.dlVlan) |
    unless(none || pcp !== undefined, bits.dlVlanPcp);
  out.uint(wildcards, 4);
  out.uint(numberOf(match, 'in_port'), 2);
  out.uint(numberOf(match, 'dl_src'), 6);
  out.uint(numberOf(match, 'dl_dst'), 6);
  out.uint(none ? NO_VLAN : (vid ?? 0), 2);
  out.uint(none ? 0 : (pcp ?? 0), 1);
  out.zeros(1);
  out.uint(numberOf(match, 'dl_type'), 2);
  out.uint(numberOf(match, 'nw_tos') & 0xfc, 1);
  out.uint(numberOf(match, 'nw_proto'), 1);
  out.zeros(2);
  out.uint(numberOf(match, 'nw_src'), 4);
  out.uint(numberOf(match, 'nw_dst'), 4);
  out.uint(numberOf(match, 'tp_src'), 2);
  out.uint(numberOf(match, 'tp_dst'), 2);
}

/** Returns the number of low bits of an address that are wildcarded. */
function wildBits(match: Match, member: 'nw_src' | 'nw_dst'): number {
  const mask = Number(match.member(member).mask);
  return mask === 0 ? 32 : Math.clz32(mask & -mask) ^ 31;
}

/** The type and length of `struct ofp11_match`. */
const STANDARD_TYPE = 0;
const STANDARD_LENGTH = 88;

/** Writes a match as `struct ofp11_match`. */
export function putOf11Match(out: ByteWriter, match: Match): void {
  const matchesVlan = counts(match, 'vlan_tci');
  const none = excludesVlan(match);
  const { vid, pcp } = vlanOf(match);
  const mpls = match.member('mpls_lse');
  const matchesLabel = (mpls.mask & 0xfffff000n) !== 0n;
  const matchesTc = (mpls.mask & 0xe00n) !== 0n;
  const matchesTos = (match.member('nw_tos').mask & 0xfcn) !== 0n;
  const bits = WILDCARD.of11;
  const wildcards =
    unless(counts(match, 'in_port'), WILDCARD.inPort) |
    unless(matchesVlan, WILDCARD.dlVlan) |
    unless(!none && pcp !== undefined, bits.dlVlanPcp) |
    unless(counts(match, 'dl_type'), bits.dlType) |
    unless(matchesTos, bits.nwTos) |
    unless(counts(match, 'nw_proto'), bits.nwProto) |
    unless(counts(match, 'tp_src'), bits.tpSrc) |
    unless(counts(match, 'tp_dst'), bits.tpDst) |
    unless(matchesLabel, bits.mplsLabel) |
    unless(matchesTc, bits.mplsTc);
  out.uint(STANDARD_TYPE, 2);
  out.uint(STANDARD_LENGTH, 2);
  out.uint(counts(match, 'in_port') ? portToOf11(numberOf(match, 'in_port')) : 0, 4);
  out.uint(wildcards, 4);
  putInverted(out, match, 'dl_src', 6);
  putInverted(out, match, 'dl_dst', 6);
  out.uint(none ? NO_VLAN : matchesVlan ? (vid ?? ANY_VLAN) : 0, 2);
  out.uint(none ? 0 : (pcp ?? 0), 1);
  out.zeros(1);
  out.uint(numberOf(match, 'dl_type'), 2);
  out.uint(matchesTos ? numberOf(match, 'nw_tos') & 0xfc : 0, 1);
  out.uint(numberOf(match, 'nw_proto'), 1);
  putInverted(out, match, 'nw_src', 4);
  putInverted(out, match, 'nw_dst', 4);
  out.uint(numberOf(match, 'tp_src'), 2);
  out.uint(numberOf(match, 'tp_dst'), 2);
  out.uint(matchesLabel ? Number(mpls.value >> 12n) : 0, 4);
  out.uint(matchesTc ? Number((mpls.value >> 9n) & 7n) : 0, 1);
  out.zeros(3);
  putInverted(out, match, 'metadata', 8);
}

/** Writes a value and its inverted mask. */
function putInverted(out: ByteWriter, match: Match, member: FlowMember, bytes: number): void {
  const { value, mask } = match.member(member);
  out.big(value, bytes);
  out.big(BigInt.asUintN(8 * bytes, ~mask), bytes);
}
