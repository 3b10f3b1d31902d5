/**
 * Computes the sizes of matches and actions in messages without encoding them. Long lists are
 * split into messages of at most 64 kB, and the tools show where.
 */

import type { OfAction } from '../model/actions.js';
import { FIELDS, type FieldName, fieldHeader, fullMask } from '../model/fields.js';
import type { Match } from '../model/match.js';
import type { OpenFlowVersion } from '../model/protocols.js';
import { ByteWriter } from './byte-writer.js';
import { putActions } from './encode-actions.js';
import { putInstructions } from './encode-instructions.js';
import { putOption } from './field-bytes.js';
import { matchFields } from './match-fields.js';

/** Rounds up to a multiple of 8. */
const padded = (size: number): number => (size + 7) & ~7;

const scratch = new ByteWriter();

function measure(write: (out: ByteWriter) => void): number {
  scratch.clear();
  write(scratch);
  return scratch.size;
}

/** Returns the size of a field with its header, and its mask if it has one. */
function entryLength(field: FieldName, version: OpenFlowVersion | 0, masked: boolean): number {
  const info = FIELDS[field];
  const vendor = fieldHeader(info, version)?.vendor === 0 ? 0 : 4;
  return 4 + vendor + info.bytes * (masked ? 2 : 1);
}

/** The head of an OXM: its type and length. */
const OXM_HEAD = 4;

/** Returns the size of a match as NXM in OpenFlow 1.0, or as OXM in later versions. */
export function matchLength(match: Match, version: OpenFlowVersion): number {
  const headers = version === 10 ? 0 : version;
  let size = version === 10 ? 0 : OXM_HEAD;
  matchFields(match, headers, (field, value, mask) => {
    if (FIELDS[field].variableLength) {
      size += measure((out) => putOption(out, field, headers, value, mask));
    } else {
      const masked = mask !== undefined && mask !== fullMask(FIELDS[field]);
      size += entryLength(field, headers, masked);
    }
  });
  return padded(size);
}

/** Actions of a fixed size: in OpenFlow 1.0, and in later versions. */
const FIXED: ReadonlyMap<OfAction['type'], readonly [of10: number, of11: number]> = new Map([
  ['output', [8, 16]],
  ['load', [24, 24]],
  ['resubmit', [16, 16]],
  ['conjunction', [16, 16]],
  ['exit', [16, 16]],
  ['push', [24, 24]],
  ['pop', [24, 24]],
]);

/** Returns the size of a list of actions. */
export function actionsLength(actions: readonly OfAction[], version: OpenFlowVersion): number {
  let size = 0;
  for (const action of actions) size += actionLength(action, version);
  return size;
}

function actionLength(action: OfAction, version: OpenFlowVersion): number {
  const fixed = FIXED.get(action.type);
  if (fixed !== undefined) return fixed[version === 10 ? 0 : 1];
  if (action.type === 'ct') return 24 + actionsLength(action.exec, version);
  return measure((out) => putActions(out, [action], version));
}

/** The head of the instruction around a list of actions. */
const APPLY_ACTIONS_HEAD = 8;

/** Returns the size of a flow's actions and instructions. */
export function instructionsLength(actions: readonly OfAction[], version: OpenFlowVersion): number {
  if (version === 10) return actionsLength(actions, version);
  if (actions.length === 0) return 0;
  return actions.every(({ type }) => FIXED.has(type) || type === 'ct')
    ? APPLY_ACTIONS_HEAD + actionsLength(actions, version)
    : measure((out) => putInstructions(out, actions, version));
}
