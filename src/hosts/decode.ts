/** Frames as messages. */
import { ETH_TYPE, IP_PROTO, ND_ADVERT, ND_SOLICIT } from '../packet/protocol-numbers.js';
import { ICMP4, ICMP6, type IcmpNumbers } from './icmp-numbers.js';
import type {
  ArpPacket,
  IcmpError,
  IpAddress,
  IpFamily,
  IpPacket,
  Message,
  Payload,
} from './message.js';

/** The number that `length` bytes from `offset` on are. Bytes that are not there count as zero. */
function numberAt(bytes: Uint8Array, offset: number, length: number): bigint {
  let value = 0n;
  for (let i = offset; i < offset + length; i++) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value;
}

const int = (bytes: Uint8Array, offset: number, length: number): number =>
  Number(numberAt(bytes, offset, length));

/**
 * What a frame says; `undefined` where a host would make nothing of it: too short,
 * tagged, a fragment, or of a protocol that hosts here do not speak.
 */
export function decodeMessage(frame: Uint8Array): Message | undefined {
  if (frame.length < 14) return undefined;
  const rest = frame.subarray(14);
  const body = decodeBody(int(frame, 12, 2), rest);
  if (body === undefined) return undefined;
  return { destination: numberAt(frame, 0, 6), source: numberAt(frame, 6, 6), body };
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
  const operation = int(bytes, 6, 2);
  if (bytes.length < 28 || (operation !== 1 && operation !== 2)) return undefined;
  return {
    type: 'arp',
    reply: operation === 2,
    senderMac: numberAt(bytes, 8, 6),
    senderIp: numberAt(bytes, 14, 4),
    targetMac: numberAt(bytes, 18, 6),
    targetIp: numberAt(bytes, 24, 4),
  };
}

function decodeIpv4(bytes: Uint8Array): IpPacket | undefined {
  const header = ((bytes[0] ?? 0) & 0xf) * 4;
  const total = int(bytes, 2, 2);
  const fragment = int(bytes, 6, 2) & 0x3fff;
  if (bytes.length < 20 || (bytes[0] ?? 0) >> 4 !== 4 || header < 20 || fragment !== 0) {
    return undefined;
  }
  const payload = decodePayload(4, bytes[9] ?? 0, bytes.subarray(header, Math.max(header, total)));
  return ipPacket(4, numberAt(bytes, 12, 4), numberAt(bytes, 16, 4), bytes[8] ?? 0, payload);
}

function decodeIpv6(bytes: Uint8Array): IpPacket | undefined {
  if (bytes.length < 40 || (bytes[0] ?? 0) >> 4 !== 6) return undefined;
  const payload = decodePayload(6, bytes[6] ?? 0, bytes.subarray(40, 40 + int(bytes, 4, 2)));
  return ipPacket(6, numberAt(bytes, 8, 16), numberAt(bytes, 24, 16), bytes[7] ?? 0, payload);
}

function ipPacket(
  family: IpFamily,
  source: bigint,
  destination: bigint,
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
      if (bytes.length < 8) return undefined;
      return {
        type: 'udp',
        source: int(bytes, 0, 2),
        destination: int(bytes, 2, 2),
        data: bytes.slice(8),
      };
    case IP_PROTO.ICMP:
      return family === 4 ? decodeIcmp(ICMP4, bytes) : undefined;
    case IP_PROTO.ICMPV6:
      return family === 6 ? (decodeNeighbour(bytes) ?? decodeIcmp(ICMP6, bytes)) : undefined;
    default:
      return undefined;
  }
}

function decodeTcp(bytes: Uint8Array): Payload | undefined {
  const header = ((bytes[12] ?? 0) >> 4) * 4;
  if (bytes.length < 20 || header < 20 || header > bytes.length) return undefined;
  return {
    type: 'tcp',
    source: int(bytes, 0, 2),
    destination: int(bytes, 2, 2),
    sequence: int(bytes, 4, 4),
    acknowledgement: int(bytes, 8, 4),
    flags: bytes[13] ?? 0,
    data: bytes.slice(header),
  };
}

function decodeIcmp(numbers: IcmpNumbers, bytes: Uint8Array): Payload | undefined {
  if (bytes.length < 8) return undefined;
  const type = bytes[0];
  if (type === numbers.request || type === numbers.reply) {
    return {
      type: 'echo',
      reply: type === numbers.reply,
      id: int(bytes, 4, 2),
      sequence: int(bytes, 6, 2),
      data: bytes.slice(8),
    };
  }
  const reasons: readonly IcmpError['reason'][] = [
    'port-unreachable',
    'host-unreachable',
    'time-exceeded',
  ];
  const reason = reasons.find((candidate) => {
    const [wantedType, wantedCode] = numbers.errors[candidate];
    return type === wantedType && bytes[1] === wantedCode;
  });
  return reason && { type: 'error', reason, original: bytes.slice(8) };
}

function decodeNeighbour(bytes: Uint8Array): Payload | undefined {
  if (bytes.length < 24) return undefined;
  const target = numberAt(bytes, 8, 16);
  const mac = bytes.length >= 32 ? numberAt(bytes, 26, 6) : 0n;
  if (bytes[0] === ND_SOLICIT) return { type: 'solicitation', target, mac };
  if (bytes[0] === ND_ADVERT) return { type: 'advertisement', target, mac };
  return undefined;
}
