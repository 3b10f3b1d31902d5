/**
 * Converts a flow mod to what arrives over a connection: an encoding and a decoding in one step.
 * Mirrors `ofputil_encode_flow_mod()` followed by `ofputil_decode_flow_mod()`.
 */

import { OpenFlowError } from '../model/errors.js';
import { FLOW_FLAG } from '../model/flow-entry.js';
import {
  ANY_GROUP,
  ANY_TABLE,
  type FlowCommand,
  type FlowMod,
  isDelete,
  NO_COOKIE,
} from '../model/flow-mod.js';
import { PROTOCOLS, type Protocols, protocolVersion } from '../model/protocols.js';
import { checkReceivedInstructions, type MessageReader } from './check-received.js';
import { convertActions } from './convert-actions.js';
import { convertMatch } from './convert-match.js';

/**
 * Returns the request as it arrives in the flow format `protocol`.
 *
 * @throws OpenFlowError if the reader rejects it.
 */
export function convertFlowMod(mod: FlowMod, protocol: Protocols, reader: MessageReader): FlowMod {
  const version = protocolVersion(protocol);
  const match = convertMatch(mod.match, protocol, reader.is === 'tool' ? reader.log : undefined);
  const actions = convertActions(mod.actions, version, mod.match);
  checkReceivedInstructions(actions, version, reader);
  const flags = convertFlags(mod.flags, mod.command, version);
  const importance = version >= 14 && mod.command === 'add' ? mod.importance : 0;
  const common = { ...mod, match, actions, flags, importance };
  return version === 10
    ? throughOf10(common, protocol)
    : { ...common, ...throughOf11(mod, version), modifyCookie: false };
}

/**
 * Returns the flags as they arrive. OpenFlow 1.0 and 1.1 always reset the counters of a replaced
 * flow; later versions do so on request.
 */
function convertFlags(flags: number, command: FlowCommand, version: number): number {
  let sent = flags & (FLOW_FLAG.SEND_FLOW_REM | FLOW_FLAG.CHECK_OVERLAP);
  if (version >= 12) sent |= flags & FLOW_FLAG.RESET_COUNTS;
  if (version >= 13) sent |= flags & (FLOW_FLAG.NO_PACKET_COUNTS | FLOW_FLAG.NO_BYTE_COUNTS);
  if (version < 12 && command === 'add') sent |= FLOW_FLAG.RESET_COUNTS;
  return sent;
}

function throughOf10(mod: FlowMod, protocol: Protocols): FlowMod {
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

function throughOf11(
  mod: FlowMod,
  version: number,
): Pick<FlowMod, 'cookie' | 'cookieMask' | 'newCookie' | 'table' | 'outGroup'> {
  // OpenFlow 1.1 adds a flow if there is none to modify and no cookie is required.
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
