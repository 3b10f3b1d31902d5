/**
 * How many bytes matches and actions take in messages. Long lists come in several
 * messages of 64 kB at most, and tools show where one ends.
 */
import type { OfAction } from '../model/actions.js';
import type { Match } from '../model/match.js';
import type { OpenFlowVersion } from '../model/protocols.js';
import { ByteWriter } from './byte-writer.js';
import { putActions } from './encode-actions.js';
import { putInstructions } from './encode-instructions.js';
import { putNxMatch, putOxmMatch } from './encode-match.js';

const scratch = new ByteWriter();

function measure(write: (out: ByteWriter) => void): number {
  scratch.clear();
  write(scratch);
  return scratch.size;
}

/** What was measured before, since the flows of a switch are listed over and over. */
const KNOWN = new Map<OpenFlowVersion, WeakMap<Match, number>>();

/** The bytes of a match as NXM in OpenFlow 1.0, as OXM later. */
export function matchLength(match: Match, version: OpenFlowVersion): number {
  const known = KNOWN.get(version) ?? new WeakMap<Match, number>();
  KNOWN.set(version, known);
  const before = known.get(match);
  if (before !== undefined) return before;
  const length = measure((out) => {
    if (version === 10) putNxMatch(out, match);
    else putOxmMatch(out, match, version);
  });
  known.set(match, length);
  return length;
}

export const actionsLength = (actions: readonly OfAction[], version: OpenFlowVersion): number =>
  measure((out) => putActions(out, actions, version));

/** The bytes of what a flow does, with the instructions around it. */
export const instructionsLength = (
  actions: readonly OfAction[],
  version: OpenFlowVersion,
): number => measure((out) => putInstructions(out, actions, version));
