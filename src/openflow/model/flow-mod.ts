/** Requests to add, modify, delete and list flows: the counterpart of `struct ofputil_flow_mod`. */

import type { OfAction } from './actions.js';
import { lowBits } from './fields.js';
import { DEFAULT_PRIORITY } from './flow-entry.js';
import { Match } from './match.js';
import { PORT } from './openflow-ports.js';

/** The commands, in the order of their numbers in messages (`OFPFC_*`). */
export const FLOW_COMMANDS = ['add', 'modify', 'modify_strict', 'delete', 'delete_strict'] as const;

export type FlowCommand = (typeof FLOW_COMMANDS)[number];

/** The group of a request that selects flows whatever their groups (`OFPG_ANY`). */
export const ANY_GROUP = 0xffffffff;

/** The table of a request about all tables, or one that leaves the choice to the switch. */
export const ANY_TABLE = 255;

/** The cookie of a request that does not specify one. */
export const NO_COOKIE = lowBits(64);

/** A request to change flows, or a selection of flows to list. */
export interface FlowMod {
  readonly command: FlowCommand;
  readonly match: Match;
  readonly priority: number;
  /** Selects flows by the bits of their cookie that `cookieMask` has set. */
  readonly cookie: bigint;
  readonly cookieMask: bigint;
  /** The cookie of new flows; {@link NO_COOKIE} keeps `modify` from adding a flow. */
  readonly newCookie: bigint;
  /** True if modified flows get the new cookie too. */
  readonly modifyCookie: boolean;
  readonly table: number;
  readonly idleTimeout: number;
  readonly hardTimeout: number;
  readonly importance: number;
  /** Selects flows that output to this port; ANY selects all. */
  readonly outPort: number;
  readonly outGroup: number;
  /** Bits of `FLOW_FLAG`. */
  readonly flags: number;
  readonly actions: readonly OfAction[];
}

/** A request about all flows, to be filled in. */
export const EMPTY_FLOW_MOD: FlowMod = {
  command: 'add',
  match: Match.ANY,
  priority: DEFAULT_PRIORITY,
  cookie: 0n,
  cookieMask: 0n,
  newCookie: 0n,
  modifyCookie: false,
  table: ANY_TABLE,
  idleTimeout: 0,
  hardTimeout: 0,
  importance: 0,
  outPort: PORT.ANY,
  outGroup: ANY_GROUP,
  flags: 0,
  actions: [],
};

export function isDelete(command: FlowCommand): boolean {
  return command === 'delete' || command === 'delete_strict';
}

export function isModify(command: FlowCommand): boolean {
  return command === 'modify' || command === 'modify_strict';
}

/** Returns true if the command concerns only the flow with exactly its match and priority. */
export function isStrict(command: FlowCommand): boolean {
  return command === 'modify_strict' || command === 'delete_strict';
}
