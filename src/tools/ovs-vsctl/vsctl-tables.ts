/** The tables of `ovs-vsctl`. */
import { OPEN_VSWITCH } from '../../ovsdb/schemas/open-vswitch.js';
import { type CtlTable, ctlTables, type TableIds } from '../ctl/ctl-table.js';

/** The tables that the generic commands accept, with the ids of their records. */
export const TABLE_IDS: TableIds = {
  Bridge: [
    { table: 'Bridge', name: 'name' },
    { table: 'Flow_Sample_Collector_Set', reference: 'bridge' },
  ],
  Controller: [{ table: 'Bridge', name: 'name', reference: 'controller' }],
  Interface: [{ table: 'Interface', name: 'name' }],
  Mirror: [{ table: 'Mirror', name: 'name' }],
  Manager: [{ table: 'Manager', name: 'target' }],
  NetFlow: [{ table: 'Bridge', name: 'name', reference: 'netflow' }],
  Open_vSwitch: [{ table: 'Open_vSwitch' }],
  Port: [{ table: 'Port', name: 'name' }],
  QoS: [{ table: 'Port', name: 'name', reference: 'qos' }],
  Queue: [],
  SSL: [{ table: 'Open_vSwitch', reference: 'ssl' }],
  sFlow: [{ table: 'Bridge', name: 'name', reference: 'sflow' }],
  Flow_Table: [{ table: 'Flow_Table', name: 'name' }],
  IPFIX: [
    { table: 'Bridge', name: 'name', reference: 'ipfix' },
    { table: 'Flow_Sample_Collector_Set', reference: 'ipfix' },
  ],
  AutoAttach: [{ table: 'Bridge', name: 'name', reference: 'auto_attach' }],
  Flow_Sample_Collector_Set: [],
};

export const TABLES: readonly CtlTable[] = ctlTables(OPEN_VSWITCH, TABLE_IDS);
