/** Flows as the classifier stores them (`struct cls_match`). */
import type { FlowEntry } from '../../openflow/model/flow-entry.js';
import type { PackedValues } from './packed-mask.js';

/** A flow's clause of one conjunctive match. */
export interface Conjunction {
  readonly id: number;
  readonly clause: number;
  readonly clauses: number;
}

/** A flow and its clauses, if it is part of conjunctive matches. */
export interface Rule {
  readonly flow: FlowEntry;
  readonly conjunctions: readonly Conjunction[];
  /** The flow of the next lower priority with the same match. */
  next: Rule | undefined;
}

/** All flows with one match, by descending priority. */
export interface RuleList {
  readonly values: PackedValues;
  /** The hashes of the match up to the end of each segment. */
  readonly hashes: readonly number[];
  first: Rule;
}

export function makeRule(flow: FlowEntry): Rule {
  const conjunctions = flow.actions.flatMap((action) =>
    action.type === 'conjunction' ? [action] : [],
  );
  return { flow, conjunctions, next: undefined };
}
