/**
 * Declares the tables and columns of the OVN databases that release-independent layers use. The
 * schema of a release has these and more.
 */
import type { Uuid } from '../lib/uuid.js';
import type { Database, Transaction } from '../ovsdb/database.js';
import type { Row, SchemaOf, TableName } from '../ovsdb/types.js';

type Settings = ReadonlyMap<string, string>;

export type NorthboundSchema = SchemaOf<{
  Logical_Switch: {
    name: string;
    ports: readonly Uuid[];
  };
  Logical_Port: {
    name: string;
    type: string;
    options: Settings;
    parent_name: string | undefined;
    tag: number | undefined;
    up: boolean | undefined;
    enabled: boolean | undefined;
    addresses: readonly string[];
    port_security: readonly string[];
  };
  ACL: {
    direction: string;
    priority: number;
    match: string;
    action: string;
    log: boolean;
  };
  Logical_Router: {
    name: string;
    ports: readonly Uuid[];
  };
  Logical_Router_Port: {
    name: string;
    network: string;
    peer: Uuid | undefined;
  };
}>;

export type SouthboundSchema = SchemaOf<{
  Chassis: {
    name: string;
    encaps: readonly Uuid[];
  };
  Encap: {
    type: string;
    options: Settings;
    ip: string;
  };
  Logical_Flow: {
    logical_datapath: Uuid;
    pipeline: 'ingress' | 'egress';
    table_id: number;
    priority: number;
    match: string;
    actions: string;
    external_ids: Settings;
  };
  Multicast_Group: {
    datapath: Uuid;
    name: string;
    tunnel_key: number;
    ports: readonly Uuid[];
  };
  Datapath_Binding: {
    tunnel_key: number;
    external_ids: Settings;
  };
  Port_Binding: {
    logical_port: string;
    type: string;
    options: Settings;
    datapath: Uuid;
    tunnel_key: number;
    parent_port: string | undefined;
    tag: number | undefined;
    chassis: Uuid | undefined;
    mac: readonly string[];
  };
}>;

export type Northbound = Database<NorthboundSchema>;
export type NbRow<T extends TableName<NorthboundSchema>> = Row<NorthboundSchema, T>;

export type Southbound = Database<SouthboundSchema>;
export type SouthboundTransaction = Transaction<SouthboundSchema>;
export type SbRow<T extends TableName<SouthboundSchema>> = Row<SouthboundSchema, T>;
