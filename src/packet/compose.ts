/**
 * Composes a frame from a flow (`flow_compose`). Fields that a flow does not have are zero, such as
 * TCP and UDP checksums and the UDP length.
 */
import { ARP_OP, DL_TYPE_NONE, ETH_TYPE, FRAG, HEADER } from '../lib/protocol-numbers.js';
import type { FlowMember } from '../openflow/model/members.js';
import { internetChecksum } from './checksum.js';
import { composeTransport } from './compose-transport.js';
import type { Flow } from './flow.js';
import { FrameWriter } from './frame-writer.js';
import { isMplsType, MPLS_BOS, MPLS_MEMBERS } from './mpls.js';

/**
 * Returns a frame from which `extractFlow()` recovers `flow`, as far as a frame can represent it.
 */
export function composeFrame(flow: Flow): Uint8Array {
  const number = (member: FlowMember): number => Number(flow.get(member));
  const type = number('dl_type');
  const frame = new FrameWriter().big(flow.get('dl_dst'), 6).big(flow.get('dl_src'), 6);
  // A frame without a type has a length instead, here that of the bare header.
  if (type === DL_TYPE_NONE) return frame.u16(HEADER.ETH).from();
  const tci = number('vlan_tci');
  if ((tci & 0x1000) !== 0) frame.u16(ETH_TYPE.VLAN, tci & ~0x1000);
  frame.u16(type);
  switch (type) {
    case ETH_TYPE.IPV4:
      composeIpv4(frame, flow, number);
      break;
    case ETH_TYPE.IPV6:
      composeIpv6(frame, flow, number);
      break;
    case ETH_TYPE.ARP:
    case ETH_TYPE.RARP:
      composeArp(frame, flow, number);
      break;
  }
  if (isMplsType(BigInt(type))) composeLabels(frame, flow, number);
  return frame.from();
}

type NumberOf = (member: FlowMember) => number;

const MORE_FRAGMENTS = 0x2000;
/** The offset of fragments other than the first, in units of 8 bytes. */
const LATER_OFFSET = 100;

function composeIpv4(frame: FrameWriter, flow: Flow, number: NumberOf): void {
  const start = frame.length;
  const frag = flow.get('nw_frag');
  let fragment = 0;
  if ((frag & FRAG.ANY) !== 0n) {
    fragment = MORE_FRAGMENTS | ((frag & FRAG.LATER) === 0n ? 0 : LATER_OFFSET);
  }
  frame.u8(0x45, number('nw_tos')).u16(0, 0, fragment);
  frame.u8(number('nw_ttl'), number('nw_proto')).u16(0);
  frame.u32(number('nw_src')).u32(number('nw_dst'));
  composeTransport(frame, flow);
  frame.patch16(start + 2, frame.length - start);
  frame.patch16(start + 10, internetChecksum(frame.from(start).subarray(0, HEADER.IPV4)));
}

function composeIpv6(frame: FrameWriter, flow: Flow, number: NumberOf): void {
  const start = frame.length;
  frame.u32(0x60000000 | (number('nw_tos') << 20) | number('ipv6_label'));
  frame.u16(0).u8(number('nw_proto'), number('nw_ttl'));
  frame.big(flow.get('ipv6_src'), 16).big(flow.get('ipv6_dst'), 16);
  composeTransport(frame, flow);
  frame.patch16(start + 4, frame.length - start - HEADER.IPV6);
}

/** Writes ARP; only requests and replies have addresses. */
function composeArp(frame: FrameWriter, flow: Flow, number: NumberOf): void {
  const opcode = number('nw_proto');
  const known = opcode === ARP_OP.REQUEST || opcode === ARP_OP.REPLY;
  const big = (member: FlowMember): bigint => (known ? flow.get(member) : 0n);
  frame.u16(1, ETH_TYPE.IPV4).u8(6, 4).u16(opcode);
  frame.big(big('arp_sha'), 6).big(big('nw_src'), 4);
  frame.big(big('arp_tha'), 6).big(big('nw_dst'), 4);
}

/** Writes the stack down to its bottom entry, or all entries if none is marked as the bottom. */
function composeLabels(frame: FrameWriter, flow: Flow, number: NumberOf): void {
  for (const member of MPLS_MEMBERS) {
    frame.u32(number(member));
    if ((flow.get(member) & MPLS_BOS) !== 0n) return;
  }
}
