/** Tracks TCP connections (`lib/conntrack-tcp.c`). */
import { TCP_FLAG } from '../../lib/protocol-numbers.js';
import type { IpPacket } from './ip-packet.js';
import type { Conversation, Protocol, Update, Verdict } from './protocol.js';
import { areInvalid, readTcpSegment, type TcpSegment } from './tcp-segment.js';
import { TCP_STATE, type TcpProtocolInfo } from './tcp-state.js';
import {
  type End,
  isInWindow,
  isNearWindow,
  NOTHING_ALLOWED,
  openEnds,
  place,
  recordSpan,
} from './tcp-window.js';
import type { TimeoutName } from './timeouts.js';

class TcpConversation implements Conversation {
  readonly #original: End;
  readonly #reply: End;

  constructor(first: TcpSegment) {
    const { original, reply } = openEnds(first);
    this.#original = original;
    this.#reply = reply;
  }

  get info(): TcpProtocolInfo {
    return { original: this.#original, reply: this.#reply };
  }

  update(packet: IpPacket, reply: boolean): Update {
    const segment = readTcpSegment(packet);
    const sender = reply ? this.#reply : this.#original;
    const receiver = reply ? this.#original : this.#reply;
    if (areInvalid(segment.flags)) return { verdict: 'invalid' };
    return this.#openAgain(sender, receiver, segment) ?? this.#follow(sender, receiver, segment);
  }

  expect(reply: boolean, flags?: number): Verdict {
    const sender = reply ? this.#reply : this.#original;
    const receiver = reply ? this.#original : this.#reply;
    if (flags !== undefined && areInvalid(flags)) return 'invalid';
    const isOpening =
      flags === undefined
        ? isUnanswered(sender, receiver) ||
          isUnnumbered(sender) ||
          (isOver(sender) && isOver(receiver))
        : isSynAlone(flags);
    if (!isOpening) {
      const outside = isUnnumbered(sender) && !isLoose(sender, receiver) && hasLength(flags);
      return outside ? 'invalid' : 'established';
    }
    if (isOver(sender) && isOver(receiver)) return 'another';
    return sender.state > TCP_STATE.SYN_SENT ? 'established' : 'beginning';
  }

  /** Handles a lone SYN in a connection that has ended or is still opening. */
  #openAgain(sender: End, receiver: End, { flags }: TcpSegment): Update | undefined {
    if (!isSynAlone(flags)) return undefined;
    if (isOver(sender) && isOver(receiver)) return { verdict: 'another' };
    if (sender.state > TCP_STATE.SYN_SENT) return undefined;
    sender.state = TCP_STATE.SYN_SENT;
    return { verdict: 'beginning', timeout: 'tcpFirstPacket' };
  }

  #follow(sender: End, receiver: End, segment: TcpSegment): Update {
    const span = place(sender, receiver, segment);
    if (isInWindow(sender, receiver, segment, span)) {
      recordSpan(sender, receiver, span);
      advance(sender, receiver, segment.flags);
      return { verdict: 'established', timeout: timeoutOf(sender, receiver) };
    }
    // At the start and end of a connection the window is not strict, but such packets do not extend
    // its life.
    if (!isLoose(sender, receiver) || !isNearWindow(sender, span)) return { verdict: 'invalid' };
    recordSpan(sender, receiver, span);
    close(sender, receiver, segment.flags);
    return { verdict: 'established' };
  }
}

/** Returns true if a segment with these flags may be the first observed segment of a connection. */
export function mayOpen(flags: number): boolean {
  const synAck = TCP_FLAG.SYN | TCP_FLAG.ACK;
  return !areInvalid(flags) && (flags & synAck) !== synAck;
}

const isSynAlone = (flags: number): boolean =>
  (flags & (TCP_FLAG.SYN | TCP_FLAG.ACK)) === TCP_FLAG.SYN;

/** Returns true if these flags show that a segment occupies sequence numbers. */
const hasLength = (flags = 0): boolean =>
  (flags & (TCP_FLAG.SYN | TCP_FLAG.FIN | TCP_FLAG.PSH)) !== 0;

/** Returns true if only one end has sent anything. */
const isUnanswered = (sender: End, receiver: End): boolean =>
  sender.state === TCP_STATE.SYN_SENT && receiver.state === TCP_STATE.CLOSED;

/**
 * Returns true if all segments of an end were SYNs in answer to another opening. The reference does
 * not record their numbers, so any segment with a length is then outside the window.
 */
const isUnnumbered = ({ state, sent, allowed }: End): boolean =>
  state === TCP_STATE.SYN_SENT && sent === 0 && allowed === NOTHING_ALLOWED;

const isOver = ({ state }: End): boolean => state >= TCP_STATE.FIN_WAIT_2;

/** Returns true if a connection is at its start or end. */
const isLoose = (sender: End, receiver: End): boolean =>
  receiver.state < TCP_STATE.SYN_SENT || isOver(receiver) || isOver(sender);

/** Applies the flags of a segment within the window to the states of both ends. */
function advance(sender: End, receiver: End, flags: number): void {
  if (flags & TCP_FLAG.ACK) {
    if (receiver.state === TCP_STATE.SYN_SENT) receiver.state = TCP_STATE.ESTABLISHED;
    else if (receiver.state === TCP_STATE.CLOSING) receiver.state = TCP_STATE.FIN_WAIT_2;
  }
  close(sender, receiver, flags);
}

/** Applies FIN and RST, whether the segment is in the window or not. */
function close(sender: End, receiver: End, flags: number): void {
  if (flags & TCP_FLAG.FIN && sender.state < TCP_STATE.CLOSING) sender.state = TCP_STATE.CLOSING;
  if (flags & TCP_FLAG.RST) {
    sender.state = TCP_STATE.TIME_WAIT;
    receiver.state = TCP_STATE.TIME_WAIT;
  }
}

/** Returns the timeout of a connection whose ends are in these states. */
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
