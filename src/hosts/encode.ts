/** Encodes the messages of hosts as frames. */

import type { IpAddress, IpFamily } from '../lib/ip.js';
import { ARP_OP, ETH_TYPE, ICMPV6_TYPE, IP_PROTO, ND_OPTION } from '../lib/protocol-numbers.js';
import { internetChecksum, sumWords } from '../packet/checksum.js';
import { FrameWriter } from '../packet/frame-writer.js';
import { ICMP_NUMBERS } from './icmp-numbers.js';
import type { ArpPacket, IpPacket, Message, Payload } from './message.js';

/** The minimum length of a frame, in bytes, without the frame check sequence. */
const MIN_FRAME = 60;

/** The number of bytes of an address. */
const ADDRESS_BYTES: Readonly<Record<IpFamily, number>> = { 4: 4, 6: 16 };

/** Returns the frame of a message, padded to the minimum length of Ethernet. */
export function encodeMessage({ source, destination, body }: Message): Uint8Array {
  const writer = new FrameWriter().big(destination, 6).big(source, 6);
  if (body.type === 'arp') writeArp(writer.u16(ETH_TYPE.ARP), body);
  else {
    const type = body.source.family === 4 ? ETH_TYPE.IPV4 : ETH_TYPE.IPV6;
    writer.u16(type).bytes(encodeIp(body));
  }
  while (writer.length < MIN_FRAME) writer.u8(0);
  return writer.from();
}

function writeArp(writer: FrameWriter, arp: ArpPacket): void {
  writer
    .u16(1, ETH_TYPE.IPV4)
    .u8(6, 4)
    .u16(arp.reply ? ARP_OP.REPLY : ARP_OP.REQUEST)
    .big(arp.senderMac, 6)
    .big(arp.senderIp, 4)
    .big(arp.targetMac, 6)
    .big(arp.targetIp, 4);
}

/** Returns an IP packet from its header on. */
export function encodeIp({ source, destination, ttl, payload }: IpPacket): Uint8Array {
  const { family } = source;
  const protocol = protocolOf(payload, family);
  const transport = encodePayload(payload, source, destination);
  const writer = new FrameWriter();
  if (family === 4) {
    const dontFragment = 0x4000;
    writer
      .u16(0x4500, 20 + transport.length, 0, dontFragment)
      .u8(ttl, protocol)
      .u16(0);
  } else {
    writer.u32(0x60000000).u16(transport.length).u8(protocol, ttl);
  }
  const bytes = ADDRESS_BYTES[family];
  writer.big(source.value, bytes).big(destination.value, bytes);
  if (family === 4) writer.patch16(10, internetChecksum(writer.from()));
  return writer.bytes(transport).from();
}

function protocolOf(payload: Payload, family: IpFamily): number {
  if (payload.type === 'tcp') return IP_PROTO.TCP;
  if (payload.type === 'udp') return IP_PROTO.UDP;
  return family === 4 ? IP_PROTO.ICMP : IP_PROTO.ICMPV6;
}

/** Returns the payload of an IP packet, including its checksum. */
function encodePayload(payload: Payload, source: IpAddress, destination: IpAddress): Uint8Array {
  const writer = new FrameWriter();
  const checksumAt = writePayload(writer, payload, source.family);
  const protocol = protocolOf(payload, source.family);
  const bytes = ADDRESS_BYTES[source.family];
  const pseudoHeader = new FrameWriter();
  if (protocol !== IP_PROTO.ICMP) {
    pseudoHeader.big(source.value, bytes).big(destination.value, bytes);
    pseudoHeader.u16(protocol).u32(writer.length);
  }
  const sum = internetChecksum(writer.from(), sumWords(pseudoHeader.from()));
  // In UDP, zero means that there is no checksum.
  writer.patch16(checksumAt, sum === 0 && payload.type === 'udp' ? 0xffff : sum);
  return writer.from();
}

/** Writes a payload without its checksum; returns the offset of the checksum. */
function writePayload(writer: FrameWriter, payload: Payload, family: IpFamily): number {
  switch (payload.type) {
    case 'tcp':
      writer
        .u16(payload.source, payload.destination)
        .u32(payload.sequence)
        .u32(payload.acknowledgement)
        .u8(0x50, payload.flags)
        .u16(0xffff, 0, 0)
        .bytes(payload.data);
      return 16;
    case 'udp':
      writer
        .u16(payload.source, payload.destination, 8 + payload.data.length, 0)
        .bytes(payload.data);
      return 6;
    case 'echo': {
      const { request, reply } = ICMP_NUMBERS[family];
      writer
        .u8(payload.reply ? reply : request, 0)
        .u16(0, payload.id, payload.sequence)
        .bytes(payload.data);
      return 2;
    }
    case 'error':
      writer
        .u8(...ICMP_NUMBERS[family].errors[payload.reason])
        .u16(0, 0, 0)
        .bytes(payload.original);
      return 2;
    case 'solicitation':
      writer.u8(ICMPV6_TYPE.ND_SOLICIT, 0).u16(0, 0, 0).big(payload.target, 16);
      writer.u8(ND_OPTION.SOURCE, 1).big(payload.mac, 6);
      return 2;
    case 'advertisement': {
      const solicitedOverride = 0x6000;
      writer.u8(ICMPV6_TYPE.ND_ADVERT, 0).u16(0, solicitedOverride, 0).big(payload.target, 16);
      writer.u8(ND_OPTION.TARGET, 1).big(payload.mac, 6);
      return 2;
    }
  }
}
