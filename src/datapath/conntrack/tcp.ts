/**
 * TCP connections: how far each end is, and which sequence numbers it may send. Answers
 * to `lib/conntrack-tcp.c`, whose way of following windows is that of Guido van Rooij's
 * "Real Stateful TCP Packet Filtering in IP Filter".
 */
import type { IpPacket } from './ip-packet.js';
import type { Conversation, Protocol, Update, Verdict } from './protocol.js';
import {
  areNonsense,
  MAX_WINDOW_SCALE,
  readTcpSegment,
  TCP_FLAG,
  type TcpSegment,
} from './tcp-segment.js';
import { TCP_STATE, type TcpProtocolInfo, type TcpState, type WindowScale } from './tcp-state.js';
import type { TimeoutName } from './timeouts.js';

/** How far an acknowledgment may be off, in octets: a window and some. */
const ACK_TOLERANCE = 0xffff + 1500;

/** One end of a connection. */
interface End {
  state: TcpState;
  scale: WindowScale;
  /** The sequence number after the last octet that it sent. */
  sent: number;
  /** The sequence number up to which the other end lets it send. */
  allowed: number;
  /** The largest window that it announced, before scaling. */
  maxWindow: number;
}

/** A segment with its numbers made ready to compare. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly ack: number;
  readonly window: number;
  /** How far the windows of its sender, and of its receiver, are shifted. */
  readonly senderShift: number;
  readonly receiverShift: number;
  /** How far its acknowledgment is behind what the receiver has sent. */
  readonly ackSkew: number;
}

/** The distance from `b` to `a` on the circle of sequence numbers. */
const distance = (a: number, b: number): number => (a - b) | 0;

const uint32 = (number: number): number => number >>> 0;

const shiftOf = (scale: WindowScale): number => (typeof scale === 'number' ? scale : 0);

/** How far the windows of a sender and a receiver are shifted in a segment between them. */
function shifts(sender: End, receiver: End, flags: number): [number, number] {
  // The windows of segments with SYN are not scaled.
  if (flags & TCP_FLAG.SYN) return [0, 0];
  if (typeof sender.scale === 'number' && typeof receiver.scale === 'number') {
    return [sender.scale, receiver.scale];
  }
  const unknown = sender.scale === 'unknown' && receiver.scale === 'unknown';
  return unknown ? [MAX_WINDOW_SCALE, MAX_WINDOW_SCALE] : [0, 0];
}

class TcpConversation implements Conversation {
  readonly #original: End;
  readonly #reply: End;

  constructor(first: TcpSegment) {
    const opening = (first.flags & TCP_FLAG.SYN) !== 0;
    const window = Math.max(first.window, 1);
    this.#original = {
      state: TCP_STATE.SYN_SENT,
      scale: opening ? first.scale : 'unknown',
      sent: first.sequence,
      allowed: uint32(first.sequence + first.length + 1),
      maxWindow: opening ? Math.ceil(window / 2 ** shiftOf(first.scale)) : window,
    };
    this.#reply = {
      state: TCP_STATE.CLOSED,
      scale: opening ? undefined : 'unknown',
      sent: 0,
      allowed: 1,
      maxWindow: 1,
    };
  }

  get info(): TcpProtocolInfo {
    return { original: this.#original, reply: this.#reply };
  }

  update(packet: IpPacket, reply: boolean): Update {
    const segment = readTcpSegment(packet);
    const sender = reply ? this.#reply : this.#original;
    const receiver = reply ? this.#original : this.#reply;
    if (areNonsense(segment.flags)) return { verdict: 'invalid' };
    return this.#openAgain(sender, receiver, segment) ?? this.#follow(sender, receiver, segment);
  }

  expect(reply: boolean, flags?: number): Verdict {
    const sender = reply ? this.#reply : this.#original;
    const receiver = reply ? this.#original : this.#reply;
    if (flags !== undefined && areNonsense(flags)) return 'invalid';
    const isOpening =
      flags === undefined
        ? isUnanswered(sender, receiver) || (isOver(sender) && isOver(receiver))
        : isSynAlone(flags);
    if (!isOpening) return 'established';
    if (isOver(sender) && isOver(receiver)) return 'another';
    return sender.state > TCP_STATE.SYN_SENT ? 'established' : 'beginning';
  }

  /** What a SYN alone does to a connection that is over, or still opening. */
  #openAgain(sender: End, receiver: End, { flags }: TcpSegment): Update | undefined {
    if (!isSynAlone(flags)) return undefined;
    if (isOver(sender) && isOver(receiver)) return { verdict: 'another' };
    if (sender.state > TCP_STATE.SYN_SENT) return undefined;
    sender.state = TCP_STATE.SYN_SENT;
    return { verdict: 'beginning', timeout: 'tcpFirstPacket' };
  }

  #follow(sender: End, receiver: End, segment: TcpSegment): Update {
    const span = this.#place(sender, receiver, segment);
    if (isInWindow(sender, receiver, segment, span)) {
      takeNote(sender, receiver, span);
      advance(sender, receiver, segment.flags);
      return { verdict: 'established', timeout: timeoutOf(sender, receiver) };
    }
    // At the beginning and at the end of a connection one is more lenient, but what
    // comes then does not keep it alive.
    if (!isLoose(sender, receiver) || !isNearWindow(sender, span)) return { verdict: 'invalid' };
    takeNote(sender, receiver, span);
    close(sender, receiver, segment.flags);
    return { verdict: 'established' };
  }

  /** Makes the numbers of a segment ready; the first one of an end tells what to expect of it. */
  #place(sender: End, receiver: End, segment: TcpSegment): Span {
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
      if (sender.allowed === 1 || distance(allowed, sender.allowed) >= 0) {
        // Either the connection is new, or it was there before the tracker looked at it.
        sender.allowed = allowed;
        lenient = true;
      }
      sender.maxWindow = Math.max(sender.maxWindow, window);
    }
    const ack = acknowledged(receiver, segment);
    // An empty segment may stand anywhere.
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
}

