/**
 * Requests about flows: to add, modify and delete them, and to list them. How
 * they are changed on the way to the switch is here too.
 */

import type { OfAction } from '../model/actions.js';
import { OpenFlowError } from '../model/errors.js';
import { lowBits } from '../model/fields.js';
import { DEFAULT_PRIORITY, FLOW_FLAG } from '../model/flow-entry.js';
import { Match } from '../model/match.js';
import { PORT } from '../model/openflow-ports.js';
import { PROTOCOLS, type Protocols, protocolVersion } from '../model/protocols.js';
import { type MessageReader, receiveInstructions } from './check-received.js';
import { wireActions } from './convert-actions.js';
import { wireMatch } from './convert-match.js';

export type FlowCommand = 'add' | 'modify' | 'modify_strict' | 'delete' | 'delete_strict';

/** The group of a request that does not ask for flows with a certain one. */
export const ANY_GROUP = 0xffffffff;

/** The table of a request that is about all tables, or that leaves the choice to the switch. */
export const ANY_TABLE = 255;

/** The cookie of a request that does not say one. */
export const NO_COOKIE = lowBits(64);

/** A request to change flows, or what selects the flows to list. */
export interface FlowMod {
  readonly command: FlowCommand;
  readonly match: Match;
  readonly priority: number;
  /** The bits of their cookie that flows must have to be concerned. */
  readonly cookie: bigint;
  readonly cookieMask: bigint;
  /** The cookie for new flows; {@link NO_COOKIE} adds none where there is none to modify. */
  readonly newCookie: bigint;
  /** Whether flows that are modified get the new cookie. */
  readonly modifyCookie: boolean;
  readonly table: number;
  readonly idleTimeout: number;
  readonly hardTimeout: number;
  readonly importance: number;
  /** Concerns only flows that output there; all, where it is ANY. */
  readonly outPort: number;
  readonly outGroup: number;
  /** Bits of FLOW_FLAG. */
  readonly flags: number;
  readonly actions: readonly OfAction[];
}

/** A request about all flows, which changes nothing about them. */
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

export function isStrict(command: FlowCommand): boolean {
  return command === 'modify_strict' || command === 'delete_strict';
}

/**
 * The request that arrives where this one is sent in the flow format `protocol`.
 *
 * @throws OpenFlowError where the reader cannot make sense of it.
 */
export function wireFlowMod(mod: FlowMod, protocol: Protocols, reader: MessageReader): FlowMod {
  const version = protocolVersion(protocol);
  const match = wireMatch(mod.match, protocol, reader.is === 'tool' ? reader.log : undefined);
  const actions = wireActions(mod.actions, version, mod.match);
  receiveInstructions(actions, version, reader);
  const flags = wireFlags(mod.flags, mod.command, version);
  const common = { ...mod, match, actions, flags, importance: version >= 14 ? mod.importance : 0 };
  return version === 10
    ? wireOf10(common, protocol)
    : { ...common, ...wireOf11(mod, version), modifyCookie: false };
}

/** OpenFlow 1.0 and 1.1 reset the counters of a flow that is added again; later ones on demand. */
function wireFlags(flags: number, command: FlowCommand, version: number): number {
  let sent = flags & (FLOW_FLAG.SEND_FLOW_REM | FLOW_FLAG.CHECK_OVERLAP);
  if (version >= 12) sent |= flags & FLOW_FLAG.RESET_COUNTS;
  if (version >= 13) sent |= flags & (FLOW_FLAG.NO_PACKET_COUNTS | FLOW_FLAG.NO_BYTE_COUNTS);
  if (version < 12 && command === 'add') sent |= FLOW_FLAG.RESET_COUNTS;
  return sent;
}

function wireOf10(mod: FlowMod, protocol: Protocols): FlowMod {
  const nxm = (protocol & PROTOCOLS.NXM_ANY) !== 0;
  const named = (protocol & PROTOCOLS.TABLE_ID) !== 0;
  const cookie = nxm
    ? { cookie: mod.cookie & mod.cookieMask, cookieMask: mod.cookieMask }
    : { cookie: 0n, cookieMask: 0n };
  if (mod.command === 'add' && cookie.cookieMask !== 0n) {
    throw new OpenFlowError('NXBRC_NXM_INVALID');
  }
  return {
    ...mod,
    ...cookie,
    outGroup: ANY_GROUP,
    modifyCookie: mod.newCookie !== NO_COOKIE,
    table: named ? mod.table : ANY_TABLE,
  };
}

function wireOf11(
  mod: FlowMod,
  version: number,
): Pick<FlowMod, 'cookie' | 'cookieMask' | 'newCookie' | 'table' | 'outGroup'> {
  // OpenFlow 1.1 adds a flow where it finds none to modify, if it need not look at cookies.
  const adds =
    mod.command === 'add' || (version === 11 && !isDelete(mod.command) && mod.cookieMask === 0n);
  const cookies = adds
    ? { cookie: 0n, cookieMask: 0n, newCookie: mod.newCookie }
    : {
        cookie: mod.cookie & mod.cookieMask,
        cookieMask: mod.cookieMask,
        newCookie: NO_COOKIE,
      };
  const keepsAnyTable = version !== 11 && isDelete(mod.command);
  return {
    ...cookies,
    table: mod.table === ANY_TABLE && !keepsAnyTable ? 0 : mod.table,
    outGroup: isDelete(mod.command) ? mod.outGroup : ANY_GROUP,
  };
}
