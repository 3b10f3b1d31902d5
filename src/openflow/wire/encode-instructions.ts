/** Encodes instructions. Mirrors `ofpacts_put_openflow_instructions()`. */

import type { OfAction } from '../model/actions.js';
import type { OpenFlowVersion } from '../model/protocols.js';
import { INSTRUCTION } from './action-codes.js';
import type { ByteWriter } from './byte-writer.js';
import { putActions } from './encode-actions.js';

/** The number of an instruction, and the function that writes its arguments. */
type Form = readonly [type: number, body: (out: ByteWriter) => void];

/** Writes the actions of a flow: actions in OpenFlow 1.0, instructions in later versions. */
export function putInstructions(
  out: ByteWriter,
  actions: readonly OfAction[],
  version: OpenFlowVersion,
): void {
  if (version === 10) {
    putActions(out, actions, version);
    return;
  }
  const applied: OfAction[] = [];
  const flush = () => {
    if (applied.length > 0) put(out, withActions(INSTRUCTION.applyActions, applied, version));
    applied.length = 0;
  };
  for (const action of actions) {
    const form = formOf(action, version);
    if (form === undefined) {
      applied.push(action);
      continue;
    }
    flush();
    put(out, form);
  }
  flush();
}

function put(out: ByteWriter, [type, body]: Form): void {
  const start = out.size;
  out.uint(type, 2);
  out.uint(0, 2);
  body(out);
  out.patchLength(start + 2, start);
}

const withActions = (
  type: number,
  actions: readonly OfAction[],
  version: OpenFlowVersion,
): Form => [
  type,
  (out) => {
    out.zeros(4);
    putActions(out, actions, version);
  },
];

/** Returns the form of an action that is an instruction, or `undefined`. */
function formOf(action: OfAction, version: OpenFlowVersion): Form | undefined {
  switch (action.type) {
    case 'goto_table':
      return [
        INSTRUCTION.gotoTable,
        (out) => {
          out.uint(action.table, 1);
          out.zeros(3);
        },
      ];
    case 'write_metadata':
      return [
        INSTRUCTION.writeMetadata,
        (out) => {
          out.zeros(4);
          out.big(action.value, 8);
          out.big(action.mask, 8);
        },
      ];
    case 'write_actions':
      return withActions(INSTRUCTION.writeActions, action.actions, version);
    case 'clear_actions':
      return [INSTRUCTION.clearActions, (out) => out.zeros(4)];
    case 'meter':
      return [INSTRUCTION.meter, (out) => out.uint(action.meter, 4)];
    default:
      return undefined;
  }
}
