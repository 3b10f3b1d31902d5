/** The databases that say which hosts there are. */
import type { Database } from '../ovsdb/database.js';
import type { OPEN_VSWITCH } from '../ovsdb/schemas/open-vswitch.js';
import type { Row } from '../ovsdb/types.js';
import type { OVN_NORTHBOUND } from '../releases/2015/schemas/ovn-northbound.js';
import type { OVN_SOUTHBOUND } from '../releases/2015/schemas/ovn-southbound.js';

export interface Databases {
  readonly nb: Database<typeof OVN_NORTHBOUND>;
  readonly sb: Database<typeof OVN_SOUTHBOUND>;
  readonly ovs: Database<typeof OPEN_VSWITCH>;
}

export type LogicalPort = Row<typeof OVN_NORTHBOUND, 'Logical_Port'>;
export type PortBinding = Row<typeof OVN_SOUTHBOUND, 'Port_Binding'>;
