/** The states of an end of a TCP connection, in the order in which the tracker compares them. */
export const TCP_STATES = [
  'CLOSED',
  'LISTEN',
  'SYN_SENT',
  'SYN_RECV',
  'ESTABLISHED',
  'CLOSE_WAIT',
  'FIN_WAIT_1',
  'CLOSING',
  'LAST_ACK',
  'FIN_WAIT_2',
  'TIME_WAIT',
] as const;

export type TcpStateName = (typeof TCP_STATES)[number];

/** The states that occur here; other trackers use the others. */
export const TCP_STATE = {
  CLOSED: 0,
  SYN_SENT: 2,
  ESTABLISHED: 4,
  CLOSING: 7,
  FIN_WAIT_2: 9,
  TIME_WAIT: 10,
} as const;

export type TcpState = (typeof TCP_STATE)[keyof typeof TCP_STATE];

/** The window scale that an end announces; `'unknown'` if its SYN was not seen. */
export type WindowScale = number | 'unknown' | undefined;

/** The details that listings show about one end. */
export interface TcpEndInfo {
  readonly state: TcpState;
  readonly scale: WindowScale;
}

/** The details that listings show about a TCP connection. */
export interface TcpProtocolInfo {
  readonly original: TcpEndInfo;
  readonly reply: TcpEndInfo;
}

/** Returns the state of a connection in listings: that of the more advanced end. */
export function connectionState({ original, reply }: TcpProtocolInfo): TcpStateName {
  const state = Math.max(original.state, reply.state);
  if (state === TCP_STATE.FIN_WAIT_2) return 'TIME_WAIT';
  return TCP_STATES[state] ?? 'CLOSED';
}
