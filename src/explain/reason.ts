/** Why a packet came to its end, and what would have had to be different. */

import { dropReason } from '../releases/2015/explain/drop-reasons.js';
import { missReason } from '../releases/2015/explain/miss-reasons.js';
import type { ExplainContext } from './context.js';
import { physicalDrop, physicalMiss } from './physical-reasons.js';
import { logicalTable } from './place.js';
import type { Step } from './way.js';

export interface Reason {
  /** What stands after `... was dropped: `. */
  readonly cause: string;
  /** What would have had to be different, a line each. */
  readonly instead: readonly string[];
}

/** Why a packet got no further than a look-up. */
export function reasonOf(context: ExplainContext, step: Step): Reason {
  const { flow, bridge } = step;
  const logical = logicalTable(step.table);
  if (flow === undefined) {
    return logical ? missReason(context, step, logical) : physicalMiss(context, step);
  }
  const { owners, asWanted } = context.provenance.flow(bridge, flow);
  const [owner] = owners;
  if (owner === undefined) {
    return { cause: 'a flow that is not of OVN, but added by hand, drops it', instead: [] };
  }
  if (!asWanted) {
    return { cause: 'somebody has changed the actions of a flow by hand', instead: [] };
  }
  const row = owner.kind === 'logical-flow' ? context.sb.get('Logical_Flow', owner.id) : undefined;
  return row ? dropReason(context, step, row) : physicalDrop(context, step);
}
