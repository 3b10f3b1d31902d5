/** Declares the tables of Neutron. The UUID of a row is the id of the resource. */

import type { Database, Transaction } from '../ovsdb/database.js';
import {
  boolean,
  database,
  integer,
  map,
  one,
  optional,
  set,
  string,
  strong,
  table,
} from '../ovsdb/define.js';
import type { Columns, Row, TableName } from '../ovsdb/types.js';

const ROOT = { isRoot: true } as const;

/** Columns with a list or an object hold JSON text, since sets have no order. */
const json = () => one(string());

export const NEUTRON = database({
  name: 'Neutron',
  version: '2.0.0',
  tables: {
    Network: table(
      {
        tenant: one(string()),
        name: one(string()),
        admin_state_up: one(boolean()),
        shared: one(boolean()),
        external: one(boolean()),
        network_type: optional(string()),
        physical_network: optional(string()),
        segmentation_id: optional(integer()),
      },
      ROOT,
    ),
    Subnet: table(
      {
        tenant: one(string()),
        network: one(strong('Network')),
        name: one(string()),
        ip_version: one(integer({ enum: [4, 6] })),
        cidr: one(string()),
        gateway_ip: optional(string()),
        /** Pairs of a first and a last address. */
        allocation_pools: json(),
        /** The parts of the pools that have not been allocated since they were last exhausted. */
        available: json(),
        dns_nameservers: json(),
        host_routes: json(),
        enable_dhcp: one(boolean()),
        ipv6_ra_mode: optional(string()),
        ipv6_address_mode: optional(string()),
      },
      ROOT,
    ),
    /** An address of a port. */
    Allocation: table(
      {
        network: one(strong('Network')),
        subnet: optional(strong('Subnet')),
        ip_address: one(string()),
      },
      { indexes: [['network', 'ip_address']] },
    ),
    Port: table(
      {
        tenant: one(string()),
        network: one(strong('Network')),
        name: one(string()),
        admin_state_up: one(boolean()),
        mac_address: one(string()),
        fixed_ips: set(strong('Allocation')),
        security_groups: set(strong('Security_Group')),
        device_id: one(string()),
        device_owner: one(string()),
        vnic_type: one(string()),
        host_id: one(string()),
        binding_profile: json(),
        extra_dhcp_opts: json(),
        /** The Ethernet addresses besides its own that the port may use. */
        other_macs: set(string()),
      },
      ROOT,
    ),
    Router: table(
      {
        tenant: one(string()),
        name: one(string()),
        admin_state_up: one(boolean()),
        gateway_port: optional(strong('Port')),
        /** True if addresses of tenants' networks are not translated at the gateway. */
        disable_snat: one(boolean()),
        routes: json(),
      },
      ROOT,
    ),
    Security_Group: table(
      { tenant: one(string()), name: one(string()), description: one(string()) },
      ROOT,
    ),
    Security_Group_Rule: table(
      {
        tenant: one(string()),
        security_group: one(strong('Security_Group')),
        direction: one(string(['ingress', 'egress'])),
        ethertype: one(string(['IPv4', 'IPv6'])),
        protocol: optional(string()),
        port_range_min: optional(integer()),
        port_range_max: optional(integer()),
        remote_ip_prefix: optional(string()),
        remote_group: optional(strong('Security_Group')),
      },
      ROOT,
    ),
    /** A virtual machine of Nova. */
    Server: table(
      {
        tenant: one(string()),
        name: one(string()),
        image: one(string()),
        flavor: one(string()),
        key_name: optional(string()),
        availability_zone: one(string()),
        /** Milliseconds since the epoch. */
        created: one(integer()),
        metadata: map(string(), string()),
      },
      ROOT,
    ),
    /** The ids that the next resources get, in place of random ones. */
    Next_Ids: table({ ids: json() }, { ...ROOT, maxRows: 1 }),
  },
});

export type NeutronDatabase = Database<typeof NEUTRON>;
export type NeutronTransaction = Transaction<typeof NEUTRON>;
export type NeutronTable = TableName<typeof NEUTRON>;
/** The tables of resources, which belong to tenants. */
export type ResourceTable = Exclude<NeutronTable, 'Allocation' | 'Next_Ids' | 'Server'>;
export type NeutronRow<T extends NeutronTable> = Row<typeof NEUTRON, T>;
/** The columns of a row that is not stored yet. */
export type NeutronColumns<T extends NeutronTable> = Columns<typeof NEUTRON, T>;
