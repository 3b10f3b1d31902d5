/** Seconds for which a connection is kept after a packet (`lib/conntrack-tp.c`). */
export const TIMEOUTS = {
  tcpFirstPacket: 30,
  tcpOpening: 30,
  tcpEstablished: 24 * 60 * 60,
  tcpClosing: 15 * 60,
  tcpFinWait: 45,
  tcpClosed: 30,
  otherFirst: 60,
  otherMultiple: 60,
  otherBidirectional: 30,
  icmpFirst: 60,
  icmpReply: 30,
} as const;

export type TimeoutName = keyof typeof TIMEOUTS;
