/** Extracts the transport layer of a frame. */
import { HEADER, ICMPV6_TYPE, IP_PROTO, ND_OPTION } from '../lib/protocol-numbers.js';
import type { Flow } from './flow.js';
import type { FrameReader } from './frame-reader.js';

/** Extracts the transport header of the flow's protocol, unless it is truncated. */
export function extractTransport(reader: FrameReader, flow: Flow): void {
  switch (Number(flow.get('nw_proto'))) {
    case IP_PROTO.TCP:
      if (reader.left < HEADER.TCP) return;
      flow.set('tcp_flags', BigInt(reader.u16(12) & 0x0fff));
      extractPorts(reader, flow);
      break;
    case IP_PROTO.UDP:
      if (reader.left >= HEADER.UDP) extractPorts(reader, flow);
      break;
    case IP_PROTO.SCTP:
      if (reader.left >= HEADER.SCTP) extractPorts(reader, flow);
      break;
    case IP_PROTO.ICMP:
      if (reader.left >= HEADER.ICMP) extractTypeAndCode(reader, flow);
      break;
    case IP_PROTO.IGMP:
      if (reader.left >= HEADER.IGMP) extractTypeAndCode(reader, flow);
      break;
    case IP_PROTO.ICMPV6:
      if (reader.left < HEADER.ICMPV6) return;
      extractTypeAndCode(reader, flow);
      extractDiscovery(reader, flow);
      break;
  }
}

function extractPorts(reader: FrameReader, flow: Flow): void {
  flow.set('tp_src', BigInt(reader.u16(0)));
  flow.set('tp_dst', BigInt(reader.u16(2)));
}

function extractTypeAndCode(reader: FrameReader, flow: Flow): void {
  flow.set('tp_src', BigInt(reader.u8(0)));
  flow.set('tp_dst', BigInt(reader.u8(1)));
}

/**
 * Extracts the target and link-layer addresses of a neighbor solicitation or advertisement. A
 * repeated option invalidates them. Mirrors `parse_icmpv6()`.
 */
function extractDiscovery(reader: FrameReader, flow: Flow): void {
  const type = reader.u8(0);
  if ((type !== ICMPV6_TYPE.ND_SOLICIT && type !== ICMPV6_TYPE.ND_ADVERT) || reader.u8(1) !== 0)
    return;
  reader.skip(HEADER.ICMPV6);
  if (reader.left < 16) return;
  const target = reader.ipv6(0);
  reader.skip(16);
  let source = 0n;
  let destination = 0n;
  while (reader.left >= 8) {
    const length = reader.u8(1) * 8;
    if (length === 0 || length > reader.left) break;
    const option = reader.u8(0);
    if (length === 8 && option === ND_OPTION.SOURCE) {
      if (source !== 0n) return;
      source = reader.mac(2);
    } else if (length === 8 && option === ND_OPTION.TARGET) {
      if (destination !== 0n) return;
      destination = reader.mac(2);
    }
    reader.skip(length);
  }
  flow.set('nd_target', target);
  flow.set('arp_sha', source);
  flow.set('arp_tha', destination);
}
