/** Flows of flow tables: the counterpart of `struct rule`. */

import type { OfAction } from './actions.js';
import type { Match } from './match.js';

/** The default priority of a flow (`OFP_DEFAULT_PRIORITY`). */
export const DEFAULT_PRIORITY = 0x8000;

/** Returns true for the flows that only the switch itself adds; mirrors `rule_is_hidden()`. */
export function isHidden({ priority }: Pick<FlowEntry, 'priority'>): boolean {
  return priority > 0xffff;
}

/** The flags of flows and of requests to add them, as bits (`OFPUTIL_FF_*`). */
export const FLOW_FLAG = {
  SEND_FLOW_REM: 1 << 0,
  NO_PACKET_COUNTS: 1 << 1,
  NO_BYTE_COUNTS: 1 << 2,
  CHECK_OVERLAP: 1 << 3,
  RESET_COUNTS: 1 << 5,
} as const;

/** The flags that a flow keeps; the others only concern the request (`OFPUTIL_FF_STATE`). */
export const FLOW_STATE_FLAGS =
  FLOW_FLAG.SEND_FLOW_REM | FLOW_FLAG.NO_PACKET_COUNTS | FLOW_FLAG.NO_BYTE_COUNTS;

/**
 * The place of a flow that ovn-controller derived in listings. It depends only on what the flow is
 * derived from, and not on when it was installed.
 */
export interface FlowPlace {
  readonly kind: number;
  readonly rank: number;
  readonly id: string;
  readonly index: number;
}

export const comparePlaces = (a: FlowPlace, b: FlowPlace): number =>
  a.kind - b.kind || a.rank - b.rank || (a.id === b.id ? a.index - b.index : a.id < b.id ? -1 : 1);

/** The description of a flow to add. */
export interface FlowSpec {
  readonly table: number;
  readonly priority: number;
  readonly match: Match;
  readonly actions: readonly OfAction[];
  readonly cookie?: bigint;
  /** The seconds without a packet after which the flow expires; 0 for never. */
  readonly idleTimeout?: number;
  /** The seconds after which the flow expires; 0 for never. */
  readonly hardTimeout?: number;
  /** Flows with a low importance are evicted first. */
  readonly importance?: number;
  /** Bits of {@link FLOW_FLAG}. */
  readonly flags?: number;
  /** Set only for a flow that ovn-controller derived. */
  readonly place?: FlowPlace | undefined;
}

/** A flow in a table, with its counters. Times are in milliseconds since the epoch. */
export interface FlowEntry {
  readonly table: number;
  readonly priority: number;
  readonly match: Match;
  readonly actions: readonly OfAction[];
  readonly cookie: bigint;
  readonly importance: number;
  readonly flags: number;
  readonly created: number;
  readonly modified: number;
  /** The time of the last packet, or of the creation or last change. */
  used: number;
  /** Set only for a flow that ovn-controller derived. */
  place: FlowPlace | undefined;
  idleTimeout: number;
  hardTimeout: number;
  packets: bigint;
  bytes: bigint;
}
