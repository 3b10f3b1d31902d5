/** Names the stages of the logical pipelines that have flows. */
import type { ToolContext } from '../tool.js';

export interface Stage {
  readonly name: string;
  readonly pipeline: 'ingress' | 'egress';
  readonly table: number;
}

/** Returns the stages that have logical flows, in the order of their tables. */
export function stages({ sb }: Pick<ToolContext, 'sb'>): readonly Stage[] {
  const found = new Map<string, Stage>();
  for (const { pipeline, table_id, external_ids } of sb.rows('Logical_Flow')) {
    const name = external_ids.get('stage-name');
    if (name !== undefined && !found.has(name)) {
      found.set(name, { name, pipeline, table: table_id });
    }
  }
  const order = ({ pipeline, table }: Stage) => (pipeline === 'ingress' ? 0 : 100) + table;
  return [...found.values()].sort((a, b) => order(a) - order(b));
}
