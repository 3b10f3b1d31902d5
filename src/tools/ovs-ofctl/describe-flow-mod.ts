/** Describes flow mods as messages on their way to a switch. */

import type { FlowMod } from '../../openflow/model/flow-mod.js';
import { PROTOCOLS, type Protocols } from '../../openflow/model/protocols.js';
import { encodeFlowMod } from '../../openflow/wire/encode-flow-mod.js';
import { formatMessage } from './messages/print-message.js';
import type { Run } from './run.js';

/** Returns the name of the message for a flow mod in a flow format. */
export const flowModName = (protocol: Protocols): string =>
  (protocol & PROTOCOLS.NXM_ANY) === 0 ? 'OFPT_FLOW_MOD' : 'NXT_FLOW_MOD';

/** The verbosity of a message that an error quotes. */
const QUOTED = 1;

/** Returns the text of a request as a message, or of the error in it. */
export function describeFlowMod(
  run: Run,
  mod: FlowMod,
  protocol: Protocols,
  xid: number,
  verbosity = QUOTED,
): string {
  return formatMessage(encodeFlowMod(mod, protocol, xid), verbosity, run.log);
}
