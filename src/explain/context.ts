/** What explanations draw from. */
import type { Ownership } from '../controller/ofctrl.js';
import type { Uuid } from '../lib/uuid.js';
import type { FlowEntry } from '../openflow/model/flow-entry.js';
import type { Bridge } from '../openflow/switch/bridge.js';
import type { Switch } from '../openflow/switch/switch.js';
import type { Database } from '../ovsdb/database.js';
import type { OPEN_VSWITCH } from '../ovsdb/schemas/open-vswitch.js';
import type { Row, TableName } from '../ovsdb/types.js';
import type { LogicalFlowOrigin } from '../releases/2015/northd/purpose.js';
import type { OVN_NORTHBOUND } from '../releases/2015/schemas/ovn-northbound.js';
import type { OVN_SOUTHBOUND } from '../releases/2015/schemas/ovn-southbound.js';

export type NbRow<T extends TableName<typeof OVN_NORTHBOUND>> = Row<typeof OVN_NORTHBOUND, T>;
export type SbRow<T extends TableName<typeof OVN_SOUTHBOUND>> = Row<typeof OVN_SOUTHBOUND, T>;

/** Where what is there comes from, as those know who made it. */
export interface Provenance {
  /** Of a row of Logical_Flow; `undefined` where ovn-northd did not make it. */
  logicalFlow(uuid: Uuid): LogicalFlowOrigin | undefined;
  /** Of a flow of a bridge. */
  flow(bridge: Bridge, flow: FlowEntry): Ownership;
}

export interface ExplainContext {
  readonly nb: Database<typeof OVN_NORTHBOUND>;
  readonly sb: Database<typeof OVN_SOUTHBOUND>;
  readonly ovs: Database<typeof OPEN_VSWITCH>;
  readonly switch: Switch;
  readonly provenance: Provenance;
}
