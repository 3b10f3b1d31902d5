/** Verifies the checksums of a packet. */
import { IP_PROTO } from '../../lib/protocol-numbers.js';
import { sumWords } from '../../packet/checksum.js';
import type { Address, IpPacket } from './ip-packet.js';

/** The sum of intact data including its checksum. */
const SOUND = 0xffff;

const part = ({ frame }: IpPacket, start: number, end: number): Uint8Array =>
  frame.frame.subarray(start, end);

function sumAddress(address: Address): number {
  if (typeof address === 'number') return (address >>> 16) + (address & 0xffff);
  let sum = 0;
  for (let rest = address; rest !== 0n; rest >>= 16n) sum += Number(rest & 0xffffn);
  return sum;
}

/** Returns true if the checksum of an IPv4 header is correct. */
export const hasValidHeader = (packet: IpPacket): boolean =>
  sumWords(part(packet, packet.start, packet.next)) === SOUND;

/** Returns true if the checksum of an IP packet's payload is correct. */
export function hasValidPayload(packet: IpPacket): boolean {
  const { family, protocol, source, destination, next, end } = packet;
  // The checksum of ICMP over IPv4 does not cover the addresses.
  const plain = family === 4 && protocol === IP_PROTO.ICMP;
  const pseudo = plain ? 0 : sumAddress(source) + sumAddress(destination) + protocol + end - next;
  return sumWords(part(packet, next, end), pseudo) === SOUND;
}
