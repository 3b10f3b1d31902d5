/** Describes flow mods as messages on their way to a switch. */

import { OpenFlowError } from '../../openflow/model/errors.js';
import type { FlowMod } from '../../openflow/model/flow-mod.js';
import { PROTOCOLS, type Protocols, protocolVersion } from '../../openflow/model/protocols.js';
import { checkConsistency } from '../../openflow/rules/check-against-match.js';
import { convertFlowMod } from '../../openflow/wire/convert-flow-mod.js';
import { formatFlowMod } from './flow-text.js';
import { messageHeader } from './message-text.js';
import type { Run } from './run.js';

/** Returns the name of the message for a flow mod in a flow format. */
export const flowModName = (protocol: Protocols): string =>
  (protocol & PROTOCOLS.NXM_ANY) === 0 ? 'OFPT_FLOW_MOD' : 'NXT_FLOW_MOD';

/** Returns the text of a request as a message, or of the error in it. */
export function describeFlowMod(run: Run, mod: FlowMod, protocol: Protocols, xid: number): string {
  const header = messageHeader(flowModName(protocol), protocolVersion(protocol), xid);
  try {
    const arrived = convertFlowMod(mod, protocol, { is: 'tool', log: run.log });
    // A format without table ids leaves the byte for one empty, which reads as table 0.
    const named = (protocol & PROTOCOLS.TABLE_ID) !== 0;
    const shown = named ? arrived : { ...arrived, table: 0 };
    checkConsistency(shown, protocol, run.log);
    return `${header} ${formatFlowMod(shown, protocolVersion(protocol))}\n`;
  } catch (error) {
    if (!(error instanceof OpenFlowError)) throw error;
    return `${header} ***decode error: ${error.code}***\n`;
  }
}
