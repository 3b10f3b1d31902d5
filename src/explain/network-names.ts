/** Names the parts of the logical network in explanations. */

import type { Layout } from '../action/layout.js';
import type { Uuid } from '../lib/uuid.js';
import type { SbRow } from '../logical/databases.js';
import { Names } from '../logical/names.js';
import { LogicalNetwork } from '../logical/network.js';
import type { FieldName } from '../openflow/model/fields.js';
import type { Match } from '../openflow/model/match.js';
import type { ExplainContext } from './context.js';

/** The names of datapaths and ports, each with its kind. */
export class NetworkNames {
  readonly network: LogicalNetwork;
  readonly fields: Layout['fields'];
  readonly #names: Names;

  constructor({ nb, sb, dialect }: ExplainContext) {
    this.fields = dialect.layout.fields;
    this.network = new LogicalNetwork(sb);
    this.#names = new Names(nb, sb, this.network, true);
  }

  /** Returns the name of a datapath: `switch sw0`, `router lr0`. */
  datapath(uuid: Uuid): string {
    const row = this.network.datapath(uuid);
    if (row === undefined) return 'a datapath that no longer exists';
    const kind = row.external_ids.has('logical-router') ? 'router' : 'switch';
    return `${kind} ${this.#names.datapath(row)}`;
  }

  /** Returns the name of a port: `sw0-port1`. */
  port(row: SbRow<'Port_Binding'>): string {
    return this.#names.port(row);
  }

  /** Returns a match or actions with the UUIDs of router ports replaced by their names. */
  inText(text: string): string {
    return this.#names.inText(text);
  }

  /** Describes each register that a match contains: `reg7=0x1 is outport sw0-port1`. */
  registers(match: Match): string[] {
    const key = exactValue(match, this.fields.datapath);
    const datapath = key === undefined ? undefined : this.network.datapathByKey(key);
    if (datapath === undefined) return [];
    const ports = [
      [this.fields.inport, 'inport'],
      [this.fields.outport, 'outport'],
    ] as const;
    return [
      `metadata=0x${datapath.tunnel_key.toString(16)} is ${this.datapath(datapath._uuid)}`,
      ...ports.flatMap(([register, role]) => {
        const number = exactValue(match, register);
        const port = number === undefined ? undefined : this.network.port(datapath, number);
        const group = number === undefined ? undefined : this.network.group(datapath, number);
        const name = port ? this.port(port) : group?.name;
        return name === undefined
          ? []
          : [`${register}=0x${number?.toString(16)} is ${role} ${name}`];
      }),
    ];
  }
}

/** Returns the value that a match requires of a field, if any. */
function exactValue(match: Match, field: FieldName): number | undefined {
  const { value, mask } = match.get(field);
  return mask === 0n ? undefined : Number(value);
}
