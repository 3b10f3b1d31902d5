/** Declares the OVN_Northbound schema of November 2015. */
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
} from '../../../ovsdb/define.js';

/**
 * The desired network: logical switches, routers, ports and ACLs. Mirrors `ovn/ovn-nb.ovsschema`.
 */
export const OVN_NORTHBOUND = database({
  name: 'OVN_Northbound',
  version: '2.0.0',
  tables: {
    Logical_Switch: table(
      {
        name: one(string()),
        ports: set(strong('Logical_Port')),
        acls: set(strong('ACL')),
        external_ids: map(string(), string()),
      },
      { isRoot: true },
    ),
    Logical_Port: table(
      {
        name: one(string()),
        type: one(string()),
        options: map(string(), string()),
        parent_name: optional(string()),
        tag: optional(integer({ min: 1, max: 4095 })),
        addresses: set(string()),
        port_security: set(string()),
        up: optional(boolean()),
        enabled: optional(boolean()),
        external_ids: map(string(), string()),
      },
      { indexes: [['name']] },
    ),
    ACL: table({
      priority: one(integer({ min: 0, max: 32767 })),
      direction: one(string(['from-lport', 'to-lport'])),
      match: one(string()),
      action: one(string(['allow', 'allow-related', 'drop', 'reject'])),
      log: one(boolean()),
      external_ids: map(string(), string()),
    }),
    Logical_Router: table(
      {
        name: one(string()),
        ports: set(strong('Logical_Router_Port')),
        default_gw: optional(string()),
        external_ids: map(string(), string()),
      },
      { isRoot: true },
    ),
    Logical_Router_Port: table({
      name: one(string()),
      network: one(string()),
      mac: one(string()),
      peer: optional(strong('Logical_Router_Port')),
      enabled: optional(boolean()),
      external_ids: map(string(), string()),
    }),
  },
});
