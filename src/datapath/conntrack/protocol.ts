/** What connection tracking knows of a transport protocol: the counterpart of `struct ct_l4_proto`. */
import type { IpPacket } from './ip-packet.js';
import type { TcpProtocolInfo } from './tcp-state.js';
import type { TimeoutName } from './timeouts.js';

/** What a packet is to the connection that it belongs to. */
export type Verdict =
  /** Not what the connection would send. */
  | 'invalid'
  /** Part of a connection that both ends have taken part in. */
  | 'established'
  /** Part of a connection that is still beginning. */
  | 'beginning'
  /** The connection is over, and this begins another one. */
  | 'another';

export interface Update {
  readonly verdict: Verdict;
  /** How long the connection is kept from now on, where that changes. */
  readonly timeout?: TimeoutName;
}

/** What is remembered of one connection. */
export interface Conversation {
  /** Takes note of a further packet; `reply` where it comes from the other end. */
  update(packet: IpPacket, reply: boolean): Update;
  /**
   * What a further packet would be that fits, if nobody takes note of it.
   *
   * @param tcpFlags those that it has, if they are known and it is one of TCP.
   */
  expect(reply: boolean, tcpFlags?: number): Verdict;
  /** What listings show of it. */
  readonly info?: TcpProtocolInfo;
}

export interface Protocol {
  /** Whether a packet may begin a connection. */
  mayBegin(packet: IpPacket): boolean;
  begin(packet: IpPacket): { conversation: Conversation; timeout: TimeoutName };
}
