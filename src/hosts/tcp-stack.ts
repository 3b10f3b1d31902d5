/**
 * Implements enough of TCP to open connections, send data and close them as a real host does.
 * Nothing is retransmitted, because the network has no delay.
 */
import type { IpAddress } from '../lib/ip.js';
import { TCP, type TcpSegment } from './message.js';

export type TcpState =
  | 'syn-sent'
  | 'syn-received'
  | 'established'
  | 'fin-wait'
  | 'last-ack'
  | 'refused'
  | 'closed';

/** The addresses and ports that identify a connection, as seen by its host. */
export interface Endpoints {
  readonly local: IpAddress;
  readonly localPort: number;
  readonly remote: IpAddress;
  readonly remotePort: number;
}

/** One end of a connection. */
export interface TcpConnection extends Endpoints {
  state: TcpState;
  /** The sequence number of the next byte to send. */
  next: number;
  /** The sequence number of the next byte from the other end. */
  expected: number;
  /** The number of bytes that were received. */
  received: number;
}

const keyOf = ({ local, localPort, remote, remotePort }: Endpoints): string =>
  `${local.family}/${local.value}:${localPort}-${remote.value}:${remotePort}`;

const add = (sequence: number, count: number): number => (sequence + count) % 2 ** 32;

const NOTHING = new Uint8Array();

/** The distance between the initial sequence numbers of two connections. */
const SEQUENCE_STEP = 64_000;

export class TcpStack {
  readonly #connections = new Map<string, TcpConnection>();
  readonly #isOpen: (port: number) => boolean;
  #opened = 0;

  /** @param isOpen returns true if a service listens on a port */
  constructor(isOpen: (port: number) => boolean) {
    this.#isOpen = isOpen;
  }

  /** The connections that are not closed. */
  get connections(): readonly TcpConnection[] {
    return [...this.#connections.values()];
  }

  /** Starts a connection; returns it and its first segment. */
  connect(endpoints: Endpoints): { connection: TcpConnection; segment: TcpSegment } {
    const connection = this.#open(endpoints, 'syn-sent', 0);
    const segment = this.#segment(connection, TCP.SYN);
    return { connection, segment };
  }

  /** Returns the segment that sends data over an established connection. */
  send(connection: TcpConnection, data: Uint8Array): TcpSegment {
    return this.#segment(connection, TCP.PSH | TCP.ACK, data);
  }

  /** Closes this side of a connection; returns the segment to send. */
  close(connection: TcpConnection): TcpSegment {
    connection.state = 'fin-wait';
    return this.#segment(connection, TCP.FIN | TCP.ACK);
  }

  /** Forgets a connection whose other end does not answer. */
  abandon(connection: TcpConnection): void {
    connection.state = 'closed';
    this.#connections.delete(keyOf(connection));
  }

  /** Returns the segments that answer a segment. */
  receive(segment: TcpSegment, local: IpAddress, remote: IpAddress): readonly TcpSegment[] {
    const endpoints = {
      local,
      localPort: segment.destination,
      remote,
      remotePort: segment.source,
    };
    const connection = this.#connections.get(keyOf(endpoints));
    const asks = (segment.flags & (TCP.SYN | TCP.ACK)) === TCP.SYN;
    if (connection !== undefined && !(asks && connection.state === 'established')) {
      return this.#continue(connection, segment);
    }
    if (asks && this.#isOpen(segment.destination)) {
      const opened = this.#open(endpoints, 'syn-received', add(segment.sequence, 1));
      return [this.#segment(opened, TCP.SYN | TCP.ACK)];
    }
    return (segment.flags & TCP.RST) === 0 ? [refusal(segment)] : [];
  }

  #open(endpoints: Endpoints, state: TcpState, expected: number): TcpConnection {
    this.#opened += 1;
    const next = add(0, this.#opened * SEQUENCE_STEP);
    const connection = { ...endpoints, state, next, expected, received: 0 };
    this.#connections.set(keyOf(endpoints), connection);
    return connection;
  }

  #continue(connection: TcpConnection, segment: TcpSegment): readonly TcpSegment[] {
    if ((segment.flags & TCP.RST) !== 0) {
      connection.state = connection.state === 'syn-sent' ? 'refused' : 'closed';
      this.#connections.delete(keyOf(connection));
      return [];
    }
    if (connection.state === 'syn-sent') return this.#opening(connection, segment);
    // Any other segment is a duplicate, or follows one that was lost.
    if (segment.sequence !== connection.expected) return [];
    if (connection.state === 'syn-received') connection.state = 'established';
    connection.expected = add(connection.expected, segment.data.length);
    connection.received += segment.data.length;
    if ((segment.flags & TCP.FIN) !== 0) return this.#closing(connection);
    if (connection.state === 'last-ack') {
      this.abandon(connection);
      return [];
    }
    return segment.data.length > 0 ? [this.#segment(connection, TCP.ACK)] : [];
  }

  #opening(connection: TcpConnection, segment: TcpSegment): readonly TcpSegment[] {
    const both = TCP.SYN | TCP.ACK;
    if ((segment.flags & both) !== both || segment.acknowledgement !== connection.next) return [];
    connection.state = 'established';
    connection.expected = add(segment.sequence, 1);
    return [this.#segment(connection, TCP.ACK)];
  }

  /** Handles a FIN: this end closes too, unless it had already closed. */
  #closing(connection: TcpConnection): readonly TcpSegment[] {
    connection.expected = add(connection.expected, 1);
    if (connection.state === 'fin-wait') {
      const last = this.#segment(connection, TCP.ACK);
      this.abandon(connection);
      return [last];
    }
    connection.state = 'last-ack';
    return [this.#segment(connection, TCP.FIN | TCP.ACK)];
  }

  #segment(connection: TcpConnection, flags: number, data: Uint8Array = NOTHING): TcpSegment {
    const { localPort, remotePort, next, expected } = connection;
    const counted = data.length + ((flags & (TCP.SYN | TCP.FIN)) === 0 ? 0 : 1);
    connection.next = add(next, counted);
    return {
      type: 'tcp',
      source: localPort,
      destination: remotePort,
      sequence: next,
      acknowledgement: (flags & TCP.ACK) === 0 ? 0 : expected,
      flags,
      data,
    };
  }
}

/** Returns the reset that answers a segment without a connection. */
function refusal(segment: TcpSegment): TcpSegment {
  const counted = segment.data.length + ((segment.flags & (TCP.SYN | TCP.FIN)) === 0 ? 0 : 1);
  const answersAck = (segment.flags & TCP.ACK) !== 0;
  return {
    type: 'tcp',
    source: segment.destination,
    destination: segment.source,
    sequence: answersAck ? segment.acknowledgement : 0,
    acknowledgement: answersAck ? 0 : add(segment.sequence, counted),
    flags: answersAck ? TCP.RST : TCP.RST | TCP.ACK,
    data: NOTHING,
  };
}
