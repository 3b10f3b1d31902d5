/** Declares logical flows as generators return them, and their origins. */
import type { Uuid } from '../lib/uuid.js';

/** A table of a pipeline, for one kind of logical datapath. */
export interface Stage {
  readonly datapath: 'switch' | 'router';
  readonly pipeline: 'ingress' | 'egress';
  readonly table: number;
}

/** The stages of a release, by their names in Logical_Flow's `external_ids:stage-name`. */
export type Stages = Readonly<Record<string, Stage>>;

/** A logical flow, not yet assigned to a datapath. */
export interface LogicalFlow {
  /** The purpose of the flow, which the release can explain in a sentence. */
  readonly purpose: string;
  /** The name of its stage. */
  readonly stage: string;
  /** From 0 to 65535; the highest matching priority wins. */
  readonly priority: number;
  readonly match: string;
  readonly actions: string;
}

/** A logical flow of a particular datapath. */
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

/** Assigns flows to the datapath of a Datapath_Binding. */
export const inDatapath = (datapath: Uuid, flows: readonly LogicalFlow[]): DatapathFlow[] =>
  flows.map((flow) => ({ flow, datapath }));

/**
 * Returns a port's name as a string constant of the logical language, which uses JSON's escapes.
 */
export const quoted = (name: string): string => JSON.stringify(name);
