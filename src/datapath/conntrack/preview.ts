/** Predicts the connection state of a packet without tracking it. */
import { IP_PROTO } from '../../lib/protocol-numbers.js';
import type { Connection } from './connection.js';
import type { ConnectionTable } from './connection-table.js';
import { CT_STATE } from './ct-state.js';
import { ICMP_PAIRS, isIcmp } from './extract-tuple.js';
import { ICMP_REQUESTS } from './icmp.js';
import type { Address } from './ip-packet.js';
import type { Verdict } from './protocol.js';
import { mayOpen } from './tcp.js';
import { connectionKey, type Endpoint, sameDirection, type Tuple } from './tuple.js';

/** The known properties of a packet. */
export interface PacketOutline {
  readonly family: 4 | 6;
  readonly protocol: number;
  readonly source: Address;
  readonly destination: Address;
  /** TCP and UDP ports. An unknown port is one that no connection has. */
  readonly sourcePort?: number | undefined;
  readonly destinationPort?: number | undefined;
  /** The type of an ICMP message; an echo request by default. */
  readonly icmpType?: number | undefined;
  /**
   * The identifier of an ICMP message. Without one, requests are new and replies answer the latest
   * request.
   */
  readonly icmpIdentifier?: number | undefined;
  /** The TCP flags; by default, flags that fit the connection. */
  readonly tcpFlags?: number | undefined;
}

export interface Preview {
  /** Bits of {@link CT_STATE}. */
  readonly state: number;
  /** The connection to which it would belong. */
  readonly connection?: Connection | undefined;
}

/** Returns the result of `ct` in a zone for a packet that was not tracked before. */
export function preview(table: ConnectionTable, outline: PacketOutline, zone: number): Preview {
  const ends = endsOf(outline);
  if (ends === undefined) return { state: CT_STATE.INV | CT_STATE.TRK };
  const { family, protocol, tcpFlags } = outline;
  const tuple: Tuple = { zone, family, protocol, source: ends[0], destination: ends[1] };
  const found = find(table, outline, tuple);
  if (found === undefined) {
    return { state: (mayBegin(outline, tuple) ? CT_STATE.NEW : CT_STATE.INV) | CT_STATE.TRK };
  }
  const { connection, reply } = found;
  const verdict = connection.conversation.expect(reply, tcpFlags);
  const related = connection.parent === undefined ? 0 : CT_STATE.REL;
  return { state: stateOf(verdict, reply) | related | CT_STATE.TRK, connection };
}

function stateOf(verdict: Verdict, reply: boolean): number {
  switch (verdict) {
    case 'invalid':
      return CT_STATE.INV;
    case 'established':
      return CT_STATE.EST | (reply ? CT_STATE.RPL : 0);
    case 'beginning':
    case 'another':
      return CT_STATE.NEW;
  }
}

/** Returns the endpoints of a packet, or `undefined` if it cannot be tracked. */
function endsOf(outline: PacketOutline): [Endpoint, Endpoint] | undefined {
  const { family, source, destination, sourcePort = 0, destinationPort = 0 } = outline;
  if (!isIcmp(outline)) {
    return [
      { address: source, port: sourcePort, icmpType: 0 },
      { address: destination, port: destinationPort, icmpType: 0 },
    ];
  }
  const { icmpType = ICMP_REQUESTS[family][0], icmpIdentifier: port = 0 } = outline;
  const pair = ICMP_PAIRS[family].get(icmpType);
  return pair === undefined
    ? undefined
    : [
        { address: source, port, icmpType },
        { address: destination, port, icmpType: pair },
      ];
}

/** Returns the connection of a packet, and whether the packet is a reply. */
function find(
  table: ConnectionTable,
  outline: PacketOutline,
  tuple: Tuple,
): { connection: Connection; reply: boolean } | undefined {
  if (!isIcmp(outline) || outline.icmpIdentifier !== undefined) {
    const connection = table.find(tuple);
    return connection && { connection, reply: !sameDirection(connection.tuple, tuple) };
  }
  if (isRequest(tuple)) return undefined;
  const key = connectionKey(tuple);
  const connection = table
    .connections(tuple.zone)
    .findLast((candidate) => connectionKey(withoutIdentifier(candidate.tuple)) === key);
  return (
    connection && { connection, reply: !sameDirection(withoutIdentifier(connection.tuple), tuple) }
  );
}

/** Removes the identifier that distinguishes ICMP conversations between the same endpoints. */
const withoutIdentifier = (tuple: Tuple): Tuple => ({
  ...tuple,
  source: { ...tuple.source, port: 0 },
  destination: { ...tuple.destination, port: 0 },
});

const isRequest = ({ family, source }: Tuple): boolean =>
  ICMP_REQUESTS[family].includes(source.icmpType);

function mayBegin({ protocol, tcpFlags }: PacketOutline, tuple: Tuple): boolean {
  if (isIcmp(tuple)) return isRequest(tuple);
  return protocol !== IP_PROTO.TCP || tcpFlags === undefined || mayOpen(tcpFlags);
}
