/** Extracts the network layer of a frame: IPv4, IPv6 with its extension headers, and ARP. */
import { ETH_TYPE, FRAG, HEADER, IP_PROTO } from '../lib/protocol-numbers.js';
import { extractTransport } from './extract-transport.js';
import type { Flow } from './flow.js';
import type { FrameLayers } from './frame-layers.js';
import type { FrameReader } from './frame-reader.js';

/** The largest number of bytes that may follow a packet in its frame. */
const MAX_PADDING = 255;

/**
 * Extracts the network layer and the layers above.
 *
 * @param type the Ethernet type.
 */
export function extractNetwork(
  reader: FrameReader,
  type: number,
  flow: Flow,
  layers: FrameLayers,
): void {
  const isIp =
    type === ETH_TYPE.IPV4
      ? extractIpv4(reader, flow, layers)
      : type === ETH_TYPE.IPV6 && extractIpv6(reader, flow, layers);
  if (isIp) {
    layers.transport = reader.at;
    if ((flow.get('nw_frag') & FRAG.LATER) === 0n) extractTransport(reader, flow);
  } else if (type === ETH_TYPE.ARP || type === ETH_TYPE.RARP) {
    extractArp(reader, flow);
  }
}

/**
 * Treats everything after a packet of `length` bytes as padding. Returns false if the length is
 * impossible.
 */
function endPacket(reader: FrameReader, length: number, layers: FrameLayers): boolean {
  const padding = reader.left - length;
  if (padding < 0 || padding > MAX_PADDING) return false;
  reader.end -= padding;
  layers.end = reader.end;
  return true;
}

function extractIpv4(reader: FrameReader, flow: Flow, layers: FrameLayers): boolean {
  if (reader.left < HEADER.IPV4) return false;
  const headerLength = (reader.u8(0) & 0x0f) * 4;
  if (headerLength < HEADER.IPV4 || reader.left < headerLength) return false;
  const frameEnd = reader.end;
  if (!endPacket(reader, reader.u16(2), layers)) return false;
  // If a packet claims to end within its own header, the rest of the frame belongs to it.
  if (reader.left < headerLength) reader.end = frameEnd;
  flow.set('nw_src', BigInt(reader.u32(12)));
  flow.set('nw_dst', BigInt(reader.u32(16)));
  flow.set('nw_tos', BigInt(reader.u8(1)));
  flow.set('nw_ttl', BigInt(reader.u8(8)));
  flow.set('nw_proto', BigInt(reader.u8(9)));
  const fragment = reader.u16(6);
  // There are more fragments, or the offset is not zero.
  if ((fragment & 0x3fff) !== 0) {
    flow.set('nw_frag', (fragment & 0x1fff) === 0 ? FRAG.ANY : FRAG.ANY | FRAG.LATER);
  }
  return reader.skip(headerLength);
}

function extractIpv6(reader: FrameReader, flow: Flow, layers: FrameLayers): boolean {
  if (reader.left < HEADER.IPV6) return false;
  const start = reader.at;
  reader.skip(HEADER.IPV6);
  const header = (offset: number): number => start + offset - reader.at;
  if (!endPacket(reader, reader.u16(header(4)), layers)) return false;
  const word = reader.u32(header(0));
  flow.set('ipv6_src', reader.ipv6(header(8)));
  flow.set('ipv6_dst', reader.ipv6(header(24)));
  flow.set('ipv6_label', BigInt(word & 0xfffff));
  const hopLimit = reader.u8(header(7));
  const last = skipExtensions(reader, reader.u8(header(6)));
  if (last === undefined) return false;
  flow.set('nw_tos', BigInt((word >>> 20) & 0xff));
  flow.set('nw_ttl', BigInt(hopLimit));
  flow.set('nw_proto', BigInt(last.protocol));
  flow.set('nw_frag', last.fragment);
  return true;
}

interface LastHeader {
  readonly protocol: number;
  readonly fragment: bigint;
}

/** Skips the extension headers. Returns `undefined` if one is truncated. */
function skipExtensions(reader: FrameReader, first: number): LastHeader | undefined {
  let protocol = first;
  let fragment = 0n;
  for (;;) {
    const next = reader.left >= 1 ? reader.u8(0) : 0;
    switch (protocol) {
      case IP_PROTO.HOP_OPTIONS:
      case IP_PROTO.ROUTING:
      case IP_PROTO.DESTINATION_OPTIONS:
        if (reader.left < 8 || !reader.skip((reader.u8(1) + 1) * 8)) return undefined;
        break;
      case IP_PROTO.AH:
        if (reader.left < 8 || !reader.skip((reader.u8(1) + 2) * 4)) return undefined;
        break;
      case IP_PROTO.FRAGMENT: {
        if (reader.left < 8) return undefined;
        const offset = reader.u16(2);
        reader.skip(8);
        if (offset !== 0) fragment = FRAG.ANY;
        if ((offset & 0xfff8) !== 0) return { protocol, fragment: FRAG.ANY | FRAG.LATER };
        break;
      }
      default:
        return { protocol, fragment };
    }
    protocol = next;
  }
}

/** Extracts ARP for IPv4 over Ethernet. A flow has only the low byte of the operation. */
function extractArp(reader: FrameReader, flow: Flow): void {
  if (reader.left < HEADER.ARP) return;
  // These are the types of hardware and protocol, and the lengths of their addresses.
  if (reader.u32(0) !== 0x00010800 || reader.u16(4) !== 0x0604) return;
  const opcode = reader.u16(6);
  flow.set('nw_src', BigInt(reader.u32(14)));
  flow.set('nw_dst', BigInt(reader.u32(24)));
  if (opcode <= 0xff) flow.set('nw_proto', BigInt(opcode));
  flow.set('arp_sha', reader.mac(8));
  flow.set('arp_tha', reader.mac(18));
}
