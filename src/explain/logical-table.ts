/** Maps OpenFlow tables to tables of the logical pipelines. */
import type { Layout } from '../action/layout.js';

/** A table of one of the logical pipelines. */
export interface LogicalTable {
  readonly pipeline: 'ingress' | 'egress';
  readonly table: number;
}

/** Returns the logical table that an OpenFlow table of the integration bridge implements, if any. */
export function logicalTable(
  { tables, pipelineLength }: Layout,
  table: number,
): LogicalTable | undefined {
  for (const [pipeline, first] of [
    ['ingress', tables.ingress],
    ['egress', tables.egress],
  ] as const) {
    if (table >= first && table < first + pipelineLength) {
      return { pipeline, table: table - first };
    }
  }
  return undefined;
}
