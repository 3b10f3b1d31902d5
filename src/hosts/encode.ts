/** Messages as frames. */
import { bytesOf, internetChecksum } from './bytes.js';
import type { ArpPacket, IpAddress, IpPacket, Message, Payload } from './message.js';
import { ETHER_TYPE, ICMP4, ICMP6, PROTOCOL } from './numbers.js';

/** Frames are never shorter than this, without the checksum at their end. */
const MIN_FRAME = 60;

/** The frame that carries a message; short ones are filled up as Ethernet demands. */
export function encodeMessage({ source, destination, body }: Message): Uint8Array {
  const [type, rest] =
    body.type === 'arp'
      ? [ETHER_TYPE.ARP, encodeArp(body)]
      : [body.source.family === 4 ? ETHER_TYPE.IPV4 : ETHER_TYPE.IPV6, encodeIp(body)];
  const header = [...bytesOf(destination, 6), ...bytesOf(source, 6), ...bytesOf(type, 2)];
  const frame = new Uint8Array(Math.max(MIN_FRAME, header.length + rest.length));
  frame.set(header);
  frame.set(rest, header.length);
  return frame;
}

function encodeArp(arp: ArpPacket): Uint8Array {
  return Uint8Array.from([
    ...[0, 1, 8, 0, 6, 4],
    ...bytesOf(arp.reply ? 2 : 1, 2),
    ...bytesOf(arp.senderMac, 6),
    ...bytesOf(arp.senderIp, 4),
    ...bytesOf(arp.targetMac, 6),
    ...bytesOf(arp.targetIp, 4),
  ]);
}

/** An IP packet from its header on. */
export function encodeIp({ source, destination, ttl, payload }: IpPacket): Uint8Array {
  const protocol = protocolOf(payload, source.family);
  const transport = encodePayload(payload, source, destination);
  const header =
    source.family === 4
      ? ipv4Header(source, destination, ttl, protocol, transport.length)
      : [
          ...[0x60, 0, 0, 0],
          ...bytesOf(transport.length, 2),
          protocol,
          ttl,
          ...bytesOf(source.value, 16),
          ...bytesOf(destination.value, 16),
        ];
  const packet = new Uint8Array(header.length + transport.length);
  packet.set(header);
  packet.set(transport, header.length);
  return packet;
}

function ipv4Header(
  source: IpAddress,
  destination: IpAddress,
  ttl: number,
  protocol: number,
  length: number,
): number[] {
  const header = [
    ...[0x45, 0],
    ...bytesOf(20 + length, 2),
    ...[0, 0, 0x40, 0, ttl, protocol, 0, 0],
    ...bytesOf(source.value, 4),
    ...bytesOf(destination.value, 4),
  ];
  header.splice(10, 2, ...bytesOf(internetChecksum(header), 2));
  return header;
}

function protocolOf(payload: Payload, family: 4 | 6): number {
  if (payload.type === 'tcp') return PROTOCOL.TCP;
  if (payload.type === 'udp') return PROTOCOL.UDP;
  return family === 4 ? PROTOCOL.ICMP : PROTOCOL.ICMPV6;
}

/** What comes after the IP header, its checksum filled in. */
function encodePayload(payload: Payload, source: IpAddress, destination: IpAddress): Uint8Array {
  const { head, data, checksumAt } = parts(payload, source.family);
  const bytes = new Uint8Array(head.length + data.length);
  bytes.set(head);
  bytes.set(data, head.length);
  const protocol = protocolOf(payload, source.family);
  const size = source.family === 4 ? 4 : 16;
  const pseudoHeader =
    protocol === PROTOCOL.ICMP
      ? []
      : [
          ...bytesOf(source.value, size),
          ...bytesOf(destination.value, size),
          ...bytesOf(protocol, 2),
          ...bytesOf(bytes.length, 4),
        ];
  const sum = internetChecksum([...pseudoHeader, ...bytes]);
  // UDP has no checksum of zero: that would say that there is none.
  bytes.set(bytesOf(sum === 0 && payload.type === 'udp' ? 0xffff : sum, 2), checksumAt);
  return bytes;
}

const NOTHING = new Uint8Array();

function parts(
  payload: Payload,
  family: 4 | 6,
): { head: readonly number[]; data: Uint8Array; checksumAt: number } {
  switch (payload.type) {
    case 'tcp':
      return {
        head: [
          ...bytesOf(payload.source, 2),
          ...bytesOf(payload.destination, 2),
          ...bytesOf(payload.sequence, 4),
          ...bytesOf(payload.acknowledgement, 4),
          ...[0x50, payload.flags, 0xff, 0xff, 0, 0, 0, 0],
        ],
        data: payload.data,
        checksumAt: 16,
      };
    case 'udp':
      return {
        head: [
          ...bytesOf(payload.source, 2),
          ...bytesOf(payload.destination, 2),
          ...bytesOf(8 + payload.data.length, 2),
          ...[0, 0],
        ],
        data: payload.data,
        checksumAt: 6,
      };
    case 'echo': {
      const { request, reply } = family === 4 ? ICMP4 : ICMP6;
      return {
        head: [
          ...[payload.reply ? reply : request, 0, 0, 0],
          ...bytesOf(payload.id, 2),
          ...bytesOf(payload.sequence, 2),
        ],
        data: payload.data,
        checksumAt: 2,
      };
    }
    case 'error': {
      const [type, code] = (family === 4 ? ICMP4 : ICMP6).errors[payload.reason];
      return { head: [type, code, 0, 0, 0, 0, 0, 0], data: payload.original, checksumAt: 2 };
    }
    case 'solicitation':
      return {
        head: [
          ...[ICMP6.solicitation, 0, 0, 0, 0, 0, 0, 0],
          ...bytesOf(payload.target, 16),
          ...[1, 1],
          ...bytesOf(payload.mac, 6),
        ],
        data: NOTHING,
        checksumAt: 2,
      };
    case 'advertisement':
      return {
        head: [
          ...[ICMP6.advertisement, 0, 0, 0, 0x60, 0, 0, 0],
          ...bytesOf(payload.target, 16),
          ...[2, 1],
          ...bytesOf(payload.mac, 6),
        ],
        data: NOTHING,
        checksumAt: 2,
      };
  }
}