/** Whether a segment with these flags may be the first one of a connection that is seen. */
export function mayOpen(flags: number): boolean {
  const synAck = TCP_FLAG.SYN | TCP_FLAG.ACK;
  return !areNonsense(flags) && (flags & synAck) !== synAck;
}

const isSynAlone = (flags: number): boolean =>
  (flags & (TCP_FLAG.SYN | TCP_FLAG.ACK)) === TCP_FLAG.SYN;

/** Whether only one end has said anything yet. */
const isUnanswered = (sender: End, receiver: End): boolean =>
  sender.state === TCP_STATE.SYN_SENT && receiver.state === TCP_STATE.CLOSED;

const isOver = ({ state }: End): boolean => state >= TCP_STATE.FIN_WAIT_2;

/** What a segment acknowledges; all there is where it does not say. */
function acknowledged(receiver: End, { flags, acknowledgment }: TcpSegment): number {
  const refusal = TCP_FLAG.ACK | TCP_FLAG.RST;
  // Many send a reset with an acknowledgment of nothing.
  const silent =
    (flags & TCP_FLAG.ACK) === 0 || (acknowledgment === 0 && (flags & refusal) === refusal);
  return silent ? receiver.sent : acknowledgment;
}

/** Whether a segment is one that its sender may send now. */
function isInWindow(
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
    // A reset must hit the sequence number, or one next to it.
    ((flags & TCP_FLAG.RST) === 0 || Math.abs(distance(sequence, sender.sent)) <= 1)
  );
}

/** Whether a connection is at its beginning or its end. */
const isLoose = (sender: End, receiver: End): boolean =>
  receiver.state < TCP_STATE.SYN_SENT || isOver(receiver) || isOver(sender);

const isNearWindow = (sender: End, { start, end }: Span): boolean =>
  distance(sender.allowed + ACK_TOLERANCE, end) >= 0 &&
  distance(start, sender.sent - ACK_TOLERANCE) >= 0;

/** Takes over the sequence numbers and the window of a segment. */
function takeNote(sender: End, receiver: End, { end, ack, window, senderShift }: Span): void {
  sender.maxWindow = Math.max(sender.maxWindow, window);
  if (distance(end, sender.sent) > 0) sender.sent = end;
  const room = window << senderShift;
  if (distance(ack + room, receiver.allowed) >= 0) {
    receiver.allowed = uint32(ack + Math.max(room, 1));
  }
}

/** What the flags of a segment in the window do to the states of both ends. */
function advance(sender: End, receiver: End, flags: number): void {
  if (flags & TCP_FLAG.ACK) {
    if (receiver.state === TCP_STATE.SYN_SENT) receiver.state = TCP_STATE.ESTABLISHED;
    else if (receiver.state === TCP_STATE.CLOSING) receiver.state = TCP_STATE.FIN_WAIT_2;
  }
  close(sender, receiver, flags);
}

/** What FIN and RST do to the states, wherever the segment stands. */
function close(sender: End, receiver: End, flags: number): void {
  if (flags & TCP_FLAG.FIN && sender.state < TCP_STATE.CLOSING) sender.state = TCP_STATE.CLOSING;
  if (flags & TCP_FLAG.RST) {
    sender.state = TCP_STATE.TIME_WAIT;
    receiver.state = TCP_STATE.TIME_WAIT;
  }
}

/** How long a connection with ends in these states is kept. */
function timeoutOf(a: End, b: End): TimeoutName {
  const least = Math.min(a.state, b.state);
  const most = Math.max(a.state, b.state);
  if (least >= TCP_STATE.FIN_WAIT_2) return 'tcpClosed';
  if (least >= TCP_STATE.CLOSING) return 'tcpFinWait';
  if (least < TCP_STATE.ESTABLISHED) return 'tcpOpening';
  return most >= TCP_STATE.CLOSING ? 'tcpClosing' : 'tcpEstablished';
}

export const TCP: Protocol = {
  mayBegin(packet) {
    return mayOpen(readTcpSegment(packet).flags);
  },
  begin: (packet) => ({
    conversation: new TcpConversation(readTcpSegment(packet)),
    timeout: 'tcpFirstPacket',
  }),
};
