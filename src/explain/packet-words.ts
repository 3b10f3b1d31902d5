/** Describes packets in words. */

import { formatIpv4, formatIpv6, formatMac } from '../lib/addresses.js';
import { DL_TYPE, NW_PROTO } from '../lib/protocol-numbers.js';
import type { Flow } from '../packet/flow.js';

const PROTOCOLS: ReadonlyMap<bigint, string> = new Map([
  [NW_PROTO.TCP, 'TCP segment'],
  [NW_PROTO.UDP, 'UDP datagram'],
  [NW_PROTO.SCTP, 'SCTP packet'],
]);

const ICMP_TYPES: Readonly<Record<4 | 6, ReadonlyMap<bigint, string>>> = {
  4: new Map([
    [0n, 'echo reply'],
    [8n, 'echo request'],
  ]),
  6: new Map([
    [128n, 'echo request'],
    [129n, 'echo reply'],
    [135n, 'neighbour solicitation'],
    [136n, 'neighbour advertisement'],
  ]),
};

const VLAN_PRESENT = 0x1000n;

export const sourceMac = (packet: Flow): string => formatMac(packet.get('dl_src'));
export const destinationMac = (packet: Flow): string => formatMac(packet.get('dl_dst'));

/** Returns the VLAN of a tagged packet. */
export const vlanOf = (packet: Flow): number | undefined => {
  const tci = packet.get('vlan_tci');
  return (tci & VLAN_PRESENT) === 0n ? undefined : Number(tci & 0xfffn);
};

/** Returns the destination of an IP packet. */
export function destinationIp(packet: Flow): string | undefined {
  switch (packet.get('dl_type')) {
    case DL_TYPE.IPV4:
      return formatIpv4(Number(packet.get('nw_dst')));
    case DL_TYPE.IPV6:
      return formatIpv6(packet.get('ipv6_dst'));
    default:
      return undefined;
  }
}

/** Returns a packet in words: `TCP segment to 10.0.0.2 port 22`. */
export function describePacket(packet: Flow): string {
  const type = packet.get('dl_type');
  const number = packet.get('nw_proto');
  if (type === DL_TYPE.ARP) {
    return number === 1n
      ? `ARP request for ${formatIpv4(Number(packet.get('nw_dst')))}`
      : `ARP reply of ${formatIpv4(Number(packet.get('nw_src')))}`;
  }
  const address = destinationIp(packet);
  if (address === undefined) return `frame to ${destinationMac(packet)}`;
  const family = type === DL_TYPE.IPV4 ? 4 : 6;
  if (number === (family === 4 ? NW_PROTO.ICMP : NW_PROTO.ICMPV6)) {
    const what = ICMP_TYPES[family].get(packet.get('tp_src')) ?? 'ICMP message';
    return `${what} to ${address}`;
  }
  const name = PROTOCOLS.get(number);
  return name === undefined
    ? `IP packet to ${address}`
    : `${name} to ${address} port ${packet.get('tp_dst')}`;
}
