/** The commands of ports. */
import type { Json, JsonObject } from '../../lib/json.js';
import type { Argument, Parsed } from '../openstack/argparse.js';
import { dumps } from '../openstack/python-json.js';
import { BadSpecs, pairsProblem, readPairs } from '../openstack/value-specs.js';
import { type Client, ClientError } from './client.js';
import { given, type NeutronCommand, only, option, positional } from './command.js';
import { QOS, QOS_UPDATE, qosBody } from './network-commands.js';

const UPDATES: readonly Argument[] = [
  only('name', { help: 'the name of the port' }),
  ...option('fixed-ip', {
    ...{ action: 'append', metavar: 'subnet_id=SUBNET,ip_address=IP_ADDR' },
    help: 'a subnet, an address, or both, for the port to have; can be repeated',
  }),
  ...option('device-id', { help: 'the machine that the port belongs to' }),
  ...option('device-owner', { help: 'the kind of that machine' }),
];

const GROUPS: readonly Argument[] = [
  only('security-group', {
    ...{ action: 'append', dest: 'security_groups', metavar: 'SECURITY_GROUP' },
    ...{ exclusive: 'groups', help: 'a security group of the port; can be repeated' },
  }),
  only('no-security-groups', {
    ...{ action: 'true', exclusive: 'groups', help: 'filter nothing' },
  }),
];

const DHCP_OPTIONS: readonly Argument[] = [
  only('extra-dhcp-opt', {
    ...{ action: 'append', dest: 'extra_dhcp_opts', metavar: 'EXTRA_DHCP_OPTS' },
    ...{ exclusive: 'dhcp', help: 'a DHCP option: opt_name=NAME,opt_value=VALUE' },
  }),
];

const PAIRS: readonly Argument[] = [
  only('allowed-address-pair', {
    ...{ action: 'append', dest: 'allowed_address_pairs', problem: pairsProblem },
    ...{ metavar: 'ip_address=IP_ADDR[,mac_address=MAC_ADDR]', exclusive: 'pairs' },
    help: 'not supported by the OVN driver',
  }),
  only('no-allowed-address-pairs', {
    ...{ action: 'true', exclusive: 'pairs', help: 'not supported either' },
  }),
];

const VNIC_TYPES = ['direct', 'macvtap', 'normal'];

/** Returns the attributes of the options that create and update share. */
function portBody(parsed: Parsed, client: Client): JsonObject {
  const ips = parsed.list('fixed_ip').map((text): JsonObject => {
    const fixed = pairsOf(text);
    const { subnet_id: subnet } = fixed;
    return typeof subnet === 'string'
      ? { ...fixed, subnet_id: client.find('subnet', subnet) }
      : fixed;
  });
  return {
    ...given(parsed, 'device_id', 'device_owner', 'name'),
    ...(ips.length > 0 ? { fixed_ips: ips } : {}),
  };
}

function groupBody(parsed: Parsed, client: Client): JsonObject {
  const groups = parsed.list('security_groups');
  if (groups.length > 0) {
    return { security_groups: groups.map((group) => client.find('security_group', group)) };
  }
  return parsed.flag('no_security_groups') === true ? { security_groups: [] } : {};
}

/** The client reads these pairs itself, after argparse. */
function pairsOf(text: string): JsonObject {
  try {
    return readPairs(text);
  } catch (error) {
    throw error instanceof BadSpecs ? new ClientError(error.message) : error;
  }
}

const DHCP_PROBLEM =
  'Invalid --extra-dhcp-opt option, can only be: opt_name=<dhcp_option_name>,opt_value=<value>,' +
  'ip_version={4,6}. You can repeat this option.';

function dhcpBody(parsed: Parsed): JsonObject {
  let open: JsonObject = {};
  const options: Json[] = [];
  for (const text of parsed.list('extra_dhcp_opts')) {
    open = { ...open, ...pairsOf(text) };
    if (!('opt_name' in open && ('opt_value' in open || 'ip_version' in open))) {
      throw new ClientError(DHCP_PROBLEM);
    }
    options.push(open['opt_value'] === 'null' ? { ...open, opt_value: null } : open);
    open = {};
  }
  return options.length > 0 ? { extra_dhcp_opts: options } : {};
}

