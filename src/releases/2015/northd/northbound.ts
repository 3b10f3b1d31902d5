/** Names the northbound database of November 2015 and its rows. */
import type { Database } from '../../../ovsdb/database.js';
import type { Row, TableName } from '../../../ovsdb/types.js';
import type { OVN_NORTHBOUND } from '../schemas/ovn-northbound.js';

export type Northbound = Database<typeof OVN_NORTHBOUND>;
export type NorthboundTable = TableName<typeof OVN_NORTHBOUND>;

type NorthboundRow<T extends NorthboundTable> = Row<typeof OVN_NORTHBOUND, T>;

export type LogicalSwitch = NorthboundRow<'Logical_Switch'>;
export type LogicalPort = NorthboundRow<'Logical_Port'>;
export type Acl = NorthboundRow<'ACL'>;
export type LogicalRouter = NorthboundRow<'Logical_Router'>;
export type LogicalRouterPort = NorthboundRow<'Logical_Router_Port'>;

/** Returns true unless a port is disabled. */
export const isEnabled = ({ enabled }: { readonly enabled: boolean | undefined }): boolean =>
  enabled !== false;
