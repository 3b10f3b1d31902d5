/**
 * Implements the connection tracker of the datapath (`lib/conntrack.c` of Open vSwitch 3.1),
 * without address translation and reassembly.
 */
import type { Clock } from '../../lib/clock.js';
import { IP_PROTO } from '../../lib/protocol-numbers.js';
import type { Masked } from '../../openflow/model/match.js';
import { Connection } from './connection.js';
import { ConnectionTable } from './connection-table.js';
import { CT_STATE } from './ct-state.js';
import { type Expectation, Expectations } from './expectations.js';
import { type Extracted, extractTuple } from './extract-tuple.js';
import { announcedPort, isFtpControl } from './ftp.js';
import { ICMP, ICMPV6 } from './icmp.js';
import { findIpPacket, type IpPacket } from './ip-packet.js';
import { OTHER } from './other.js';
import type { Protocol } from './protocol.js';
import { TCP } from './tcp.js';
import { reverse, sameDirection, type Tuple } from './tuple.js';

/** The parameters of a `ct` action. */
export interface CtRequest {
  readonly zone: number;
  /** True to add an unknown connection to the table. */
  readonly commit: boolean;
  /** Bits of the connection's mark and label to set. */
  readonly mark?: Masked | undefined;
  readonly label?: Masked | undefined;
  /** The application protocol that may announce further connections: `ftp`. */
  readonly helper?: string | undefined;
}

/** The connection state that accompanies a packet. */
export interface CtMetadata {
  /** Bits of {@link CT_STATE}; zero before the first `ct`. */
  readonly state: number;
  readonly zone: number;
  readonly mark: bigint;
  readonly label: bigint;
  /** The packet's connection, if any. */
  readonly connection?: Connection | undefined;
}

/** The state of a packet that was never tracked. */
export const UNTRACKED: CtMetadata = { state: 0, zone: 0, mark: 0n, label: 0n };

const PROTOCOLS: ReadonlyMap<number, Protocol> = new Map([
  [IP_PROTO.TCP, TCP],
  [IP_PROTO.ICMP, ICMP],
  [IP_PROTO.ICMPV6, ICMPV6],
]);

/** The result of tracking a packet. */
interface Finding {
  readonly state: number;
  readonly connection?: Connection | undefined;
  readonly expectation?: Expectation | undefined;
}

const INVALID: Finding = { state: CT_STATE.INV };

export class ConnectionTracker {
  readonly table: ConnectionTable;
  readonly #expectations = new Expectations();

  constructor(clock: Clock) {
    this.table = new ConnectionTable(clock, (gone) => {
      if (gone.helper !== undefined) this.#expectations.forget(gone);
    });
  }

  /**
   * Executes a `ct` action. It never fails: an inconsistent packet becomes invalid.
   *
   * @param frame the packet with its Ethernet header.
   * @param before the state from previous `ct` actions.
   * @returns the new state.
   */
  process(frame: Uint8Array, request: CtRequest, before: CtMetadata = UNTRACKED): CtMetadata {
    const { zone } = request;
    const packet = findIpPacket(frame);
    const control = packet !== undefined && isFtpControl(packet, request.helper);
    const known = before.connection;
    // A packet is tracked only once in a zone.
    if (known?.tuple.zone === zone && !control) {
      return describe({ state: before.state, connection: known }, request);
    }
    const extracted = packet && extractTuple(packet, zone);
    if (packet === undefined || extracted === undefined) return describe(INVALID, request);
    const state = before.zone === zone ? before.state : 0;
    const metadata = describe(this.#find(packet, extracted, request, state), request);
    return control ? this.#listen(packet, metadata) : metadata;
  }

  /** Determines the state of a packet that may belong to a known connection. */
  #find(packet: IpPacket, found: Extracted, request: CtRequest, before: number): Finding {
    const { tuple, related } = found;
    const connection = this.table.find(tuple);
    if (connection === undefined) {
      // An ICMP error does not start a connection.
      return related ? INVALID : this.#begin(packet, tuple, request);
    }
    const reply = !sameDirection(connection.tuple, tuple);
    const direction = reply ? CT_STATE.RPL : 0;
    if (related) return { state: before | CT_STATE.REL | direction, connection };
    const { verdict, timeout } = connection.conversation.update(packet, reply);
    if (timeout !== undefined) this.table.keep(connection, timeout);
    const state = before | (connection.parent === undefined ? 0 : CT_STATE.REL);
    switch (verdict) {
      case 'invalid':
        return { state: CT_STATE.INV, connection };
      case 'established':
        return { state: (state & ~CT_STATE.NEW) | CT_STATE.EST | direction, connection };
      case 'beginning':
        return { state: state | CT_STATE.NEW, connection };
      case 'another':
        this.table.remove(connection);
        return this.#begin(packet, tuple, request);
    }
  }

  /** Determines the state of a packet that belongs to no known connection. */
  #begin(packet: IpPacket, tuple: Tuple, { commit, zone, helper }: CtRequest): Finding {
    const protocol = PROTOCOLS.get(tuple.protocol) ?? OTHER;
    if (!protocol.mayBegin(packet)) return INVALID;
    const expectation = this.#expectations.find(tuple);
    const state = CT_STATE.NEW | (expectation === undefined ? 0 : CT_STATE.REL);
    if (!commit || !this.table.hasRoom(zone)) return { state, expectation };
    const { conversation, timeout } = protocol.begin(packet);
    const { parent, mark, label } = expectation ?? { parent: undefined, mark: 0n, label: 0n };
    const connection = new Connection({ tuple, conversation, parent, helper, mark, label });
    this.table.add(connection, timeout);
    return { state, connection };
  }

  /** Records the connections that a control packet announces. */
  #listen(packet: IpPacket, metadata: CtMetadata): CtMetadata {
    const { connection, state } = metadata;
    if (connection?.helper === undefined) return metadata;
    const port = announcedPort(packet, connection.tuple);
    if (port === undefined) return metadata;
    if (port === 'malformed') return { ...metadata, state: state | CT_STATE.INV };
    // The data connection goes to the host that announced the port.
    const { tuple } = connection;
    const data = (state & CT_STATE.RPL) === 0 ? reverse(tuple) : tuple;
    const destination = { ...data.destination, port };
    this.#expectations.add({ ...data, destination }, connection);
    return metadata;
  }
}

/** Returns `old` with some bits replaced; used for marks and labels. */
const withBits = (old: bigint, bits: Masked | undefined): bigint =>
  bits === undefined ? old : bits.value | (old & ~bits.mask);

/** Returns the state that accompanies a packet, and updates its connection. */
function describe({ state, connection, expectation }: Finding, request: CtRequest): CtMetadata {
  if (connection !== undefined && connection.parent === undefined) {
    connection.mark = withBits(connection.mark, request.mark);
    connection.label = withBits(connection.label, request.label);
  }
  return {
    state: state | CT_STATE.TRK,
    zone: request.zone,
    mark: (connection ?? expectation)?.mark ?? 0n,
    label: (connection ?? expectation)?.label ?? 0n,
    connection,
  };
}
