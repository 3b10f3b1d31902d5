/**
 * Locates the headers of an IP packet in a frame, as far as connection tracking needs them
 * (`extract_l3_ipv4`, `extract_l3_ipv6` in `lib/conntrack.c`).
 */
import { ETH_TYPE, ETH_TYPE_MIN, HEADER, IP_PROTO } from '../../lib/protocol-numbers.js';
import { FrameReader } from '../../packet/frame-reader.js';

export type Address = number | bigint;

/** The fields of an IP header. */
export interface IpHeader {
  readonly family: 4 | 6;
  readonly source: Address;
  readonly destination: Address;
  /** The protocol after all extension headers. */
  readonly protocol: number;
  /** The offset of the next header. */
  readonly next: number;
  readonly fragment: boolean;
}

/** An IP packet in a frame. */
export interface IpPacket extends IpHeader {
  readonly frame: FrameReader;
  /** The offset of the IP header. */
  readonly start: number;
  /** The offset of the packet's end; padding may follow. */
  readonly end: number;
}

/**
 * Returns the complete IP packet in an Ethernet frame with at most one VLAN tag, if there is one.
 */
export function findIpPacket(bytes: Uint8Array): IpPacket | undefined {
  const frame = new FrameReader(bytes);
  const place = findPayload(frame);
  if (place === undefined) return undefined;
  const { etherType, start } = place;
  if (etherType === ETH_TYPE.IPV4) {
    const header = readIpv4(frame, start, frame.end);
    if (header === undefined) return undefined;
    const end = start + frame.u16(start + 2);
    if (end > frame.end || end < header.next) return undefined;
    return packetWith(header, frame, start, end);
  }
  if (etherType === ETH_TYPE.IPV6) {
    if (frame.end < start + HEADER.IPV6) return undefined;
    const end = start + HEADER.IPV6 + frame.u16(start + 4);
    if (end > frame.end) return undefined;
    const header = readIpv6(frame, start, end);
    return header && packetWith(header, frame, start, end);
  }
  return undefined;
}

/** Copies members explicitly, because spreading is many times slower. */
function packetWith(header: IpHeader, frame: FrameReader, start: number, end: number): IpPacket {
  const { family, source, destination, protocol, next, fragment } = header;
  return { family, source, destination, protocol, next, fragment, frame, start, end };
}

/** Returns the type and the offset of a frame's payload. */
function findPayload(frame: FrameReader): { etherType: number; start: number } | undefined {
  if (frame.end < HEADER.ETH) return undefined;
  let at = 12;
  if (frame.u16(at) === ETH_TYPE.VLAN && frame.end >= HEADER.ETH + HEADER.VLAN) at += HEADER.VLAN;
  const etherType = frame.u16(at);
  if (etherType >= ETH_TYPE_MIN) return { etherType, start: at + 2 };
  // This is a length. If the frame carries IP, an LLC and a SNAP header follow.
  const snap = frame.end >= at + 10 && frame.u32(at + 2) === 0xaaaa0300;
  if (!snap || frame.u16(at + 6) !== 0) return undefined;
  return { etherType: frame.u16(at + 8), start: at + 10 };
}

/** Returns the IPv4 header at `start`, or `undefined` if it is truncated or invalid. */
export function readIpv4(frame: FrameReader, start: number, end: number): IpHeader | undefined {
  if (end - start < HEADER.IPV4) return undefined;
  const length = (frame.u8(start) & 0x0f) * 4;
  if (length < HEADER.IPV4 || end - start < length) return undefined;
  return {
    family: 4,
    source: frame.u32(start + 12),
    destination: frame.u32(start + 16),
    protocol: frame.u8(start + 9),
    next: start + length,
    fragment: (frame.u16(start + 6) & 0x3fff) !== 0,
  };
}

/** Returns the IPv6 header at `start` with its extensions, or `undefined` if one is truncated. */
export function readIpv6(frame: FrameReader, start: number, end: number): IpHeader | undefined {
  if (end - start < HEADER.IPV6) return undefined;
  let protocol = frame.u8(start + 6);
  let next = start + HEADER.IPV6;
  let fragment = false;
  for (;;) {
    const read = extensionReader(protocol);
    if (read === undefined || fragment) break;
    if (end - next < 8) return undefined;
    const extension = read(frame, next);
    protocol = extension.protocol;
    next += extension.length;
    fragment ||= extension.fragment === true;
    if (next > end) return undefined;
  }
  const source = frame.ipv6(start + 8);
  const destination = frame.ipv6(start + 24);
  return { family: 6, source, destination, protocol, next, fragment };
}

interface Extension {
  readonly protocol: number;
  readonly length: number;
  readonly fragment?: boolean;
}

type ExtensionReader = (frame: FrameReader, at: number) => Extension;

const readOptions: ExtensionReader = (frame, at) => ({
  protocol: frame.u8(at),
  length: (frame.u8(at + 1) + 1) * 8,
});

const readAuthentication: ExtensionReader = (frame, at) => ({
  protocol: frame.u8(at),
  length: (frame.u8(at + 1) + 2) * 4,
});

const readFragment: ExtensionReader = (frame, at) => ({
  protocol: frame.u8(at),
  length: 8,
  fragment: frame.u16(at + 2) !== 0,
});

function extensionReader(protocol: number): ExtensionReader | undefined {
  switch (protocol) {
    case IP_PROTO.HOP_OPTIONS:
    case IP_PROTO.ROUTING:
    case IP_PROTO.DESTINATION_OPTIONS:
      return readOptions;
    case IP_PROTO.AH:
      return readAuthentication;
    case IP_PROTO.FRAGMENT:
      return readFragment;
    default:
      return undefined;
  }
}
