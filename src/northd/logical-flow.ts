import type { Uuid } from '../lib/uuid.js';
import { STAGES, type StageName } from './stages.js';

/** A logical flow that should be there. */
export interface LogicalFlow {
  readonly stage: StageName;
  readonly priority: number;
  readonly match: string;
  readonly actions: string;
}

/** A logical flow; the order of the arguments is that of `lflow-list`. */
export const flow = (
  stage: StageName,
  priority: number,
  match: string,
  actions: string,
): LogicalFlow => ({ stage, priority, match, actions });

/** What tells one logical flow of a datapath (its Datapath_Binding) from another. */
export const flowKey = (
  datapath: Uuid,
  pipeline: string,
  table: number,
  priority: number,
  match: string,
  actions: string,
): string => `${datapath} ${pipeline} ${table} ${priority} ${match}\0${actions}`;

/** {@link flowKey} of a flow that should be there. */
export function desiredKey(
  datapath: Uuid,
  { stage, priority, match, actions }: LogicalFlow,
): string {
  const { pipeline, table } = STAGES[stage];
  return flowKey(datapath, pipeline, table, priority, match, actions);
}
