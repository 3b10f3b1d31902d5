/** Sends flow mods as one bundle of OpenFlow 1.4. Mirrors `vconn_bundle_transact()`. */

import { OpenFlowError } from '../../openflow/model/errors.js';
import type { FlowMod } from '../../openflow/model/flow-mod.js';
import { checkFlowActions } from '../../openflow/switch/apply-flow-mod.js';
import { commitBundle } from '../../openflow/switch/commit-bundle.js';
import { convertFlowMod } from '../../openflow/wire/convert-flow-mod.js';
import { encodeBundleAdd } from '../../openflow/wire/encode-bundle-add.js';
import { encodeFlowMod } from '../../openflow/wire/encode-flow-mod.js';
import { fatal } from '../program/exit.js';
import type { Connection } from './connection.js';
import { describeFlowMod } from './describe-flow-mod.js';
import { messageHeader } from './message-text.js';
import type { Run } from './run.js';
import { errorText } from './switch-error.js';

const CONTROL = 'OFPT_BUNDLE_CONTROL';
const ADD = 'OFPT_BUNDLE_ADD_MESSAGE';

/** The bundle is atomic and ordered (`OFPBF_*`). */
const FLAGS = 'flags=atomic ordered';

/** A flow mod with its transaction id, and as the switch received it. */
interface SentMod {
  readonly mod: FlowMod;
  readonly xid: number;
  readonly received: FlowMod;
}

/** Sends flow mods atomically: all or none take effect. If the commit fails, ends the program. */
export function sendBundle(run: Run, connection: Connection, mods: readonly FlowMod[]): void {
  const { bridge, protocol, version } = connection;
  const numbered = mods.map((mod) => ({ mod, xid: run.nextXid() }));
  connection.request();
  const added = numbered.flatMap((item) => addToBundle(run, connection, item));
  const xid = connection.request();
  bridge.expireFlows();
  const refused = commitBundle(
    bridge,
    added.map(({ received }) => received),
    protocol,
  );
  const culprit = refused && added[refused.index];
  if (refused === undefined || culprit === undefined) return;
  run.printError(
    errorText(refused.error.code, version, culprit.xid, {
      name: 'OFPT_FLOW_MOD',
      bytes: (id) => encodeFlowMod(culprit.mod, protocol, id),
      text: (id) => describeFlowMod(run, culprit.mod, protocol, id),
    }),
  );
  run.printError(
    errorText('OFPBFC_MSG_FAILED', version, xid, {
      name: CONTROL,
      text: (id) =>
        `${connection.header(CONTROL, id)}\n bundle_id=0 type=COMMIT_REQUEST ${FLAGS}\n`,
    }),
  );
  run.log('WARN', 'vconn', 'Bundle commit failed (OFPBFC_MSG_FAILED).');
  fatal(`talking to ${connection.name} (Protocol error)`);
}

/** Adds a flow mod; one that the switch refuses at once is left out, and the others take effect. */
function addToBundle(
  run: Run,
  { bridge, protocol, version }: Connection,
  { mod, xid }: { readonly mod: FlowMod; readonly xid: number },
): SentMod[] {
  try {
    const received = convertFlowMod(mod, protocol, { is: 'switch' });
    checkFlowActions(bridge, received, protocol);
    return [{ mod, xid, received }];
  } catch (error) {
    if (!(error instanceof OpenFlowError)) throw error;
    run.printError(
      errorText(error.code, version, xid, {
        name: ADD,
        bytes: (id) => encodeBundleAdd(encodeFlowMod(mod, protocol, id), version, id),
        text: (id) =>
          `${messageHeader(ADD, version, id)}\n bundle_id=0 ${FLAGS}\n${describeFlowMod(run, mod, protocol, id)}`,
      }),
    );
    return [];
  }
}
