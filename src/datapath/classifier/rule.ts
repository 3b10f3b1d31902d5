/** Flows as the classifier holds them. */
import type { FlowEntry } from '../../openflow/model/flow-entry.js';
import type { PackedValues } from './packed-mask.js';

/** A flow's part in one conjunctive match. */
export interface Conjunction {
  readonly id: number;
  readonly clause: number;
  readonly clauses: number;
}

/** A flow with what makes it part of conjunctive matches, if it is. */
export interface Rule {
  readonly flow: FlowEntry;
  readonly conjunctions: readonly Conjunction[];
  /** The flow of the next lower priority with the same match. */
  next: Rule | undefined;
}

/** All flows with one match, the one of the highest priority first. */
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
