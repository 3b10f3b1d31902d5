/** Models the contents of frames as the network stack of a host sees them. */

import type { IpAddress } from '../lib/ip.js';

/** The flags of TCP, a set of bits. */
export const TCP = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16 } as const;

export interface TcpSegment {
  readonly type: 'tcp';
  readonly source: number;
  readonly destination: number;
  readonly sequence: number;
  readonly acknowledgement: number;
  /** Bits of {@link TCP}. */
  readonly flags: number;
  readonly data: Uint8Array;
}

export interface UdpDatagram {
  readonly type: 'udp';
  readonly source: number;
  readonly destination: number;
  readonly data: Uint8Array;
}

export interface Echo {
  readonly type: 'echo';
  readonly reply: boolean;
  readonly id: number;
  readonly sequence: number;
  readonly data: Uint8Array;
}

/** An ICMP error of either family. */
export interface IcmpError {
  readonly type: 'error';
  readonly reason: 'port-unreachable' | 'host-unreachable' | 'time-exceeded';
  /** The packet that caused it, from its network header on. */
  readonly original: Uint8Array;
}

/** Neighbor discovery: asks who has `target`, or says that `mac` has it. */
export type Neighbour =
  | { readonly type: 'solicitation'; readonly target: bigint; readonly mac: bigint }
  | { readonly type: 'advertisement'; readonly target: bigint; readonly mac: bigint };

export type Payload = TcpSegment | UdpDatagram | Echo | IcmpError | Neighbour;

export interface IpPacket {
  readonly type: 'ip';
  readonly source: IpAddress;
  readonly destination: IpAddress;
  readonly ttl: number;
  readonly payload: Payload;
}

export interface ArpPacket {
  readonly type: 'arp';
  readonly reply: boolean;
  readonly senderMac: bigint;
  readonly senderIp: bigint;
  readonly targetMac: bigint;
  readonly targetIp: bigint;
}

/** A frame that a host understands. */
export interface Message {
  readonly source: bigint;
  readonly destination: bigint;
  readonly body: IpPacket | ArpPacket;
}

export const BROADCAST = 0xffffffffffffn;
