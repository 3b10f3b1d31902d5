/** Runs the conversations of `ping` and of TCP and UDP clients between two hosts. */

import type { IpAddress } from '../lib/ip.js';
import type { TransportProtocol } from './host.js';
import type { IcmpError } from './message.js';
import type { ForwardingResult, Journey, Network, Station } from './network.js';
import type { TcpConnection } from './tcp-stack.js';

/** The two ends of a conversation. */
export interface Parties {
  readonly from: Station;
  readonly source: IpAddress;
  readonly destination: IpAddress;
}

/** The outcome of a conversation attempt. */
export type Outcome =
  | { readonly type: 'answered'; readonly bytes: number; readonly ttl: number }
  | { readonly type: 'connected'; readonly connection: TcpConnection; readonly bytes: number }
  /** The other host rejected it, because no service listens on that port. */
  | { readonly type: 'refused' }
  | { readonly type: 'complaint'; readonly reason: IcmpError['reason']; readonly from: IpAddress }
  /** The next hop did not answer ARP or neighbor discovery. */
  | { readonly type: 'unreachable' }
  | { readonly type: 'silence' };

/** An attempt and the journeys of its frames. */
export interface Attempt<R extends ForwardingResult> {
  readonly outcome: Outcome;
  readonly journeys: readonly Journey<R>[];
}

const filled = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, i) => i & 0xff);

/** Sends one echo request with `size` bytes of data. */
export function echo<R extends ForwardingResult>(
  network: Network<R>,
  { from, source, destination }: Parties,
  { id, sequence, size }: { id: number; sequence: number; size: number },
): Attempt<R> {
  const { host } = from;
  host.inbox.length = 0;
  const request = { type: 'echo', reply: false, id, sequence, data: filled(size) } as const;
  const journeys = network.exchange(from, host.send(source, destination, request));
  for (const { payload, ttl } of host.inbox) {
    if (payload.type === 'echo' && payload.id === id && payload.sequence === sequence) {
      return { outcome: { type: 'answered', bytes: payload.data.length + 8, ttl }, journeys };
    }
  }
  return { outcome: failure(from), journeys };
}

/** The first port that clients use by default, as on Linux. */
const FIRST_CLIENT_PORT = 32_768;

/** Returns the source port of the nth conversation. */
export const clientPort = (n: number): number => FIRST_CLIENT_PORT + (n % 28_232);

export interface ConversationOptions {
  readonly sourcePort: number;
  readonly port: number;
  /** The number of bytes to send. */
  readonly size: number;
  /** True to leave the connection open. */
  readonly keep: boolean;
}

/** Opens a TCP connection, sends data, and closes it again. */
export function connect<R extends ForwardingResult>(
  network: Network<R>,
  { from, source, destination }: Parties,
  { sourcePort, port, size, keep }: ConversationOptions,
): Attempt<R> {
  const { host } = from;
  host.inbox.length = 0;
  const { connection, segment } = host.tcp.connect({
    local: source,
    localPort: sourcePort,
    remote: destination,
    remotePort: port,
  });
  const exchange = (...segments: Parameters<typeof host.send>[2][]) =>
    segments.flatMap((each) => network.exchange(from, host.send(source, destination, each)));
  const journeys = exchange(segment);
  // Processing the answers changed the state, which the compiler cannot see.
  const reached: string = connection.state;
  if (reached === 'refused') return { outcome: { type: 'refused' }, journeys };
  if (reached !== 'established') {
    host.tcp.abandon(connection);
    return { outcome: failure(from), journeys };
  }
  if (size > 0) journeys.push(...exchange(host.tcp.send(connection, filled(size))));
  if (!keep) journeys.push(...exchange(host.tcp.close(connection)));
  return { outcome: { type: 'connected', connection, bytes: size }, journeys };
}

/** Sends a UDP datagram. */
export function datagram<R extends ForwardingResult>(
  network: Network<R>,
  { from, source, destination }: Parties,
  { sourcePort, port, size }: ConversationOptions,
): Attempt<R> {
  const { host } = from;
  host.inbox.length = 0;
  const journeys = host.waitingOn(sourcePort, () =>
    network.exchange(
      from,
      host.send(source, destination, {
        type: 'udp',
        source: sourcePort,
        destination: port,
        data: filled(size),
      }),
    ),
  );
  for (const { payload, ttl } of host.inbox) {
    if (payload.type === 'udp' && payload.source === port) {
      return { outcome: { type: 'answered', bytes: payload.data.length, ttl }, journeys };
    }
  }
  return { outcome: failure(from), journeys };
}

export const CONVERSATIONS: Readonly<Record<TransportProtocol, typeof connect>> = {
  tcp: connect,
  udp: datagram,
};

/** Returns the reason why there was no answer, as far as the sender can tell. */
function failure({ host }: Station): Outcome {
  for (const { payload, source } of host.inbox) {
    if (payload.type === 'error') {
      return payload.reason === 'port-unreachable'
        ? { type: 'refused' }
        : { type: 'complaint', reason: payload.reason, from: source };
    }
  }
  return host.waiting ? { type: 'unreachable' } : { type: 'silence' };
}
