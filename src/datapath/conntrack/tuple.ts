/** Who talks to whom: the counterpart of `struct conn_key`. */
import type { Address } from './ip-packet.js';

export interface Endpoint {
  readonly address: Address;
  /** The port; the identifier of ICMP; zero in protocols that have neither. */
  readonly port: number;
  /** What ICMP sends from this end: a request from one, the matching reply from the other. */
  readonly icmpType: number;
}

export interface Tuple {
  readonly zone: number;
  readonly family: 4 | 6;
  readonly protocol: number;
  readonly source: Endpoint;
  readonly destination: Endpoint;
}

/** The tuple of packets in the other direction. */
export const reverse = (tuple: Tuple): Tuple => ({
  ...tuple,
  source: tuple.destination,
  destination: tuple.source,
});

const endpointKey = ({ address, port, icmpType }: Endpoint): string =>
  `${address.toString(36)}:${port}:${icmpType}`;

/** A key that tuples share if they are equal. */
export const tupleKey = (tuple: Tuple): string =>
  `${scope(tuple)} ${endpointKey(tuple.source)} ${endpointKey(tuple.destination)}`;

/** A key that tuples share if they are equal but for the direction. */
export function connectionKey(tuple: Tuple): string {
  const source = endpointKey(tuple.source);
  const destination = endpointKey(tuple.destination);
  return source < destination
    ? `${scope(tuple)} ${source} ${destination}`
    : `${scope(tuple)} ${destination} ${source}`;
}

const scope = ({ zone, family, protocol }: Tuple): string => `${zone}/${family}/${protocol}`;

/** Whether two tuples with the same {@link connectionKey} have the same direction. */
export function sameDirection({ source: a }: Tuple, { source: b }: Tuple): boolean {
  return a.address === b.address && a.port === b.port && a.icmpType === b.icmpType;
}
