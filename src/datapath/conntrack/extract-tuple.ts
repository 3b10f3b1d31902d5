/** Determines the connection that a packet belongs to (`conn_key_extract` in `lib/conntrack.c`). */
import { HEADER, ICMP_TYPE, ICMPV6_TYPE, IP_PROTO } from '../../lib/protocol-numbers.js';
import type { FrameReader } from '../../packet/frame-reader.js';
import { type IpHeader, type IpPacket, readIpv4, readIpv6 } from './ip-packet.js';
import { reverse, type Tuple } from './tuple.js';
import { hasValidHeader, hasValidPayload } from './verify-checksums.js';

/** The tuple of a packet, and its relation to the connection. */
export interface Extracted {
  readonly tuple: Tuple;
  /** True for an ICMP error that concerns a packet of the connection. */
  readonly related: boolean;
}

/** The ICMP message types of requests and replies, each with its counterpart. */
export const ICMP_PAIRS: Readonly<Record<4 | 6, ReadonlyMap<number, number>>> = {
  4: new Map([
    [ICMP_TYPE.ECHO_REQUEST, ICMP_TYPE.ECHO_REPLY],
    [ICMP_TYPE.ECHO_REPLY, ICMP_TYPE.ECHO_REQUEST],
    [ICMP_TYPE.TIMESTAMP_REQUEST, ICMP_TYPE.TIMESTAMP_REPLY],
    [ICMP_TYPE.TIMESTAMP_REPLY, ICMP_TYPE.TIMESTAMP_REQUEST],
    [ICMP_TYPE.INFORMATION_REQUEST, ICMP_TYPE.INFORMATION_REPLY],
    [ICMP_TYPE.INFORMATION_REPLY, ICMP_TYPE.INFORMATION_REQUEST],
  ]),
  6: new Map([
    [ICMPV6_TYPE.ECHO_REQUEST, ICMPV6_TYPE.ECHO_REPLY],
    [ICMPV6_TYPE.ECHO_REPLY, ICMPV6_TYPE.ECHO_REQUEST],
  ]),
};

/** The ICMP error types that quote the packet in question. */
const ICMP_ERRORS: ReadonlySet<number> = new Set([
  ICMP_TYPE.UNREACHABLE,
  ICMP_TYPE.SOURCE_QUENCH,
  ICMP_TYPE.REDIRECT,
  ICMP_TYPE.TIME_EXCEEDED,
  ICMP_TYPE.PARAMETER_PROBLEM,
]);
const ICMPV6_ERRORS: ReadonlySet<number> = new Set([
  ICMPV6_TYPE.UNREACHABLE,
  ICMPV6_TYPE.PACKET_TOO_BIG,
  ICMPV6_TYPE.TIME_EXCEEDED,
  ICMPV6_TYPE.PARAMETER_PROBLEM,
]);

/** The minimum number of payload bytes that an ICMP error quotes. */
const QUOTED_OCTETS = 8;

/** The part of a frame that may contain a header. */
interface Extent {
  readonly frame: FrameReader;
  readonly end: number;
}

interface Ports {
  readonly source: number;
  readonly destination: number;
  readonly sourceType: number;
  readonly destinationType: number;
}

const NO_PORTS: Ports = { source: 0, destination: 0, sourceType: 0, destinationType: 0 };

/**
 * Returns the tuple of a packet in a zone, or `undefined` if it cannot be tracked: fragments, wrong
 * checksums, truncated packets, and other ICMP messages.
 */
export function extractTuple(packet: IpPacket, zone: number): Extracted | undefined {
  if (packet.fragment || (packet.family === 4 && !hasValidHeader(packet))) return undefined;
  if (!isWhole(packet)) return undefined;
  const error = quotedHeader(packet);
  if (error === undefined) {
    const ports = readPorts(packet, packet);
    return ports && { tuple: makeTuple(packet, ports, zone), related: false };
  }
  const { quoted } = error;
  if (quoted === undefined || quoted.source !== packet.destination) return undefined;
  const ports = readPorts(packet, quoted, packet.family === 4 ? QUOTED_OCTETS : undefined);
  return ports && { tuple: reverse(makeTuple(quoted, ports, zone)), related: true };
}

const makeTuple = (
  { family, protocol, source, destination }: IpHeader,
  ports: Ports,
  zone: number,
): Tuple => ({
  zone,
  family,
  protocol,
  source: { address: source, port: ports.source, icmpType: ports.sourceType },
  destination: { address: destination, port: ports.destination, icmpType: ports.destinationType },
});

/** Returns true if the transport header is complete and its checksum is correct. */
function isWhole(packet: IpPacket): boolean {
  const { frame, family, protocol, next, end } = packet;
  const size = end - next;
  switch (protocol) {
    case IP_PROTO.TCP: {
      if (size < HEADER.TCP) return false;
      const header = (frame.u8(next + 12) >>> 4) * 4;
      return header >= HEADER.TCP && header <= size && hasValidPayload(packet);
    }
    case IP_PROTO.UDP: {
      if (size < HEADER.UDP) return false;
      const length = frame.u16(next + 4);
      if (length < HEADER.UDP || length > size) return false;
      return (family === 4 && frame.u16(next + 6) === 0) || hasValidPayload(packet);
    }
    default:
      return !isIcmp(packet) || hasValidPayload(packet);
  }
}

/** Returns true for the ICMP protocol of this IP version. */
export const isIcmp = ({ family, protocol }: Pick<IpHeader, 'family' | 'protocol'>): boolean =>
  protocol === (family === 4 ? IP_PROTO.ICMP : IP_PROTO.ICMPV6);

/**
 * Returns the header that an ICMP error quotes, with `quoted` undefined if it is incomplete;
 * `undefined` for other packets.
 */
function quotedHeader(packet: IpPacket): { quoted: IpHeader | undefined } | undefined {
  const { frame, family, next, end } = packet;
  if (!isIcmp(packet) || end - next < HEADER.ICMP) return undefined;
  const errors = family === 4 ? ICMP_ERRORS : ICMPV6_ERRORS;
  if (!errors.has(frame.u8(next))) return undefined;
  const read = family === 4 ? readIpv4 : readIpv6;
  const quoted = read(frame, next + HEADER.ICMP, end);
  return { quoted: quoted?.fragment ? undefined : quoted };
}

/**
 * Returns the ports after an IP header, or their equivalent for ICMP; `undefined` if they are
 * missing.
 *
 * @param atLeast the minimum size of the transport header; by default its full size.
 */
function readPorts({ frame, end }: Extent, header: IpHeader, atLeast?: number): Ports | undefined {
  const { protocol, next } = header;
  const size = end - next;
  if (protocol === IP_PROTO.TCP || protocol === IP_PROTO.UDP) {
    if (size < (atLeast ?? (protocol === IP_PROTO.TCP ? HEADER.TCP : HEADER.UDP))) return undefined;
    const source = frame.u16(next);
    const destination = frame.u16(next + 2);
    if (source === 0 || destination === 0) return undefined;
    return { ...NO_PORTS, source, destination };
  }
  if (!isIcmp(header)) return NO_PORTS;
  if (size < HEADER.ICMP) return undefined;
  const type = frame.u8(next);
  const pair = ICMP_PAIRS[header.family].get(type);
  if (pair === undefined || frame.u8(next + 1) !== 0) return undefined;
  const id = frame.u16(next + 4);
  return { source: id, destination: id, sourceType: type, destinationType: pair };
}
