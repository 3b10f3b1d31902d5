/**
 * Hashes the fields of a packet that choose among several outputs. Packets that belong together
 * have the same hash (`flow_hash_fields`).
 */
import { hashAdd, hashFinish, jhashBytes } from '../../lib/hash.js';
import { DL_TYPE, NW_PROTO } from '../../lib/protocol-numbers.js';
import type { HashFields } from '../../openflow/model/actions.js';
import { type FlowMember, memberIndex, VLAN_CFI } from '../../openflow/model/members.js';
import type { Flow, Wildcards } from '../../packet/flow.js';
import { firstWord, swapBytes } from '../../packet/flow-layout.js';
import { putBig } from '../../packet/frame-writer.js';
import { isIpType } from '../../packet/mpls.js';

const { IPV4, IPV6 } = DL_TYPE;
const { ICMP, SCTP, TCP, UDP } = NW_PROTO;

/** Returns the hash of some fields of a flow. */
export function hashFields(flow: Flow, fields: HashFields, basis: number): number {
  switch (fields) {
    case 'eth_src':
      return hashSource(flow, basis);
    case 'symmetric_l4':
      return hashSymmetricL4(flow, basis);
    case 'symmetric_l3l4':
      return hashSymmetricL3L4(flow, basis, false);
    case 'symmetric_l3l4+udp':
      return hashSymmetricL3L4(flow, basis, true);
  }
}

function hashSource(flow: Flow, basis: number): number {
  const bytes = new Uint8Array(6);
  putBig(bytes, 0, flow.get('dl_src'), 6);
  return jhashBytes(bytes, basis);
}

const xor = (flow: Flow, one: FlowMember, other: FlowMember): bigint =>
  flow.get(one) ^ flow.get(other);

/**
 * Returns a hash that is the same for both directions of a connection, ignoring UDP ports. Mirrors
 * `flow_hash_symmetric_l4()`.
 */
export function hashSymmetricL4(flow: Flow, basis: number): number {
  const bytes = new Uint8Array(32);
  const type = flow.get('dl_type');
  putBig(bytes, 16, type, 2);
  putBig(bytes, 18, flow.get('vlan_tci') & 0xfffn, 2);
  putBig(bytes, 22, xor(flow, 'dl_src', 'dl_dst'), 6);
  if (type === IPV4) putBig(bytes, 0, xor(flow, 'nw_src', 'nw_dst'), 4);
  if (type === IPV6) putBig(bytes, 0, xor(flow, 'ipv6_src', 'ipv6_dst'), 16);
  if (isIpType(type)) {
    const protocol = flow.get('nw_proto');
    bytes[28] = Number(protocol);
    if (protocol === TCP || protocol === SCTP) {
      putBig(bytes, 20, xor(flow, 'tp_src', 'tp_dst'), 2);
    }
  }
  return jhashBytes(bytes, basis);
}

const IPV6_SRC = firstWord(memberIndex('ipv6_src'));
const IPV6_DST = firstWord(memberIndex('ipv6_dst'));

function hashSymmetricL3L4(flow: Flow, basis: number, withUdpPorts: boolean): number {
  let hash = basis;
  const { words } = flow;
  switch (flow.get('dl_type')) {
    case IPV4:
      hash = hashAdd(hash, swapBytes(Number(xor(flow, 'nw_src', 'nw_dst'))));
      break;
    case IPV6:
      // The reference reads twice the length of the addresses, and thus the members after them.
      for (let i = 0; i < 8; i++) {
        hash = hashAdd(hash, (words[IPV6_SRC + i] ?? 0) ^ (words[IPV6_DST + i] ?? 0));
      }
      break;
    default:
      return 0;
  }
  const protocol = flow.get('nw_proto');
  hash = hashAdd(hash, Number(protocol));
  if (protocol === TCP || protocol === SCTP || (withUdpPorts && protocol === UDP)) {
    const ports = Number(xor(flow, 'tp_src', 'tp_dst'));
    hash = hashAdd(hash, swapBytes(ports) >>> 16);
  }
  return hashFinish(hash, basis);
}

/** Adds the fields on which a hash depends to `wildcards`. Mirrors `flow_mask_hash_fields()`. */
export function dependOnHashFields(flow: Flow, wildcards: Wildcards, fields: HashFields): void {
  const isIp = isIpType(flow.get('dl_type'));
  const isUdp = isIp && flow.get('nw_proto') === UDP;
  switch (fields) {
    case 'eth_src':
      wildcards.add('dl_src');
      return;
    case 'symmetric_l4':
      wildcards.add('dl_src');
      wildcards.add('dl_dst');
      dependOnAddresses(flow, wildcards);
      if (isIp) {
        wildcards.add('nw_proto');
        dependOnPorts(flow, wildcards);
      }
      wildcards.add('vlan_tci', VLAN_CFI | 0xfffn);
      return;
    case 'symmetric_l3l4+udp':
    case 'symmetric_l3l4': {
      if (!isIp) return;
      dependOnAddresses(flow, wildcards);
      wildcards.add('nw_proto');
      const protocol = flow.get('nw_proto');
      const udp = isUdp && fields === 'symmetric_l3l4+udp';
      if (protocol === TCP || protocol === SCTP || udp) {
        wildcards.add('tp_src');
        wildcards.add('tp_dst');
      }
      return;
    }
  }
}

function dependOnAddresses(flow: Flow, wildcards: Wildcards): void {
  const ipv6 = flow.get('dl_type') === IPV6;
  if (!ipv6 && flow.get('dl_type') !== IPV4) return;
  wildcards.add(ipv6 ? 'ipv6_src' : 'nw_src');
  wildcards.add(ipv6 ? 'ipv6_dst' : 'nw_dst');
}

/** Adds the ports, or the 8-bit type and code of ICMP, to `wildcards`. */
function dependOnPorts(flow: Flow, wildcards: Wildcards): void {
  const icmp = flow.get('nw_proto') === ICMP;
  wildcards.add('tp_src', icmp ? 0xffn : 0xffffn);
  wildcards.add('tp_dst', icmp ? 0xffn : 0xffffn);
}
