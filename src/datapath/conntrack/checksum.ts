/** The checksum of the Internet protocols, as far as it is checked and not made. */
import { type Address, IPPROTO, type IpPacket } from './ip-packet.js';

/** Adds the 16-bit words between two places, an odd byte at the end as a high one. */
function sumWords(frame: DataView, start: number, end: number): number {
  let sum = 0;
  let at = start;
  for (; at + 1 < end; at += 2) sum += frame.getUint16(at);
  return at < end ? sum + (frame.getUint8(at) << 8) : sum;
}

function sumAddress(address: Address): number {
  if (typeof address === 'number') return (address >>> 16) + (address & 0xffff);
  let sum = 0;
  for (let rest = address; rest !== 0n; rest >>= 16n) sum += Number(rest & 0xffffn);
  return sum;
}

/** Whether words with this sum, their checksum among them, are sound. */
function isSound(sum: number): boolean {
  // One fold of a sum below 2^32 may carry once more.
  const folded = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return (folded & 0xffff) + (folded >>> 16) === 0xffff;
}

/** Whether the header of an IPv4 packet is as its checksum says. */
export const headerIsSound = ({ frame, start, next }: IpPacket): boolean =>
  isSound(sumWords(frame, start, next));

/** Whether what an IP packet carries is as the checksum in it says. */
export function payloadIsSound(packet: IpPacket): boolean {
  const { frame, family, protocol, next, end } = packet;
  let sum = sumWords(frame, next, end);
  // ICMP has no pseudo-header in IPv4.
  if (!(family === 4 && protocol === IPPROTO.ICMP)) {
    sum += sumAddress(packet.source) + sumAddress(packet.destination) + protocol + (end - next);
  }
  return isSound(sum);
}
