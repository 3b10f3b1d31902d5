/** The databases between which ovn-northd stands, and their rows, by short names. */
import type { Database, Transaction } from '../ovsdb/database.js';
import type { Row, TableName } from '../ovsdb/types.js';
import type { OVN_NORTHBOUND } from '../releases/2015/schemas/ovn-northbound.js';
import type { OVN_SOUTHBOUND } from '../releases/2015/schemas/ovn-southbound.js';

export type Northbound = Database<typeof OVN_NORTHBOUND>;
export type NorthboundTable = TableName<typeof OVN_NORTHBOUND>;
export type Southbound = Database<typeof OVN_SOUTHBOUND>;
export type SouthboundTransaction = Transaction<typeof OVN_SOUTHBOUND>;

type NorthboundRow<T extends NorthboundTable> = Row<typeof OVN_NORTHBOUND, T>;

export type LogicalSwitch = NorthboundRow<'Logical_Switch'>;
export type LogicalPort = NorthboundRow<'Logical_Port'>;
export type Acl = NorthboundRow<'ACL'>;
export type LogicalRouter = NorthboundRow<'Logical_Router'>;
export type LogicalRouterPort = NorthboundRow<'Logical_Router_Port'>;

/** A port is enabled unless it says otherwise. */
export const isEnabled = ({ enabled }: { readonly enabled: boolean | undefined }): boolean =>
  enabled !== false;
