/** Checks that each column of the schemas has an effect or is listed in docs/differences.md. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { OPEN_VSWITCH } from '../../src/ovsdb/schemas/open-vswitch.js';
import { OVN_NORTHBOUND } from '../../src/releases/2015/schemas/ovn-northbound.js';
import { OVN_SOUTHBOUND } from '../../src/releases/2015/schemas/ovn-southbound.js';

/** The columns of each table that have the same effect as in the real programs. */
const WORKING = `
  # Open_vSwitch
  Open_vSwitch: bridges manager_options other_config external_ids next_cfg cur_cfg ovs_version db_version system_type system_version datapath_types iface_types
  Bridge: name datapath_type datapath_version datapath_id ports mirrors controller protocols fail_mode other_config external_ids flood_vlans flow_tables
  Port: name interfaces trunks tag vlan_mode mac bond_mode lacp bond_updelay bond_downdelay bond_fake_iface fake_bridge other_config external_ids
  Interface: name type options mac_in_use mac ifindex external_ids ofport ofport_request other_config statistics admin_state link_state link_resets link_speed duplex mtu error
  Flow_Table: name flow_limit overflow_policy groups external_ids
  QoS: external_ids
  Queue: external_ids
  Mirror: name select_all select_src_port select_dst_port select_vlan output_port output_vlan statistics external_ids
  NetFlow: external_ids
  sFlow: external_ids
  IPFIX: external_ids
  Flow_Sample_Collector_Set: external_ids
  Controller: target inactivity_probe local_ip connection_mode external_ids
  Manager: target connection_mode external_ids
  SSL: external_ids
  # OVN_Northbound
  Logical_Switch: name ports acls external_ids
  Logical_Port: name type options parent_name tag addresses port_security up enabled external_ids
  ACL: priority direction match action log external_ids
  Logical_Router: name ports default_gw external_ids
  Logical_Router_Port: name network mac peer enabled external_ids
  # OVN_Southbound
  Chassis: name encaps vtep_logical_switches
  Encap: type options ip
  Logical_Flow: logical_datapath pipeline table_id priority match actions external_ids
  Multicast_Group: datapath name tunnel_key ports
  Datapath_Binding: tunnel_key external_ids
  Port_Binding: logical_port type options datapath tunnel_key parent_port tag chassis mac
`;

const linesOf = (text: string, pattern: RegExp): string[] =>
  text.split('\n').flatMap((line) => {
    const [, table = '', columns = ''] = pattern.exec(line) ?? [];
    return [...columns.matchAll(/\w+/g)].map(([column]) => `${table}.${column}`);
  });

const section = (): string => {
  const page = readFileSync(new URL('../../docs/differences.md', import.meta.url), 'utf8');
  return page.split('## Columns without effect')[1]?.split('\n## ')[0] ?? '';
};

it('every column works or is listed as having no effect', () => {
  const listed = [
    ...linesOf(WORKING, /^ *(\w+): (.*)$/),
    ...linesOf(section(), /^\| `(\w+)` \| (.*) \|$/),
  ];
  const columns = [OPEN_VSWITCH, OVN_NORTHBOUND, OVN_SOUTHBOUND].flatMap(({ tables }) =>
    Object.entries<{ readonly columns: object }>(tables).flatMap(([table, definition]) =>
      Object.keys(definition.columns).map((column) => `${table}.${column}`),
    ),
  );
  expect(listed.sort()).toEqual(columns.sort());
});
