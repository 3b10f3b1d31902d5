import type { Uuid } from '../lib/uuid.js';
import type { Purpose } from '../releases/2015/northd/purpose.js';
import type { StageName } from '../releases/2015/northd/stages.js';

/** A logical flow as a generator wants it, wherever its datapath stands. */
export interface LogicalFlow {
  /** What it is for, for those who ask where it comes from. */
  readonly purpose: Purpose;
  readonly stage: StageName;
  /** 0 to 65535; the highest that matches wins. */
  readonly priority: number;
  readonly match: string;
  readonly actions: string;
}

/** A logical flow of a certain datapath. */
export interface DatapathFlow extends LogicalFlow {
  /** The Datapath_Binding. */
  readonly datapath: Uuid;
}

export const flow = (
  purpose: Purpose,
  stage: StageName,
  priority: number,
  match: string,
  actions: string,
): LogicalFlow => ({ purpose, stage, priority, match, actions });

/** Places flows in the datapath of a Datapath_Binding. */
export const inDatapath = (datapath: Uuid, flows: readonly LogicalFlow[]): DatapathFlow[] =>
  flows.map((each) => ({ ...each, datapath }));

/**
 * The name of a port as a string constant of the logical language. That language
 * takes its strings from JSON, and so does the reference write them.
 */
export const quoted = (name: string): string => JSON.stringify(name);