function pairBody(parsed: Parsed): JsonObject {
  const pairs = parsed.list('allowed_address_pairs');
  if (pairs.length > 0) return { allowed_address_pairs: pairs.map(readPairs) };
  return parsed.flag('no_allowed_address_pairs') === true ? { allowed_address_pairs: [] } : {};
}

function newPortBody(parsed: Parsed, client: Client): JsonObject {
  const network_id = client.find('network', parsed.text('network_id') ?? '');
  const vnic = parsed.text('vnic_type');
  const profile = parsed.text('binding_profile');
  return {
    admin_state_up: parsed.flag('admin_state') ?? true,
    network_id,
    ...portBody(parsed, client),
    ...given(parsed, 'mac_address', 'tenant_id'),
    ...(vnic ? { 'binding:vnic_type': vnic } : {}),
    ...(profile ? { 'binding:profile': profileIn(profile) } : {}),
    ...groupBody(parsed, client),
    ...dhcpBody(parsed),
    ...qosBody(parsed),
    ...pairBody(parsed),
  };
}

function profileIn(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw new ClientError('No JSON object could be decoded');
  }
}

const LIST = {
  ...{ resource: 'port', columns: ['id', 'name', 'mac_address', 'fixed_ips'] },
} as const;

const fixedIps = ({ fixed_ips: ips }: JsonObject, csv: boolean): string => {
  if (!Array.isArray(ips)) return '';
  return csv ? dumps(ips) : ips.map((ip: Json) => dumps(ip)).join('\n');
};

export const PORT_COMMANDS: readonly NeutronCommand[] = [
  {
    kind: 'list',
    ...{ ...LIST, name: 'port-list', summary: 'list ports', format: { fixed_ips: fixedIps } },
  },
  {
    kind: 'list',
    ...{ ...LIST, name: 'router-port-list', summary: 'list the ports of a router' },
    args: [positional('id', 'router', 'the router')],
    format: { fixed_ips: (port) => fixedIps(port, false) },
    query: (parsed, client) => [['device_id', client.find('router', parsed.text('id') ?? '')]],
  },
  { kind: 'show', name: 'port-show', resource: 'port', summary: 'show a port' },
  {
    kind: 'create',
    ...{ name: 'port-create', resource: 'port' },
    summary: 'create a port, which becomes a logical port with ACLs',
    args: [
      ...UPDATES,
      ...option('admin-state-down', {
        ...{ dest: 'admin_state', action: 'false' },
        help: 'make it administratively down',
      }),
      ...option('mac-address', { help: 'its Ethernet address' }),
      ...option('vnic-type', {
        ...{ metavar: '<direct | macvtap | normal>', choices: VNIC_TYPES },
        help: 'the kind of network card; the default is normal',
      }),
      ...option('binding-profile', {
        help: 'JSON: {"parent_name": PORT, "tag": VLAN} for the port of a container',
      }),
      ...GROUPS,
      ...DHCP_OPTIONS,
      ...QOS,
      ...PAIRS,
      positional('network_id', 'NETWORK', 'the network that gets the port'),
    ],
    body: newPortBody,
  },
  {
    kind: 'update',
    ...{ name: 'port-update', resource: 'port' },
    summary: 'change attributes of a port',
    args: [
      ...UPDATES,
      ...option('admin-state-up', {
        ...{ choices: ['True', 'False'] },
        help: 'make it administratively up or down',
      }),
      ...GROUPS,
      ...DHCP_OPTIONS,
      ...QOS_UPDATE,
      ...PAIRS,
    ],
    body: (parsed, client) => ({
      ...portBody(parsed, client),
      ...given(parsed, 'admin_state_up'),
      ...groupBody(parsed, client),
      ...dhcpBody(parsed),
      ...qosBody(parsed),
      ...pairBody(parsed),
    }),
  },
  { kind: 'delete', name: 'port-delete', resource: 'port', summary: 'delete a port' },
];
