/** Dispatches the question why a packet was lost to the layer that lost it. */

import { closedInput } from './closed-port.js';
import type { ExplainContext } from './context.js';
import { deletedFlow } from './deleted-flow.js';
import { logicalTable } from './logical-table.js';
import type { Step } from './path.js';
import { physicalDrop, physicalMiss } from './physical-reasons.js';
import type { Reason } from './reason.js';

/** Returns why a packet did not get past a lookup. */
export function reasonOf(context: ExplainContext, step: Step): Reason {
  const { flow, bridge } = step;
  const { wording } = context;
  const byHand = closedInput(step) ?? deletedFlow(context, step);
  if (byHand) return byHand;
  const logical = logicalTable(context.dialect.layout, step.table);
  if (flow === undefined) {
    return logical ? wording.miss(context, step, logical) : physicalMiss(context, step);
  }
  const { owners, asWanted } = context.provenance.flow(bridge, flow);
  const [owner] = owners;
  if (owner === undefined) {
    return { cause: 'a flow that was added by hand drops it', instead: [] };
  }
  if (!asWanted) {
    return { cause: 'the actions of a flow were changed by hand', instead: [] };
  }
  const row = owner.kind === 'logical-flow' ? context.sb.get('Logical_Flow', owner.id) : undefined;
  return row ? wording.drop(context, step, row) : physicalDrop(context, step);
}
