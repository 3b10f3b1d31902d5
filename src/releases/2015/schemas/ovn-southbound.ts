/** Declares the OVN_Southbound schema of November 2015. */
import {
  database,
  integer,
  map,
  one,
  optional,
  set,
  string,
  strong,
  table,
  weak,
} from '../../../ovsdb/define.js';

/**
 * The derived network: logical flows, and the location of each port. Mirrors
 * `ovn/ovn-sb.ovsschema`.
 */
export const OVN_SOUTHBOUND = database({
  name: 'OVN_Southbound',
  version: '1.0.0',
  tables: {
    Chassis: table(
      {
        name: one(string()),
        encaps: set(strong('Encap'), { min: 1 }),
        vtep_logical_switches: set(string()),
      },
      { isRoot: true, indexes: [['name']] },
    ),
    Encap: table({
      type: one(string(['geneve', 'stt', 'vxlan'])),
      options: map(string(), string()),
      ip: one(string()),
    }),
    Logical_Flow: table(
      {
        logical_datapath: one(strong('Datapath_Binding')),
        pipeline: one(string(['ingress', 'egress'])),
        table_id: one(integer({ min: 0, max: 15 })),
        priority: one(integer({ min: 0, max: 65535 })),
        match: one(string()),
        actions: one(string()),
        external_ids: map(string(), string()),
      },
      { isRoot: true },
    ),
    Multicast_Group: table(
      {
        datapath: one(strong('Datapath_Binding')),
        name: one(string()),
        tunnel_key: one(integer({ min: 32768, max: 65535 })),
        ports: set(weak('Port_Binding'), { min: 1 }),
      },
      {
        isRoot: true,
        indexes: [
          ['datapath', 'tunnel_key'],
          ['datapath', 'name'],
        ],
      },
    ),
    Datapath_Binding: table(
      {
        tunnel_key: one(integer({ min: 1, max: 16777215 })),
        external_ids: map(string(), string()),
      },
      { isRoot: true, indexes: [['tunnel_key']] },
    ),
    Port_Binding: table(
      {
        logical_port: one(string()),
        type: one(string()),
        options: map(string(), string()),
        datapath: one(strong('Datapath_Binding')),
        tunnel_key: one(integer({ min: 1, max: 32767 })),
        parent_port: optional(string()),
        tag: optional(integer({ min: 1, max: 4095 })),
        chassis: optional(weak('Chassis')),
        mac: set(string()),
      },
      { isRoot: true, indexes: [['datapath', 'tunnel_key'], ['logical_port']] },
    ),
  },
});
