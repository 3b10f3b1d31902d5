/** Declares the endpoints that identify a connection (`struct conn_key`). */
import type { Address } from './ip-packet.js';

export interface Endpoint {
  readonly address: Address;
  /** The port, or the ICMP identifier; zero for other protocols. */
  readonly port: number;
  /** The ICMP type that this end sends: a request for one end, the matching reply for the other. */
  readonly icmpType: number;
}

export interface Tuple {
  readonly zone: number;
  readonly family: 4 | 6;
  readonly protocol: number;
  readonly source: Endpoint;
  readonly destination: Endpoint;
}

/** Returns the tuple of packets in the other direction. */
export const reverse = (tuple: Tuple): Tuple => ({
  ...tuple,
  source: tuple.destination,
  destination: tuple.source,
});

const endpointKey = ({ address, port, icmpType }: Endpoint): string =>
  `${address.toString(36)}:${port}:${icmpType}`;

/** Returns a key that is the same for equal tuples. */
export const tupleKey = (tuple: Tuple): string =>
  `${scope(tuple)} ${endpointKey(tuple.source)} ${endpointKey(tuple.destination)}`;

/** Returns a key that is the same for both directions of a connection. */
export function connectionKey(tuple: Tuple): string {
  const source = endpointKey(tuple.source);
  const destination = endpointKey(tuple.destination);
  return source < destination
    ? `${scope(tuple)} ${source} ${destination}`
    : `${scope(tuple)} ${destination} ${source}`;
}

const scope = ({ zone, family, protocol }: Tuple): string => `${zone}/${family}/${protocol}`;

/** Returns true if two tuples with the same {@link connectionKey} have the same direction. */
export function sameDirection({ source: a }: Tuple, { source: b }: Tuple): boolean {
  return a.address === b.address && a.port === b.port && a.icmpType === b.icmpType;
}
