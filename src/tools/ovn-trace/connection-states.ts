/** Provides the connection states that `ct_next` finds. */
import type { ConnectionTable } from '../../datapath/conntrack/connection-table.js';
import { CT_STATE } from '../../datapath/conntrack/ct-state.js';
import { type PacketOutline, preview } from '../../datapath/conntrack/preview.js';
import { DL_TYPE } from '../../lib/protocol-numbers.js';
import type { Match } from '../../openflow/model/match.js';
import type { Flow } from '../../packet/flow.js';

export interface ConnectionState {
  /** Bits of {@link CT_STATE}. */
  readonly state: number;
  /** The source of a state that was not given by `--ct`. */
  readonly remark?: string;
}

export interface ConnectionStates {
  /** Returns the state of a packet in a zone. */
  next(packet: Flow, zone: number | undefined): ConnectionState;
}

/** Treats every packet as part of an established connection. */
export const ESTABLISHED: ConnectionStates = {
  next: () => ({
    state: CT_STATE.EST | CT_STATE.TRK,
    remark: 'default (use --ct to customize)',
  }),
};

/** Returns the `given` states one after the other, then those of `others`. */
export function givenFirst(given: readonly number[], others: ConnectionStates): ConnectionStates {
  let used = 0;
  return {
    next: (packet, zone) => {
      const state = given[used++];
      return state === undefined ? others.next(packet, zone) : { state };
    },
  };
}

/**
 * Returns the states in the connection tracker. Fields that the microflow does not specify get
 * likely values: an unused port, matching flags, an echo request.
 *
 * @param said the fields that the microflow specifies.
 */
export function recorded(table: ConnectionTable, said: Match): ConnectionStates {
  return {
    next: (packet, zone) => {
      if (zone === undefined) return ESTABLISHED.next(packet, zone);
      const outline = outlineOf(packet, said);
      const { state, connection } =
        outline === undefined
          ? { state: CT_STATE.INV | CT_STATE.TRK, connection: undefined }
          : preview(table, outline, zone);
      const finding =
        (state & CT_STATE.INV) !== 0
          ? 'takes it for invalid'
          : connection === undefined
            ? 'has no such connection'
            : 'has the connection';
      return { state, remark: `zone ${zone} ${finding}` };
    },
  };
}

/**
 * Returns the packet's headers for the tracker; `undefined` for a fragment, which is not tracked.
 */
function outlineOf(packet: Flow, said: Match): PacketOutline | undefined {
  if (packet.get('nw_frag') !== 0n) return undefined;
  const isIpv6 = packet.get('dl_type') === DL_TYPE.IPV6;
  const says = (member: 'tp_src' | 'tcp_flags') =>
    said.member(member).mask === 0n ? undefined : Number(packet.get(member));
  return {
    family: isIpv6 ? 6 : 4,
    protocol: Number(packet.get('nw_proto')),
    source: isIpv6 ? packet.get('ipv6_src') : Number(packet.get('nw_src')),
    destination: isIpv6 ? packet.get('ipv6_dst') : Number(packet.get('nw_dst')),
    sourcePort: Number(packet.get('tp_src')),
    destinationPort: Number(packet.get('tp_dst')),
    icmpType: says('tp_src'),
    tcpFlags: says('tcp_flags'),
  };
}
