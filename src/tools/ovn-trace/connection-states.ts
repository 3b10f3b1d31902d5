/** What `ct_next` says of a packet. */

import { CT_STATE } from '../../datapath/conntrack/ct-state.js';
import type { Flow } from '../../datapath/flow.js';

export interface ConnectionState {
  /** Bits of {@link CT_STATE}. */
  readonly state: number;
  /** Where that comes from, if it was not asked for. */
  readonly remark?: string;
}

export interface ConnectionStates {
  /** What the packet is to the connections in a zone. */
  next(packet: Flow, zone: number): ConnectionState;
  /** Puts its connection into the table of a zone, as far as this trace is concerned. */
  commit(packet: Flow, zone: number): void;
}

/** Every packet belongs to a connection that both ends have taken part in. */
export const ESTABLISHED: ConnectionStates = {
  next: () => ({
    state: CT_STATE.EST | CT_STATE.TRK,
    remark: 'default (use --ct to customize)',
  }),
  commit: () => {},
};

/** One of `given` after the other; then what `others` say. */
export function givenFirst(given: readonly number[], others: ConnectionStates): ConnectionStates {
  let used = 0;
  return {
    next: (packet, zone) => {
      const state = given[used++];
      return state === undefined ? others.next(packet, zone) : { state };
    },
    commit: (packet, zone) => others.commit(packet, zone),
  };
}
