/** Sets fields of IPv4 and IPv6, and updates checksums. */
import { ETH_TYPE, FRAG, HEADER, IP_PROTO } from '../lib/protocol-numbers.js';
import type { FlowMember } from '../openflow/model/members.js';
import type { Checksum, FrameEditor } from './frame-editor.js';

/** Returns the transport checksums that cover the IP addresses. */
function addressChecksums({ flow, layers, transportSize }: FrameEditor): readonly Checksum[] {
  const { transport } = layers;
  if (transport === undefined || (flow.get('nw_frag') & FRAG.LATER) !== 0n) return [];
  const isIpv6 = Number(flow.get('dl_type')) === ETH_TYPE.IPV6;
  switch (Number(flow.get('nw_proto'))) {
    case IP_PROTO.TCP:
      return transportSize < HEADER.TCP ? [] : [{ at: transport + 16, optional: false }];
    case IP_PROTO.UDP:
      return transportSize < HEADER.UDP ? [] : [{ at: transport + 6, optional: true }];
    case IP_PROTO.ICMPV6:
      return !isIpv6 || transportSize < 4 ? [] : [{ at: transport + 2, optional: false }];
    default:
      return [];
  }
}

/** Sets addresses, type of service and TTL. Mirrors `packet_set_ipv4()`. */
export function setIpv4(editor: FrameEditor): void {
  const { flow, layers } = editor;
  const { network: ip, transport } = layers;
  if (ip === undefined || transport === undefined) return;
  if (Number(flow.get('dl_type')) !== ETH_TYPE.IPV4) return;
  const own: Checksum = { at: ip + 10, optional: false };
  const checksums = [...addressChecksums(editor), own];
  editor.set('nw_src', ip + 12, 4, checksums);
  editor.set('nw_dst', ip + 16, 4, checksums);
  setByte(editor, 'nw_tos', ip, 1, own);
  setByte(editor, 'nw_ttl', ip + 8, 0, own);
}

/** Sets one byte of a 16-bit word and updates the checksum that covers it. */
function setByte(
  editor: FrameEditor,
  member: FlowMember,
  at: number,
  place: 0 | 1,
  checksum: Checksum,
): void {
  const before = editor.big(at, 2);
  const after = editor.after(member, editor.big(at + place, 1));
  editor.put(at + place, after, 1);
  if (editor.big(at, 2) !== before) editor.update(checksum, before, editor.big(at, 2), 2);
}

/** Sets addresses, flow label, traffic class and hop limit. Mirrors `packet_set_ipv6()`. */
export function setIpv6(editor: FrameEditor): void {
  const { flow, layers } = editor;
  const { network: ip, transport } = layers;
  if (ip === undefined || transport === undefined) return;
  if (Number(flow.get('dl_type')) !== ETH_TYPE.IPV6) return;
  const checksums = addressChecksums(editor);
  editor.set('ipv6_src', ip + 8, 16, checksums);
  editor.set('ipv6_dst', ip + 24, 16, hasRouteLeft(editor, ip, transport) ? [] : checksums);
  const word = editor.u32(ip);
  const tos = Number(editor.after('nw_tos', BigInt((word >>> 20) & 0xff)));
  const label = Number(editor.after('ipv6_label', BigInt(word & 0xfffff)));
  editor.put(ip, BigInt(((word & 0xf0000000) | (tos << 20) | label) >>> 0), 4);
  editor.set('nw_ttl', ip + 7, 1);
}

/**
 * Returns true if a routing header lists further stops. Checksums then cover the last stop, not the
 * next one.
 */
function hasRouteLeft(editor: FrameEditor, ip: number, transport: number): boolean {
  let protocol = editor.u8(ip + 6);
  for (let at = ip + HEADER.IPV6; at + 8 <= transport; ) {
    const next = editor.u8(at);
    const length = editor.u8(at + 1);
    switch (protocol) {
      case IP_PROTO.ROUTING:
        if (editor.u8(at + 3) > 0) return true;
        at += (length + 1) * 8;
        break;
      case IP_PROTO.HOP_OPTIONS:
      case IP_PROTO.DESTINATION_OPTIONS:
        at += (length + 1) * 8;
        break;
      case IP_PROTO.AH:
        at += (length + 2) * 4;
        break;
      case IP_PROTO.FRAGMENT:
        at += 8;
        break;
      default:
        return false;
    }
    protocol = next;
  }
  return false;
}
