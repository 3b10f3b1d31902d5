/** Decodes the matches of OpenFlow 1.0 and 1.1. Mirrors `ofputil_match_from_ofp10_match()` and `..._ofp11_match()`. */

import { NW_PROTO } from '../../lib/protocol-numbers.js';
import { OpenFlowError } from '../model/errors.js';
import { Match } from '../model/match.js';
import { VLAN_CFI } from '../model/members.js';
import { portFromOf11 } from '../model/openflow-ports.js';
import { PROTOCOLS_WITH_PORTS } from '../model/protocol-numbers.js';
import type { ByteReader } from './byte-reader.js';
import { ANY_VLAN, NO_VLAN, WILDCARD } from './legacy-match.js';

export const OF10_MATCH_BYTES = 40;
export const OF11_MATCH_BYTES = 88;

const VID = 0xfffn;
const PCP = 0xe000n;

/** Reads a match of OpenFlow 1.0. */
export function takeOf10Match(reader: ByteReader): Match {
  const wildcards = reader.uint(4);
  const bits = WILDCARD.of10;
  const matches = (bit: number): boolean => (wildcards & bit) === 0;
  const inPort = reader.uint(2);
  const dlSrc = reader.big(6);
  const dlDst = reader.big(6);
  const vlan = reader.uint(2);
  const pcp = reader.uint(1);
  reader.skip(1);
  const type = reader.big(2);
  const tos = reader.big(1);
  const protocol = reader.big(1);
  reader.skip(2);
  const [src, dst] = [reader.big(4), reader.big(4)];
  const [tpSrc, tpDst] = [reader.big(2), reader.big(2)];

  let match = Match.ANY;
  if (matches(WILDCARD.inPort)) match = match.withMember('in_port', BigInt(inPort), 0xffffn);
  if (matches(bits.dlSrc)) match = match.withMember('dl_src', dlSrc, 0xffffffffffffn);
  if (matches(bits.dlDst)) match = match.withMember('dl_dst', dlDst, 0xffffffffffffn);
  match = withOf10Vlan(match, vlan, pcp, matches(WILDCARD.dlVlan), matches(bits.dlVlanPcp));
  if (matches(bits.dlType)) match = match.withMember('dl_type', type, 0xffffn);
  match = match.withMember('nw_src', src, prefixMask(wildcards >>> bits.nwSrcShift));
  match = match.withMember('nw_dst', dst, prefixMask(wildcards >>> bits.nwDstShift));
  if (matches(bits.nwProto)) match = match.withMember('nw_proto', protocol, 0xffn);
  if (matches(bits.nwTos)) match = match.withMember('nw_tos', tos, 0xfcn);
  if (matches(bits.tpSrc)) match = match.withMember('tp_src', tpSrc, 0xffffn);
  if (matches(bits.tpDst)) match = match.withMember('tp_dst', tpDst, 0xffffn);
  return match;
}

/** Returns the mask of an address from the number of its wildcarded low bits. */
function prefixMask(field: number): bigint {
  const wild = Math.min(field & 0x3f, 32);
  return BigInt.asUintN(32, -1n << BigInt(wild));
}

function withOf10Vlan(
  match: Match,
  vlan: number,
  pcp: number,
  matchesVid: boolean,
  matchesPcp: boolean,
): Match {
  if (matchesVid && vlan === NO_VLAN) return match.withMember('vlan_tci', 0n, 0xffffn);
  const mask = (matchesVid ? VID | VLAN_CFI : 0n) | (matchesPcp ? PCP | VLAN_CFI : 0n);
  const tci = BigInt(vlan & 0xfff) | BigInt((pcp << 13) & 0xe000) | VLAN_CFI;
  return match.withMember('vlan_tci', tci, mask);
}

const STANDARD_TYPE = 0;

/**
 * Reads a match of OpenFlow 1.1.
 *
 * @throws OpenFlowError if it is invalid.
 */
