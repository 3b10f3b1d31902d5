/** Names the databases that hosts are derived from. */
import type { NbRow, Northbound, SbRow, Southbound } from '../logical/databases.js';
import type { Database } from '../ovsdb/database.js';
import type { OPEN_VSWITCH } from '../ovsdb/schemas/open-vswitch.js';

export interface Databases {
  readonly nb: Northbound;
  readonly sb: Southbound;
  readonly ovs: Database<typeof OPEN_VSWITCH>;
}

export type LogicalPort = NbRow<'Logical_Port'>;
export type PortBinding = SbRow<'Port_Binding'>;
