/** Values of the columns of the switch's database that its schema does not say, for completion. */
import { portsOf } from '../languages/match-values.js';
import type { CompletionPlace, ValueLists } from '../program/command-row.js';

const INTERFACE_TYPES = [
  { text: 'internal', help: 'a device of the host itself' },
  { text: 'patch', help: 'one end of a patch cable: options:peer' },
  { text: 'geneve', help: 'a Geneve tunnel: options:remote_ip' },
  { text: 'vxlan', help: 'a VXLAN tunnel: options:remote_ip' },
  { text: 'gre', help: 'a GRE tunnel: options:remote_ip' },
  { text: 'stt', help: 'an STT tunnel: options:remote_ip' },
];

function* interfaces({ context }: CompletionPlace): Iterable<string> {
  for (const { name } of context.ovs.rows('Interface')) yield name;
}

export const COLUMN_VALUES: ValueLists = {
  'Interface.type': INTERFACE_TYPES,
  'Interface.external_ids:iface-id': ({ context }) => portsOf(context, undefined),
  'Interface.external_ids:attached-mac': [],
  'Interface.options:peer': interfaces,
  'Interface.options:remote_ip': ['flow'],
  'Interface.options:local_ip': ['flow'],
  'Interface.options:key': ['flow'],
  'Open_vSwitch.external_ids:system-id': [],
  'Open_vSwitch.external_ids:ovn-remote': [],
  'Open_vSwitch.external_ids:ovn-encap-type': ['geneve', 'stt', 'vxlan', 'geneve,vxlan'],
  'Open_vSwitch.external_ids:ovn-encap-ip': ['127.0.0.1'],
  'Open_vSwitch.external_ids:ovn-bridge': ({ context }) => context.switch.bridges.keys(),
  'Open_vSwitch.external_ids:ovn-bridge-mappings': [],
  'Bridge.other_config:hwaddr': [],
  'Bridge.other_config:datapath-id': [],
  'Bridge.other_config:disable-in-band': ['true', 'false'],
};
