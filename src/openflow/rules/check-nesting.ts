/** Checks the order and the nesting of actions and instructions. Mirrors `ofpacts_verify()`. */

import { INSTRUCTIONS, type Instruction, instructionOf, type OfAction } from '../model/actions.js';
import { OpenFlowError } from '../model/errors.js';
import type { FieldName } from '../model/fields.js';
import type { TextLog } from '../values/text-log.js';

/** The action that contains the actions; `apply_actions` for a list without instructions. */
export type OuterAction = 'ct' | 'write_actions' | 'apply_actions';

/**
 * Checks that instructions are in order and not repeated, conjunctions with notes only, and changes
 * of the mark and label of a connection inside `ct` only.
 *
 * @throws OpenFlowError after a warning in the log
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

/** Returns the reference's name for a kind of action; it has no `load` besides `set_field`. */
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
