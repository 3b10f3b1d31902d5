/** Checks the actions of a packet-out message, for `ofproto/trace-packet-out`. */

import { OpenFlowError } from '../../../openflow/model/errors.js';
import { Match } from '../../../openflow/model/match.js';
import { FLOW_MEMBERS } from '../../../openflow/model/members.js';
import { checkActionsAgainstMatch } from '../../../openflow/rules/check-against-match.js';
import type { ParsedActions } from '../../../openflow/text/parse-actions.js';
import { type Flow, WHOLE } from '../../../packet/flow.js';
import { CommandError } from '../target-command.js';

/**
 * Checks actions for a packet. Actions on fields that the packet lacks do nothing, or are refused
 * if `consistent`, as OpenFlow 1.1 and later require.
 *
 * @throws CommandError
 */
export function checkPacketOut(
  flow: Flow,
  { actions, protocols }: ParsedActions,
  consistent: boolean,
): void {
  const context = { match: exactMatch(flow), table: 0, tables: 0, log: () => {} };
  try {
    const allowed = checkActionsAgainstMatch(actions, context, protocols);
    if (consistent && allowed !== protocols) throw new OpenFlowError('OFPBAC_MATCH_INCONSISTENT');
  } catch (error) {
    if (!(error instanceof OpenFlowError)) throw error;
    throw new CommandError(`Bad actions: ${error.code}`);
  }
}

function exactMatch(flow: Flow): Match {
  let match = Match.ANY;
  for (const [index, member] of FLOW_MEMBERS.entries()) {
    const value = flow.at(index);
    if (value !== 0n) match = match.withMember(member, value, WHOLE[index] ?? 0n);
  }
  return match;
}
