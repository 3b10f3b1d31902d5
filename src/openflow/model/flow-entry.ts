/** One flow of a flow table. */

import type { OfAction } from './actions.js';
import type { Match } from './match.js';

/** The priority of a flow that does not say. */
export const DEFAULT_PRIORITY = 0x8000;

/** True for flows that the switch adds for itself, which controllers cannot (`rule_is_hidden`). */
export function isHidden({ priority }: Pick<FlowEntry, 'priority'>): boolean {
  return priority > 0xffff;
}

/** Properties of flows and of requests to add them, a set of bits. */
export const FLOW_FLAG = {
  SEND_FLOW_REM: 1 << 0,
  NO_PACKET_COUNTS: 1 << 1,
  NO_BYTE_COUNTS: 1 << 2,
  CHECK_OVERLAP: 1 << 3,
  RESET_COUNTS: 1 << 5,
} as const;

/** Those flags that stay with a flow; the others only say how to add it. */
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

/** What somebody who adds a flow says about it. */
export interface FlowSpec {
  readonly table: number;
  readonly priority: number;
  readonly match: Match;
  readonly actions: readonly OfAction[];
  readonly cookie?: bigint;
  /** Seconds without a packet after which the flow goes; 0 for never. */
  readonly idleTimeout?: number;
  /** Seconds after which the flow goes; 0 for never. */
  readonly hardTimeout?: number;
  /** Which flows go first when a table is full. */
  readonly importance?: number;
  /** Bits of {@link FLOW_FLAG}. */
  readonly flags?: number;
  /** Set if the flow was derived; flows made by hand have none. */
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
  /** When a packet last hit it, or else when it came or changed. */
  used: number;
  /** Set if the flow was derived; flows made by hand have none. */
  place: FlowPlace | undefined;
  idleTimeout: number;
  hardTimeout: number;
  packets: bigint;
  bytes: bigint;
}
