/** Where in the logical network a packet is. */

import type { Flow } from '../packet/flow.js';
import { FIELD, PIPELINE_LENGTH, TABLE } from '../releases/2015/layout.js';
import { STAGES, type StageName } from '../releases/2015/northd/stages.js';
import type { SbRow } from './context.js';
import type { NetworkNames } from './names.js';

export interface Place {
  readonly datapath: SbRow<'Datapath_Binding'> | undefined;
  readonly inport: SbRow<'Port_Binding'> | undefined;
  readonly outport: SbRow<'Port_Binding'> | undefined;
  /** The multicast group that it is for. */
  readonly group: SbRow<'Multicast_Group'> | undefined;
}

/** What the registers of a packet say. */
export function placeOf({ network }: NetworkNames, packet: Flow): Place {
  const datapath = network.datapathByKey(Number(packet.get(FIELD.DATAPATH)));
  const port = (field: typeof FIELD.INPORT | typeof FIELD.OUTPORT) =>
    datapath && network.port(datapath, Number(packet.get(field)));
  return {
    datapath,
    inport: port(FIELD.INPORT),
    outport: port(FIELD.OUTPORT),
    group: datapath && network.group(datapath, Number(packet.get(FIELD.OUTPORT))),
  };
}

/** A table of one of the logical pipelines. */
export interface LogicalTable {
  readonly pipeline: 'ingress' | 'egress';
  readonly table: number;
}

/** The logical table that a table of the integration bridge is, if it is one. */
export function logicalTable(table: number): LogicalTable | undefined {
  for (const [pipeline, first] of [
    ['ingress', TABLE.INGRESS],
    ['egress', TABLE.EGRESS],
  ] as const) {
    if (table >= first && table < first + PIPELINE_LENGTH) {
      return { pipeline, table: table - first };
    }
  }
  return undefined;
}

/** The stage that ovn-northd has in a logical table. */
export function stageIn(
  { pipeline, table }: LogicalTable,
  { external_ids }: SbRow<'Datapath_Binding'>,
): StageName | undefined {
  const kind = external_ids.has('logical-router') ? 'router' : 'switch';
  const names = Object.keys(STAGES) as StageName[];
  return names.find((name) => {
    const stage = STAGES[name];
    return stage.datapath === kind && stage.pipeline === pipeline && stage.table === table;
  });
}
