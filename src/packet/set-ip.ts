/** Sets fields of IPv4 and IPv6, and the checksums that sum them up. */
import type { FlowMember } from '../openflow/model/members.js';
import type { Checksum, Editing } from './frame-editor.js';
import { ETH_TYPE, FRAG, HEADER, IP_PROTO } from './protocol-numbers.js';

/** The checksums of the transport layer that sum up the addresses of IP. */
function addressChecksums({ flow, layers, transportSize }: Editing): readonly Checksum[] {
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

/** Addresses, type of service and time to live. */
export function setIpv4(editing: Editing): void {
  const { flow, layers } = editing;
  const { network: ip, transport } = layers;
  if (ip === undefined || transport === undefined) return;
  if (Number(flow.get('dl_type')) !== ETH_TYPE.IPV4) return;
  const own: Checksum = { at: ip + 10, optional: false };
  const checksums = [...addressChecksums(editing), own];
  editing.set('nw_src', ip + 12, 4, checksums);
  editing.set('nw_dst', ip + 16, 4, checksums);
  setByte(editing, 'nw_tos', ip, 1, own);
  setByte(editing, 'nw_ttl', ip + 8, 0, own);
}

/** Sets one byte of two that a checksum sums up. */
function setByte(
  editing: Editing,
  member: FlowMember,
  at: number,
  place: 0 | 1,
  checksum: Checksum,
): void {
  const before = editing.get(at, 2);
  const after = editing.after(member, editing.get(at + place, 1));
  editing.put(at + place, after, 1);
  if (editing.get(at, 2) !== before) editing.update(checksum, before, editing.get(at, 2), 2);
}

/** Addresses, flow label, traffic class and hop limit. */
export function setIpv6(editing: Editing): void {
  const { flow, layers } = editing;
  const { network: ip, transport } = layers;
  if (ip === undefined || transport === undefined) return;
  if (Number(flow.get('dl_type')) !== ETH_TYPE.IPV6) return;
  const checksums = addressChecksums(editing);
  editing.set('ipv6_src', ip + 8, 16, checksums);
  editing.set('ipv6_dst', ip + 24, 16, hasRouteLeft(editing, ip, transport) ? [] : checksums);
  const word = editing.u32(ip);
  const tos = Number(editing.after('nw_tos', BigInt((word >>> 20) & 0xff)));
  const label = Number(editing.after('ipv6_label', BigInt(word & 0xfffff)));
  editing.putU32(ip, ((word & 0xf0000000) | (tos << 20) | label) >>> 0);
  editing.set('nw_ttl', ip + 7, 1);
}

/** Whether a routing header names stops to come: checksums sum up the last stop, not the next. */
function hasRouteLeft(editing: Editing, ip: number, transport: number): boolean {
  let protocol = editing.u8(ip + 6);
  for (let at = ip + HEADER.IPV6; at + 8 <= transport; ) {
    const next = editing.u8(at);
    const length = editing.u8(at + 1);
    switch (protocol) {
      case IP_PROTO.ROUTING:
        if (editing.u8(at + 3) > 0) return true;
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