export function takeOf11Match(reader: ByteReader): Match {
  const type = reader.uint(2);
  const length = reader.uint(2);
  if (type !== STANDARD_TYPE) throw new OpenFlowError('OFPBMC_BAD_TYPE');
  if (length !== OF11_MATCH_BYTES) throw new OpenFlowError('OFPBMC_BAD_LEN');
  const port = reader.uint(4);
  const wildcards = reader.uint(4);
  const bits = WILDCARD.of11;
  const matches = (bit: number): boolean => (wildcards & bit) === 0;
  const inverted = (bytes: number) => {
    const value = reader.big(bytes);
    return { value, mask: BigInt.asUintN(8 * bytes, ~reader.big(bytes)) };
  };
  const dlSrc = inverted(6);
  const dlDst = inverted(6);
  const vlan = reader.uint(2);
  const pcp = reader.uint(1);
  reader.skip(1);
  const ethType = reader.big(2);
  const tos = reader.big(1);
  const protocol = reader.big(1);
  const nwSrc = inverted(4);
  const nwDst = inverted(4);
  const [tpSrc, tpDst] = [reader.big(2), reader.big(2)];
  const label = reader.big(4);
  const trafficClass = reader.big(1);
  reader.skip(3);
  const metadata = inverted(8);

  let match = Match.ANY;
  if (matches(WILDCARD.inPort)) {
    const inPort = portFromOf11(port);
    if (inPort === undefined) throw new OpenFlowError('OFPBMC_BAD_VALUE');
    match = match.withMember('in_port', BigInt(inPort), 0xffffn);
  }
  match = match.withMember('dl_src', dlSrc.value, dlSrc.mask);
  match = match.withMember('dl_dst', dlDst.value, dlDst.mask);
  if (matches(WILDCARD.dlVlan)) match = withOf11Vlan(match, vlan, pcp, matches(bits.dlVlanPcp));
  if (matches(bits.dlType)) match = match.withMember('dl_type', ethType, 0xffffn);
  const isIpv4 = match.satisfies('ipv4');
  if (isIpv4 && matches(bits.nwTos)) {
    if ((tos & ~0xfcn) !== 0n) throw new OpenFlowError('OFPBMC_BAD_VALUE');
    match = match.withMember('nw_tos', tos, 0xfcn);
  }
  if (isIpv4 || match.satisfies('arp')) {
    if (matches(bits.nwProto)) match = match.withMember('nw_proto', protocol, 0xffn);
    match = match.withMember('nw_src', nwSrc.value, nwSrc.mask);
    match = match.withMember('nw_dst', nwDst.value, nwDst.mask);
  }
  if (isIpv4) {
    if (matches(bits.tpSrc)) match = withTransport(match, 'tp_src', tpSrc);
    if (matches(bits.tpDst)) match = withTransport(match, 'tp_dst', tpDst);
  }
  if (match.satisfies('mpls')) {
    if (matches(bits.mplsLabel)) match = match.with('mpls_label', label);
    if (matches(bits.mplsTc)) match = match.with('mpls_tc', trafficClass);
  }
  return match.withMember('metadata', metadata.value, metadata.mask);
}

function withOf11Vlan(match: Match, vlan: number, pcp: number, matchesPcp: boolean): Match {
  if (vlan === NO_VLAN) return match.withMember('vlan_tci', 0n, 0xffffn);
  const isAny = vlan === ANY_VLAN;
  if (!isAny && vlan > 0xfff) throw new OpenFlowError('OFPBMC_BAD_VALUE');
  if (matchesPcp && pcp > 7) throw new OpenFlowError('OFPBMC_BAD_VALUE');
  const value = (isAny ? 0n : BigInt(vlan)) | (matchesPcp ? BigInt(pcp) << 13n : 0n) | VLAN_CFI;
  const mask = (isAny ? 0n : VID) | (matchesPcp ? PCP : 0n) | VLAN_CFI;
  return match.withMember('vlan_tci', value, mask);
}

function withTransport(match: Match, member: 'tp_src' | 'tp_dst', value: bigint): Match {
  const protocol = match.member('nw_proto').value;
  if (protocol === NW_PROTO.ICMP) {
    if (value > 0xffn) throw new OpenFlowError('OFPBMC_BAD_FIELD');
  } else if (!PROTOCOLS_WITH_PORTS.includes(protocol)) {
    return match;
  }
  return match.withMember(member, value, 0xffffn);
}
