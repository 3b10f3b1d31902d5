/**
 * What a frame comes down to: the counterpart of `flow_extract`. Frames come from anywhere, so
 * that any header may be cut short, and any length in one may be wrong.
 */

import { DL_TYPE_NONE, ETH_TYPE, ETH_TYPE_MIN, HEADER } from '../lib/protocol-numbers.js';
import { type FlowMember, memberIndex } from '../openflow/model/members.js';
import { extractNetwork } from './extract-network.js';
import { Flow } from './flow.js';
import type { FrameLayers } from './frame-layers.js';
import { FrameReader } from './frame-reader.js';

/**
 * The flow of a frame. What is not of the frame (the port that it came in through, its tunnel,
 * marks, connection) is taken from `metadata`. A frame that is cut short, or that contradicts
 * itself, has no members from there on.
 */
export function extractFlow(frame: Uint8Array, metadata: Flow): Flow {
  return dissect(frame, metadata).flow;
}

/** The flow of a frame, and where its layers are. */
export function dissect(
  frame: Uint8Array,
  metadata: Flow,
): { readonly flow: Flow; readonly layers: FrameLayers } {
  const flow = new Flow();
  const layers: FrameLayers = { end: frame.length };
  copyMetadata(metadata, flow);
  if (frame.length < HEADER.ETH) return { flow, layers };
  const reader = new FrameReader(frame);
  const type = extractLink(reader, flow);
  if (type === ETH_TYPE.MPLS || type === ETH_TYPE.MPLS_MULTICAST) {
    layers.mpls = reader.at;
    extractLabels(reader, flow);
  }
  layers.network = reader.at;
  extractNetwork(reader, type, flow, layers);
  return { flow, layers };
}

const indexes = (members: readonly FlowMember[]): readonly number[] => members.map(memberIndex);

const ALWAYS = indexes(['skb_priority', 'pkt_mark', 'dp_hash', 'in_port', 'recirc_id']);

const CONNECTION = indexes(['ct_mark', 'ct_label']);

const TUNNEL = indexes([
  'tun_id',
  'tun_src',
  'tun_dst',
  'tun_gbp_id',
  'tun_gbp_flags',
  'tun_tos',
  'tun_ttl',
  'tun_flags',
  'tun_tp_src',
  'tun_tp_dst',
  'tun_metadata_present',
]);

/** The place of `tun_metadata0`; the other options follow it. */
const FIRST_OPTION = memberIndex('tun_metadata0');

function copyMetadata(metadata: Flow, flow: Flow): void {
  const copy = (index: number): void => flow.setAt(index, metadata.at(index));
  ALWAYS.forEach(copy);
  const tracked = metadata.get('ct_state') !== 0n;
  if (tracked || metadata.get('recirc_id') !== 0n) {
    flow.set('ct_state', metadata.get('ct_state'));
    flow.set('ct_zone', metadata.get('ct_zone'));
  }
  if (tracked) CONNECTION.forEach(copy);
  // A tunnel without a destination is none.
  if (metadata.get('tun_dst') === 0n) return;
  TUNNEL.forEach(copy);
  for (let n = 0, present = metadata.get('tun_metadata_present'); present !== 0n; n++) {
    if ((present & 1n) !== 0n) copy(FIRST_OPTION + n);
    present >>= 1n;
  }
}

/** Extracts addresses, VLAN tag and type, and moves the reader past the type. */
function extractLink(reader: FrameReader, flow: Flow): number {
  flow.set('dl_dst', reader.mac(0));
  flow.set('dl_src', reader.mac(6));
  reader.skip(12);
  if (reader.u16(0) === ETH_TYPE.VLAN && reader.left >= HEADER.VLAN + 2) {
    flow.set('vlan_tci', BigInt(reader.u16(2) | 0x1000));
    reader.skip(HEADER.VLAN);
  }
  const type = extractType(reader);
  flow.set('dl_type', BigInt(type));
  return type;
}

/** The type of the frame, which may be behind a SNAP header. */
function extractType(reader: FrameReader): number {
  const type = reader.u16(0);
  reader.skip(2);
  if (type >= ETH_TYPE_MIN) return type;
  if (reader.left < HEADER.SNAP) return DL_TYPE_NONE;
  // DSAP, SSAP and control of SNAP, and the organization that stands for Ethernet.
  if (reader.u32(0) !== 0xaaaa0300 || reader.u16(4) !== 0) return DL_TYPE_NONE;
  const inner = reader.u16(6);
  reader.skip(HEADER.SNAP);
  return inner >= ETH_TYPE_MIN ? inner : DL_TYPE_NONE;
}

const LABELS = indexes(['mpls_lse', 'mpls_lse1', 'mpls_lse2']);

/** The whole label stack, of which a flow has the outer entries only. */
function extractLabels(reader: FrameReader, flow: Flow): void {
  for (let place = 0; reader.left >= HEADER.MPLS; place++) {
    const lse = reader.u32(0);
    const index = LABELS[place];
    if (index !== undefined) flow.setAt(index, BigInt(lse));
    reader.skip(HEADER.MPLS);
    if ((lse & 0x100) !== 0) return;
  }
}
