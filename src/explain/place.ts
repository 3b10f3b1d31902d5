/** Locates packets in the logical network by their registers. */

import type { SbRow } from '../logical/databases.js';
import type { Flow } from '../packet/flow.js';
import type { ExplainContext } from './context.js';
import type { LogicalTable } from './logical-table.js';
import type { NetworkNames } from './network-names.js';

export interface Place {
  readonly datapath: SbRow<'Datapath_Binding'> | undefined;
  readonly inport: SbRow<'Port_Binding'> | undefined;
  readonly outport: SbRow<'Port_Binding'> | undefined;
  /** The multicast group that the packet is addressed to. */
  readonly group: SbRow<'Multicast_Group'> | undefined;
}

/** Returns the place that a packet's registers encode. */
export function placeOf({ network, fields }: NetworkNames, packet: Flow): Place {
  const datapath = network.datapathByKey(Number(packet.get(fields.datapath)));
  const port = (field: typeof fields.inport) =>
    datapath && network.port(datapath, Number(packet.get(field)));
  return {
    datapath,
    inport: port(fields.inport),
    outport: port(fields.outport),
    group: datapath && network.group(datapath, Number(packet.get(fields.outport))),
  };
}

/** Returns the name of the stage in a logical table of a datapath. */
export const stageIn = (
  { wording }: ExplainContext,
  table: LogicalTable,
  { external_ids }: SbRow<'Datapath_Binding'>,
): string | undefined =>
  wording.stageAt(external_ids.has('logical-router') ? 'router' : 'switch', table);
