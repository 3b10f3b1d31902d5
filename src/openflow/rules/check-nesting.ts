/** Whether actions stand in an order and nesting that makes sense. */

import { INSTRUCTIONS, type Instruction, instructionOf, type OfAction } from '../model/actions.js';
import { OpenFlowError } from '../model/errors.js';
import type { FieldName } from '../model/fields.js';
import type { TextLog } from '../values/text-log.js';

/** The action in which actions are nested. */
export type OuterAction = 'ct' | 'write_actions';

/**
 * Checks the order and the nesting of actions: instructions in their order and
 * once each, conjunctions with nothing but notes, and the connection's mark and
 * label only within `ct`. Throws {@link OpenFlowError} and says in the log why.
 */
export function checkNesting(
  actions: readonly OfAction[],
  log: TextLog,
  outer?: OuterAction,
): void {
  const warn = (message: string): void => log('WARN', 'ofp_actions', message);
  let last: Instruction | undefined;
  for (const action of actions) {
    if (action.type === 'conjunction') {
      verifyConjunctions(actions, warn);
      return;
    }
    verifyNesting(action, outer, warn);
    const instruction = instructionOf(action.type);
    if (last !== undefined) verifyOrder(last, instruction, warn);
    if (outer !== undefined && instruction !== 'apply_actions') {
      warn(`${instruction} instruction not allowed here`);
      throw new OpenFlowError('OFPBIC_UNSUP_INST');
    }
    last = instruction;
  }
}

function verifyConjunctions(actions: readonly OfAction[], warn: (message: string) => void): void {
  const stranger = actions.find(({ type }) => type !== 'conjunction' && type !== 'note');
  if (stranger === undefined) return;
  warn(
    `"conjunction" actions may be used along with "note" but not any other kind of action (such as the "${referenceName(stranger.type)}" action used here)`,
  );
  throw new OpenFlowError('NXBAC_BAD_CONJUNCTION');
}

function verifyNesting(
  action: OfAction,
  outer: OuterAction | undefined,
  warn: (message: string) => void,
): void {
  const field = writtenField(action);
  const ofConnection = field === 'ct_mark' || field === 'ct_label';
  if (ofConnection && outer !== 'ct') {
    warn('cannot set CT fields outside of ct action');
    throw new OpenFlowError('OFPBAC_BAD_SET_ARGUMENT');
  }
  if (outer !== 'ct' || ofConnection) return;
  warn(
    field === undefined
      ? `ct action doesn't support nested action ${referenceName(action.type)}`
      : `ct action doesn't support nested modification of ${field}`,
  );
  throw new OpenFlowError('OFPBAC_BAD_ARGUMENT');
}

function writtenField(action: OfAction): FieldName | undefined {
  switch (action.type) {
    case 'set_field':
      return action.field;
    case 'load':
    case 'move':
      return action.destination.field;
    default:
      return undefined;
  }
}

/** The name that the reference has for a kind of action; a `load` is a `set_field` to it. */
function referenceName(type: OfAction['type']): string {
  return type === 'load' ? 'set_field' : type;
}

function verifyOrder(last: Instruction, next: Instruction, warn: (message: string) => void): void {
  if (next === last) {
    if (next === 'apply_actions') return;
    warn(`duplicate ${next} instruction not allowed, for OpenFlow 1.1+ compatibility`);
  } else {
    if (INSTRUCTIONS.indexOf(next) > INSTRUCTIONS.indexOf(last)) return;
    warn(
      `invalid instruction ordering: ${next} must appear before ${last}, for OpenFlow 1.1+ compatibility`,
    );
  }
  throw new OpenFlowError('OFPBAC_UNSUPPORTED_ORDER');
}
