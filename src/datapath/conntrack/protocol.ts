/**
 * Declares the interface between connection tracking and transport protocols (`struct
 * ct_l4_proto`).
 */
import type { IpPacket } from './ip-packet.js';
import type { TcpProtocolInfo } from './tcp-state.js';
import type { TimeoutName } from './timeouts.js';

/** The relation of a packet to its connection. */
export type Verdict =
  /** It does not fit the connection. */
  | 'invalid'
  /** It belongs to a connection in which both ends have taken part. */
  | 'established'
  /** It belongs to a connection that is being established. */
  | 'beginning'
  /** It starts a new connection after this one has ended. */
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
   * Returns the verdict on a fitting packet, without tracking it.
   *
   * @param tcpFlags the flags of a TCP packet, if known.
   */
  expect(reply: boolean, tcpFlags?: number): Verdict;
  /** Returns the details that listings show. */
  readonly info?: TcpProtocolInfo;
}

export interface Protocol {
  /** Returns true if a packet may start a connection. */
  mayBegin(packet: IpPacket): boolean;
  begin(packet: IpPacket): { conversation: Conversation; timeout: TimeoutName };
}
