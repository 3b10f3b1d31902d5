/** Declares the northbound tables that the OVN driver writes, and how it marks its rows. */
import type { Uuid } from '../../lib/uuid.js';
import type { Database, Transaction } from '../../ovsdb/database.js';
import type { Row, SchemaOf, TableName } from '../../ovsdb/types.js';

type Settings = ReadonlyMap<string, string>;

export type NorthboundSchema = SchemaOf<{
  Logical_Switch: {
    name: string;
    ports: readonly Uuid[];
    acls: readonly Uuid[];
    external_ids: Settings;
  };
  Logical_Port: {
    name: string;
    type: string;
    options: Settings;
    parent_name: string | undefined;
    tag: number | undefined;
    addresses: readonly string[];
    port_security: readonly string[];
    enabled: boolean | undefined;
    external_ids: Settings;
  };
  ACL: {
    direction: 'from-lport' | 'to-lport';
    priority: number;
    match: string;
    action: 'allow' | 'allow-related' | 'drop' | 'reject';
    log: boolean;
    external_ids: Settings;
  };
  Logical_Router: { name: string; ports: readonly Uuid[]; external_ids: Settings };
  Logical_Router_Port: { name: string; network: string; mac: string };
}>;

export type Northbound = Database<NorthboundSchema>;
export type NorthboundTransaction = Transaction<NorthboundSchema>;
export type NorthboundTable = TableName<NorthboundSchema>;
export type NorthboundRow<T extends NorthboundTable> = Row<NorthboundSchema, T>;

/** The keys of `external_ids` by which the driver knows its rows. */
export const MARK = {
  network: 'neutron:network_name',
  port: 'neutron:port_name',
  router: 'neutron:router_name',
  /** On an ACL: the port that it belongs to. */
  acl: 'neutron:lport',
  physicalNetwork: 'neutron:provnet-physical-network',
  networkType: 'neutron:provnet-network-type',
  segmentationId: 'neutron:provnet-segmentation-id',
} as const;

/** The names of northbound rows. */
export const switchName = (id: Uuid): string => `neutron-${id}`;
export const routerName = (id: Uuid): string => `neutron-${id}`;
export const providerPortName = (port: Uuid): string => `provnet-${port}`;
export const routerPortName = (port: Uuid): string => `lrp-${port}`;
