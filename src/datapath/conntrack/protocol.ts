/** What connection tracking needs of a transport protocol (`struct ct_l4_proto`). */
import type { IpPacket } from './ip-packet.js';
import type { TcpProtocolInfo } from './tcp-state.js';
import type { TimeoutName } from './timeouts.js';

/** What a packet is to its connection. */
export type Verdict =
  /** Not what the connection would send. */
  | 'invalid'
  /** Part of a connection in which both ends have taken part. */
  | 'established'
  /** Part of a connection that is being established. */
  | 'beginning'
  /** The start of another connection after this one is over. */
  | 'another';

export interface Update {
  readonly verdict: Verdict;
  /** The new timeout of the connection, if it changes. */
  readonly timeout?: TimeoutName;
}

/** The tracked state of one connection. */
export interface Conversation {
  /**
   * Tracks another packet.
   *
   * @param reply true if it comes from the other end.
   */
  update(packet: IpPacket, reply: boolean): Update;
  /**
   * Returns what a fitting packet would be, without tracking it.
   *
   * @param tcpFlags the flags of a TCP packet, if they are known.
   */
  expect(reply: boolean, tcpFlags?: number): Verdict;
  /** What listings show. */
  readonly info?: TcpProtocolInfo;
}

export interface Protocol {
  /** True if a packet may start a connection. */
  mayBegin(packet: IpPacket): boolean;
  begin(packet: IpPacket): { conversation: Conversation; timeout: TimeoutName };
}
