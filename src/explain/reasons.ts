/** Why a packet came to its end, and what would have had to be different. */

import type { ExplainContext } from './context.js';
import { logicalTable } from './logical-table.js';
import type { Step } from './path.js';
import { physicalDrop, physicalMiss } from './physical-reasons.js';
import type { Reason } from './reason.js';

/** Why a packet got no further than a look-up. */
export function reasonOf(context: ExplainContext, step: Step): Reason {
  const { flow, bridge } = step;
  const { wording } = context;
  const logical = logicalTable(context.dialect.layout, step.table);
  if (flow === undefined) {
    return logical ? wording.miss(context, step, logical) : physicalMiss(context, step);
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
  return row ? wording.drop(context, step, row) : physicalDrop(context, step);
}
