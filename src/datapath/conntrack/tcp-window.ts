/**
 * Tracks the sequence numbers that the ends of a TCP connection may send, after Guido van Rooij's
 * "Real Stateful TCP Packet Filtering in IP Filter" (`lib/conntrack-tcp.c`).
 */
import { TCP_FLAG } from '../../lib/protocol-numbers.js';
import { MAX_WINDOW_SCALE, type TcpSegment } from './tcp-segment.js';
import { TCP_STATE, type TcpState, type WindowScale } from './tcp-state.js';

/** The tolerance for acknowledgments in bytes: a window and a segment. */
const ACK_TOLERANCE = 0xffff + 1500;

/** One end of a connection. */
export interface End {
  state: TcpState;
  scale: WindowScale;
  /** The sequence number after the last byte that it sent. */
  sent: number;
  /** The sequence number up to which the other end allows it to send. */
  allowed: number;
  /** The largest window that it announced, before scaling. */
  maxWindow: number;
}

/** A segment with its numbers prepared for comparison. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly ack: number;
  readonly window: number;
  /** The window scales of its sender and its receiver. */
  readonly senderShift: number;
  readonly receiverShift: number;
  /** How far its acknowledgment lags behind what the receiver has sent. */
  readonly ackSkew: number;
}

/** Returns the distance from `b` to `a` on the circle of sequence numbers. */
const distance = (a: number, b: number): number => (a - b) | 0;

const uint32 = (number: number): number => number >>> 0;

const shiftOf = (scale: WindowScale): number => (typeof scale === 'number' ? scale : 0);

/** Returns the window scales of sender and receiver for a segment between them. */
function shifts(sender: End, receiver: End, flags: number): [number, number] {
  // The windows of segments with SYN are not scaled.
  if (flags & TCP_FLAG.SYN) return [0, 0];
  if (typeof sender.scale === 'number' && typeof receiver.scale === 'number') {
    return [sender.scale, receiver.scale];
  }
  const unknown = sender.scale === 'unknown' && receiver.scale === 'unknown';
  return unknown ? [MAX_WINDOW_SCALE, MAX_WINDOW_SCALE] : [0, 0];
}

/** Returns both ends after the first observed segment. */
export function openEnds(first: TcpSegment): { original: End; reply: End } {
  const opening = (first.flags & TCP_FLAG.SYN) !== 0;
  const window = Math.max(first.window, 1);
  const original: End = {
    state: TCP_STATE.SYN_SENT,
    scale: opening ? first.scale : 'unknown',
    sent: first.sequence,
    allowed: uint32(first.sequence + first.length + 1),
    maxWindow: opening ? Math.ceil(window / 2 ** shiftOf(first.scale)) : window,
  };
  const reply: End = {
    state: TCP_STATE.CLOSED,
    scale: opening ? undefined : 'unknown',
    sent: 0,
    allowed: NOTHING_ALLOWED,
    maxWindow: 1,
  };
  return { original, reply };
}

/** The value of `allowed` for an end that has not received anything yet. */
export const NOTHING_ALLOWED = 1;

/** Prepares the numbers of a segment; the first segment of an end initializes the end. */
export function place(sender: End, receiver: End, segment: TcpSegment): Span {
  const { flags, sequence, length } = segment;
  let [senderShift, receiverShift] = shifts(sender, receiver, flags);
  let { window } = segment;
  let lenient = false;
  const end = uint32(sequence + length);
  if (sender.state < TCP_STATE.SYN_SENT) {
    if (flags & TCP_FLAG.SYN && typeof receiver.scale === 'number') {
      sender.scale = segment.scale;
      if (segment.scale === undefined) {
        receiver.maxWindow = (receiver.maxWindow << receiver.scale) & 0xffff;
        receiver.scale = undefined;
      } else {
        senderShift = segment.scale;
        receiverShift = receiver.scale;
        window = Math.ceil(window / 2 ** senderShift);
      }
    }
    sender.sent = sequence;
    sender.state = TCP_STATE.SYN_SENT;
    const allowed = uint32(end + Math.max(1, receiver.maxWindow << receiverShift));
    if (sender.allowed === NOTHING_ALLOWED || distance(allowed, sender.allowed) >= 0) {
      // Either the connection is new, or it is older than its tracking.
      sender.allowed = allowed;
      lenient = true;
    }
    sender.maxWindow = Math.max(sender.maxWindow, window);
  }
  const ack = acknowledged(receiver, segment);
  // An empty segment may have any number.
  const empty = length === 0;
  return {
    start: empty ? sender.sent : sequence,
    end: empty ? sender.sent : end,
    ack,
    window,
    senderShift,
    receiverShift,
    ackSkew: lenient ? 0 : distance(receiver.sent, ack),
  };
}

/**
 * Returns the acknowledged sequence number; everything sent so far if the segment has no
 * acknowledgment.
 */
function acknowledged(receiver: End, { flags, acknowledgment }: TcpSegment): number {
  const refusal = TCP_FLAG.ACK | TCP_FLAG.RST;
  // Many hosts send a reset without an acknowledgment.
  const silent =
    (flags & TCP_FLAG.ACK) === 0 || (acknowledgment === 0 && (flags & refusal) === refusal);
  return silent ? receiver.sent : acknowledgment;
}

/** Returns true if the sender may send the segment now. */
export function isInWindow(
  sender: End,
  receiver: End,
  { flags, sequence }: TcpSegment,
  span: Span,
): boolean {
  const { start, end, ackSkew, senderShift, receiverShift } = span;
  return (
    distance(sender.allowed, end) >= 0 &&
    distance(start, sender.sent - (receiver.maxWindow << receiverShift)) >= 0 &&
    ackSkew >= -ACK_TOLERANCE &&
    ackSkew <= ACK_TOLERANCE << senderShift &&
    // A reset must have the expected sequence number, or one next to it.
    ((flags & TCP_FLAG.RST) === 0 || Math.abs(distance(sequence, sender.sent)) <= 1)
  );
}

/** Returns true if a segment is close to what its sender may send. */
export const isNearWindow = (sender: End, { start, end }: Span): boolean =>
  distance(sender.allowed + ACK_TOLERANCE, end) >= 0 &&
  distance(start, sender.sent - ACK_TOLERANCE) >= 0;

/** Applies the sequence numbers and the window of a segment. */
export function recordSpan(
  sender: End,
  receiver: End,
  { end, ack, window, senderShift }: Span,
): void {
  sender.maxWindow = Math.max(sender.maxWindow, window);
  if (distance(end, sender.sent) > 0) sender.sent = end;
  const room = window << senderShift;
  if (distance(ack + room, receiver.allowed) >= 0) {
    receiver.allowed = uint32(ack + Math.max(room, 1));
  }
}
