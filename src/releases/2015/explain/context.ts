/** Narrows the sources of explanations to this release's databases. */
import type { ExplainContext, PacketContext } from '../../../explain/context.js';
import type { Uuid } from '../../../lib/uuid.js';
import type { Row } from '../../../ovsdb/types.js';
import type { Northbound, NorthboundTable } from '../northd/northbound.js';
import type { Origin } from '../northd/purpose.js';
import type { OVN_NORTHBOUND } from '../schemas/ovn-northbound.js';

export type NbRow<T extends NorthboundTable> = Row<typeof OVN_NORTHBOUND, T>;

export interface Context extends ExplainContext {
  readonly nb: Northbound;
}

export interface ContextOfPackets extends PacketContext {
  readonly nb: Northbound;
}

/** Returns the origin of a row of Logical_Flow, or `undefined` if ovn-northd did not create it. */
export const originOf = ({ provenance }: Context, logicalFlow: Uuid): Origin | undefined =>
  // The northd of this release creates no other origins.
  provenance.logicalFlow(logicalFlow) as Origin | undefined;
