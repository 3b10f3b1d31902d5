/** Decodes frames into the messages that a host understands. */

import type { IpAddress, IpFamily } from '../lib/ip.js';
import { ARP_OP, ETH_TYPE, HEADER, ICMPV6_TYPE, IP_PROTO } from '../lib/protocol-numbers.js';
import { FrameReader } from '../packet/frame-reader.js';
import { ICMP_NUMBERS, type IcmpNumbers } from './icmp-numbers.js';
import type { ArpPacket, IcmpError, IpPacket, Message, Payload } from './message.js';

/**
 * Returns the message in a frame, or `undefined` for one that hosts ignore: too short, tagged,
 * a fragment, or of an unknown protocol.
 */
export function decodeMessage(frame: Uint8Array): Message | undefined {
  if (frame.length < HEADER.ETH) return undefined;
  const reader = new FrameReader(frame);
  const body = decodeBody(reader.u16(12), frame.subarray(HEADER.ETH));
  return body && { destination: reader.mac(0), source: reader.mac(6), body };
}

function decodeBody(etherType: number, rest: Uint8Array): Message['body'] | undefined {
  switch (etherType) {
    case ETH_TYPE.ARP:
      return decodeArp(rest);
    case ETH_TYPE.IPV4:
      return decodeIpv4(rest);
    case ETH_TYPE.IPV6:
      return decodeIpv6(rest);
    default:
      return undefined;
  }
}

function decodeArp(bytes: Uint8Array): ArpPacket | undefined {
  if (bytes.length < HEADER.ARP) return undefined;
  const reader = new FrameReader(bytes);
  const operation = reader.u16(6);
  if (operation !== ARP_OP.REQUEST && operation !== ARP_OP.REPLY) return undefined;
  return {
    type: 'arp',
    reply: operation === ARP_OP.REPLY,
    senderMac: reader.mac(8),
    senderIp: BigInt(reader.u32(14)),
    targetMac: reader.mac(18),
    targetIp: BigInt(reader.u32(24)),
  };
}

function decodeIpv4(bytes: Uint8Array): IpPacket | undefined {
  if (bytes.length < HEADER.IPV4) return undefined;
  const reader = new FrameReader(bytes);
  const header = (reader.u8(0) & 0xf) * 4;
  const isFragment = (reader.u16(6) & 0x3fff) !== 0;
  if (reader.u8(0) >> 4 !== 4 || header < HEADER.IPV4 || isFragment) return undefined;
  const data = bytes.subarray(header, Math.max(header, reader.u16(2)));
  const addresses = [BigInt(reader.u32(12)), BigInt(reader.u32(16))] as const;
  return ipPacket(4, addresses, reader.u8(8), decodePayload(4, reader.u8(9), data));
}

function decodeIpv6(bytes: Uint8Array): IpPacket | undefined {
  if (bytes.length < HEADER.IPV6) return undefined;
  const reader = new FrameReader(bytes);
  if (reader.u8(0) >> 4 !== 6) return undefined;
  const data = bytes.subarray(HEADER.IPV6, HEADER.IPV6 + reader.u16(4));
  const addresses = [reader.ipv6(8), reader.ipv6(24)] as const;
  return ipPacket(6, addresses, reader.u8(7), decodePayload(6, reader.u8(6), data));
}

function ipPacket(
  family: IpFamily,
  [source, destination]: readonly [bigint, bigint],
  ttl: number,
  payload: Payload | undefined,
): IpPacket | undefined {
  if (payload === undefined) return undefined;
  const address = (value: bigint): IpAddress => ({ family, value });
  return { type: 'ip', source: address(source), destination: address(destination), ttl, payload };
}

function decodePayload(family: IpFamily, protocol: number, bytes: Uint8Array): Payload | undefined {
  switch (protocol) {
    case IP_PROTO.TCP:
      return decodeTcp(bytes);
    case IP_PROTO.UDP:
      return decodeUdp(bytes);
    case IP_PROTO.ICMP:
      return family === 4 ? decodeIcmp(ICMP_NUMBERS[4], bytes) : undefined;
    case IP_PROTO.ICMPV6:
      return family === 6
        ? (decodeNeighbour(bytes) ?? decodeIcmp(ICMP_NUMBERS[6], bytes))
        : undefined;
    default:
      return undefined;
  }
}

function decodeTcp(bytes: Uint8Array): Payload | undefined {
  if (bytes.length < HEADER.TCP) return undefined;
  const reader = new FrameReader(bytes);
  const header = (reader.u8(12) >> 4) * 4;
  if (header < HEADER.TCP || header > bytes.length) return undefined;
  return {
    type: 'tcp',
    source: reader.u16(0),
    destination: reader.u16(2),
    sequence: reader.u32(4),
    acknowledgement: reader.u32(8),
    flags: reader.u8(13),
    data: bytes.slice(header),
  };
}

function decodeUdp(bytes: Uint8Array): Payload | undefined {
  if (bytes.length < HEADER.UDP) return undefined;
  const reader = new FrameReader(bytes);
  const data = bytes.slice(HEADER.UDP);
  return { type: 'udp', source: reader.u16(0), destination: reader.u16(2), data };
}

function decodeIcmp(numbers: IcmpNumbers, bytes: Uint8Array): Payload | undefined {
  if (bytes.length < HEADER.ICMP) return undefined;
  const reader = new FrameReader(bytes);
  const type = reader.u8(0);
  const data = bytes.slice(HEADER.ICMP);
  if (type === numbers.request || type === numbers.reply) {
    const reply = type === numbers.reply;
    return { type: 'echo', reply, id: reader.u16(4), sequence: reader.u16(6), data };
  }
  const reasons: readonly IcmpError['reason'][] = [
    'port-unreachable',
    'host-unreachable',
    'time-exceeded',
  ];
  const reason = reasons.find((candidate) => {
    const [wantedType, wantedCode] = numbers.errors[candidate];
    return type === wantedType && reader.u8(1) === wantedCode;
  });
  return reason && { type: 'error', reason, original: data };
}

function decodeNeighbour(bytes: Uint8Array): Payload | undefined {
  if (bytes.length < HEADER.ND) return undefined;
  const reader = new FrameReader(bytes);
  const target = reader.ipv6(8);
  const mac = bytes.length >= HEADER.ND + 8 ? reader.mac(HEADER.ND + 2) : 0n;
  switch (reader.u8(0)) {
    case ICMPV6_TYPE.ND_SOLICIT:
      return { type: 'solicitation', target, mac };
    case ICMPV6_TYPE.ND_ADVERT:
      return { type: 'advertisement', target, mac };
    default:
      return undefined;
  }
}
