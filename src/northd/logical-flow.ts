/** Declares logical flows as generators return them, with their origins. */
import type { Uuid } from '../lib/uuid.js';

/** A table of one of the pipelines of one kind of logical datapath. */
export interface Stage {
  readonly datapath: 'switch' | 'router';
  readonly pipeline: 'ingress' | 'egress';
  readonly table: number;
}

/** The stages of a release, by the names that Logical_Flow's `external_ids:stage-name` gives them. */
export type Stages = Readonly<Record<string, Stage>>;

/** A logical flow of whatever datapath. */
export interface LogicalFlow {
  /** The purpose of the flow, for which the release has a sentence. */
  readonly purpose: string;
  /** The name of its stage. */
  readonly stage: string;
  /** 0 to 65535; the highest that matches wins. */
  readonly priority: number;
  readonly match: string;
  readonly actions: string;
}

/** A logical flow of a certain datapath. */
export interface DatapathFlow {
  readonly flow: LogicalFlow;
  /** The Datapath_Binding. */
  readonly datapath: Uuid;
}

/** A row of the northbound database. */
export interface NorthboundRow {
  readonly table: string;
  readonly uuid: Uuid;
}

/** The origin of a logical flow. */
export interface LogicalFlowOrigin {
  readonly owner: NorthboundRow;
  readonly purpose: string;
}

/** Places flows in the datapath of a Datapath_Binding. */
export const inDatapath = (datapath: Uuid, flows: readonly LogicalFlow[]): DatapathFlow[] =>
  flows.map((flow) => ({ flow, datapath }));

/**
 * Returns a port's name as a string constant of the logical language, which takes
 * its strings from JSON.
 */
export const quoted = (name: string): string => JSON.stringify(name);
