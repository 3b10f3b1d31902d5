/**
 * Extracts the flow of a frame (`flow_extract`). Frames come from untrusted sources, so any header
 * may be truncated and any length wrong.
 */
import { DL_TYPE_NONE, ETH_TYPE, ETH_TYPE_MIN, HEADER } from '../lib/protocol-numbers.js';
import { type FlowMember, memberIndex } from '../openflow/model/members.js';
import { extractNetwork } from './extract-network.js';
import { Flow } from './flow.js';
import type { FrameLayers } from './frame-layers.js';
import { FrameReader } from './frame-reader.js';

/**
 * Returns the flow of a frame. Extraction stops where the frame is truncated or inconsistent.
 *
 * @param metadata the members that do not come from the frame: port, tunnel, marks, connection.
 */
export function extractFlow(frame: Uint8Array, metadata: Flow): Flow {
  return dissect(frame, metadata).flow;
}

/** Returns the flow of a frame, and the offsets of its layers. */
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

/** The index of `tun_metadata0`, which the other options follow. */
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
  // Without a destination there is no tunnel.
  if (metadata.get('tun_dst') === 0n) return;
  TUNNEL.forEach(copy);
  for (let n = 0, present = metadata.get('tun_metadata_present'); present !== 0n; n++) {
    if ((present & 1n) !== 0n) copy(FIRST_OPTION + n);
    present >>= 1n;
  }
}

/** Extracts the addresses, VLAN tag and type, and advances the reader past the type. */
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

/** Reads the type of the frame, which may be in a SNAP header. */
function extractType(reader: FrameReader): number {
  const type = reader.u16(0);
  reader.skip(2);
  if (type >= ETH_TYPE_MIN) return type;
  if (reader.left < HEADER.SNAP) return DL_TYPE_NONE;
  // These are DSAP, SSAP and control field of SNAP, and the organization code for Ethernet types.
  if (reader.u32(0) !== 0xaaaa0300 || reader.u16(4) !== 0) return DL_TYPE_NONE;
  const inner = reader.u16(6);
  reader.skip(HEADER.SNAP);
  return inner >= ETH_TYPE_MIN ? inner : DL_TYPE_NONE;
}

const LABELS = indexes(['mpls_lse', 'mpls_lse1', 'mpls_lse2']);

/** Reads the whole label stack. A flow holds only its outermost entries. */
function extractLabels(reader: FrameReader, flow: Flow): void {
  for (let place = 0; reader.left >= HEADER.MPLS; place++) {
    const lse = reader.u32(0);
    const index = LABELS[place];
    if (index !== undefined) flow.setAt(index, BigInt(lse));
    reader.skip(HEADER.MPLS);
    if ((lse & 0x100) !== 0) return;
  }
}
