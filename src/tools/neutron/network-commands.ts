/** The commands of networks and subnets. */
import { isJsonObject, type JsonObject } from '../../lib/json.js';
import type { Argument, Parsed } from '../openstack/argparse.js';
import { dumps } from '../openstack/python-json.js';
import { pairsProblem, readPairs } from '../openstack/value-specs.js';
import { type Client, ClientError, idOf } from './client.js';
import {
  given,
  type ListCommand,
  type NeutronCommand,
  only,
  option,
  positional,
} from './command.js';

const QOS: readonly Argument[] = [
  only('qos-policy', { exclusive: 'qos', help: 'not supported by the OVN driver' }),
];

const QOS_UPDATE: readonly Argument[] = [
  ...QOS,
  only('no-qos-policy', { action: 'true', exclusive: 'qos', help: 'not supported either' }),
];

/** Returns the attributes of the options about quality of service. */
export function qosBody(parsed: Parsed): JsonObject {
  const policy = parsed.text('qos_policy');
  if (policy) return { qos_policy_id: policy };
  return parsed.flag('no_qos_policy') === true ? { qos_policy_id: null } : {};
}

export { QOS, QOS_UPDATE };

const NETWORK_LIST: Omit<ListCommand, 'name' | 'summary'> = {
  kind: 'list',
  ...{ resource: 'network', columns: ['id', 'name', 'subnets'] },
  format: {
    subnets: ({ subnets }) =>
      Array.isArray(subnets)
        ? subnets.map((subnet) => (isJsonObject(subnet) ? subnetText(subnet) : '')).join('\n')
        : '',
  },
  extend: withSubnets,
};

const subnetText = (subnet: JsonObject): string => {
  const { cidr } = subnet;
  return `${idOf(subnet)} ${typeof cidr === 'string' ? cidr : ''}`;
};

/** Replaces the ids of subnets by the subnets. */
function withSubnets(networks: readonly JsonObject[], _: Parsed, client: Client) {
  const ids = networks.flatMap(({ subnets }) => (Array.isArray(subnets) ? subnets : []));
  const known = new Map(
    client
      .list('subnet', [
        ['fields', 'id'],
        ['fields', 'cidr'],
        ...ids.map((id) => ['id', String(id)] as const),
      ])
      .map((subnet) => [idOf(subnet), subnet]),
  );
  return networks.map((network): JsonObject => {
    const { subnets } = network;
    if (!Array.isArray(subnets)) return network;
    return { ...network, subnets: subnets.map((id) => known.get(String(id)) ?? { id }) };
  });
}

const DOWN = option('admin-state-down', {
  ...{ dest: 'admin_state', action: 'false' },
  help: 'make it administratively down',
});

/** Returns an option that is True or False. */
const truth = (name: string, help: string): readonly Argument[] => [
  only(name, { choices: ['True', 'true', 'False', 'false'], metavar: '{True,False}', help }),
];

export const NETWORK_COMMANDS: readonly NeutronCommand[] = [
  { ...NETWORK_LIST, name: 'net-list', summary: 'list networks' },
  {
    ...{ ...NETWORK_LIST, name: 'net-external-list' },
    summary: 'list external networks',
    query: () => [['router:external', 'True']],
  },
  { kind: 'show', name: 'net-show', resource: 'network', summary: 'show a network' },
  {
    kind: 'create',
    ...{ name: 'net-create', resource: 'network' },
    summary: 'create a network, which becomes a logical switch',
    args: [
      ...DOWN,
      only('shared', { action: 'true', help: 'let all tenants use it' }),
      only('provider:network_type', {
        metavar: '<network_type>',
        help: 'how the network is realized: flat or vlan',
      }),
      only('provider:physical_network', {
        metavar: '<physical_network_name>',
        help: 'the physical network that it is connected to',
      }),
      only('provider:segmentation_id', {
        metavar: '<segmentation_id>',
        help: 'its VLAN on the physical network',
      }),
      ...truth('vlan-transparent', 'not supported by the OVN driver'),
      positional('name', 'NAME', 'the name of the network'),
      ...QOS,
    ],
    body: (parsed) => ({
      name: parsed.text('name') ?? '',
      admin_state_up: parsed.flag('admin_state') ?? true,
      ...(parsed.flag('shared') === true ? { shared: true } : {}),
      ...given(
        parsed,
        ...['tenant_id', 'vlan_transparent', 'provider:network_type'],
        ...['provider:physical_network', 'provider:segmentation_id'],
      ),
      ...qosBody(parsed),
    }),
  },
  {
    kind: 'update',
    ...{ name: 'net-update', resource: 'network', args: QOS_UPDATE },
    summary: 'change attributes of a network, such as --name',
    body: qosBody,
  },
  {
    kind: 'delete',
    ...{ name: 'net-delete', resource: 'network' },
    summary: 'delete a network without ports',
  },
];

const pairs: Partial<Argument> = { action: 'append', problem: pairsProblem };

const SUBNET_UPDATES: readonly Argument[] = [
  only('name', { help: 'the name of the subnet' }),
  only('gateway', {
    ...{ metavar: 'GATEWAY_IP', exclusive: 'gateway' },
    help: 'the address of the gateway; the default is the first one',
  }),
  only('no-gateway', { action: 'true', exclusive: 'gateway', help: 'have no gateway' }),
  ...option('allocation-pool', {
    ...{ ...pairs, dest: 'allocation_pools', metavar: 'start=IP_ADDR,end=IP_ADDR' },
    help: 'addresses that ports can get; can be repeated',
  }),
  only('host-route', {
    ...{ ...pairs, dest: 'host_routes', metavar: 'destination=CIDR,nexthop=IP_ADDR' },
    help: 'a route that hosts get; can be repeated',
  }),
  only('dns-nameserver', {
    ...{ action: 'append', dest: 'dns_nameservers', metavar: 'DNS_NAMESERVER' },
    help: 'a name server that hosts get; can be repeated',
  }),
  only('disable-dhcp', { action: 'true', help: 'do without DHCP' }),
  only('enable-dhcp', { action: 'true', help: 'use DHCP, which is the default' }),
];

const IPV6_MODES = ['dhcpv6-stateful', 'dhcpv6-stateless', 'slaac'];

const isVersion = (text: string): string | undefined =>
  /^[+-]?\d+$/.test(text)
    ? ['4', '6'].includes(text)
      ? undefined
      : `invalid choice: ${Number(text)} (choose from 4, 6)`
    : `invalid int value: u'${text}'`;

function subnetBody(parsed: Parsed): JsonObject {
  const [disable, enable] = [parsed.flag('disable_dhcp'), parsed.flag('enable_dhcp')];
  if (disable && enable) {
    throw new ClientError('You cannot enable and disable DHCP at the same time.');
  }
  const gateway = parsed.text('gateway');
  const lists = {
    allocation_pools: parsed.list('allocation_pools').map(readPairs),
    host_routes: parsed.list('host_routes').map(readPairs),
    dns_nameservers: parsed.list('dns_nameservers'),
  };
  return {
    ...given(parsed, 'name'),
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
    ...(parsed.flag('no_gateway') ? { gateway_ip: null } : gateway ? { gateway_ip: gateway } : {}),
    ...(disable ? { enable_dhcp: false } : {}),
    ...(enable ? { enable_dhcp: true } : {}),
  };
}

function newSubnetBody(parsed: Parsed, client: Client, warn: (text: string) => void): JsonObject {
  const network_id = client.find('network', parsed.text('network_id') ?? '');
  const version = Number(parsed.text('ip_version') ?? 4);
  const cidr = parsed.text('cidr');
  const single = version === 4 ? '/32' : '/128';
  if (cidr?.endsWith(single)) {
    warn(
      `An IPv${version} subnet with a ${single} CIDR will have only one usable IP address so ` +
        'the device attached to it will not have any IP connectivity.',
    );
  }
  const body = subnetBody(parsed);
  const modes = ['ipv6_ra_mode', 'ipv6_address_mode'];
  for (const mode of modes) {
    if (parsed.text(mode) !== undefined && version === 4) {
      const flag = `--${mode.replaceAll('_', '-')}`;
      throw new ClientError(`${flag} is invalid when --ip-version is 4`);
    }
  }
  const pool = parsed.text('subnetpool');
  return {
    network_id,
    ...given(parsed, 'prefixlen'),
    ...(pool === undefined ? {} : { subnetpool_id: pool === 'None' ? null : pool }),
    ip_version: version,
    ...(cidr ? { cidr } : {}),
    ...body,
    ...given(parsed, ...modes, 'tenant_id'),
  };
}

const jsonLines = (name: string) => (subnet: JsonObject) => {
  const list = subnet[name];
  return Array.isArray(list) ? list.map((item) => dumps(item)).join('\n') : '';
};

export const SUBNET_COMMANDS: readonly NeutronCommand[] = [
  {
    kind: 'list',
    ...{ name: 'subnet-list', resource: 'subnet', summary: 'list subnets' },
    columns: ['id', 'name', 'cidr', 'allocation_pools'],
    format: {
      allocation_pools: jsonLines('allocation_pools'),
      dns_nameservers: jsonLines('dns_nameservers'),
      host_routes: jsonLines('host_routes'),
    },
  },
  { kind: 'show', name: 'subnet-show', resource: 'subnet', summary: 'show a subnet' },
  {
    kind: 'create',
    ...{ name: 'subnet-create', resource: 'subnet' },
    summary: 'create a subnet, from which the ports of a network get addresses',
    args: [
      ...SUBNET_UPDATES,
      ...option('ip-version', {
        ...{ choices: ['4', '6'], metavar: '{4,6}', problem: isVersion },
        help: 'the version of IP; the default is 4',
      }),
      positional('network_id', 'NETWORK', 'the network that gets the subnet'),
      { ...positional('cidr', 'CIDR', 'its addresses, such as 10.0.0.0/24'), optional: true },
      only('ipv6-ra-mode', { choices: IPV6_MODES, help: 'how routers advertise the subnet' }),
      only('ipv6-address-mode', { choices: IPV6_MODES, help: 'how hosts get their addresses' }),
      only('subnetpool', { metavar: 'SUBNETPOOL', help: 'not supported by the OVN driver' }),
      only('prefixlen', { metavar: 'PREFIX_LENGTH', help: 'not supported either' }),
    ],
    claim(parsed) {
      if (parsed.text('cidr') !== undefined) return;
      const i = parsed.extras.findIndex((word) => /^[\da-f.:]+\/\d+$/i.test(word));
      const [cidr] = i < 0 ? [] : parsed.extras.splice(i, 1);
      if (cidr !== undefined) parsed.add('cidr', cidr, false);
    },
    body: newSubnetBody,
  },
  {
    kind: 'update',
    ...{ name: 'subnet-update', resource: 'subnet', args: SUBNET_UPDATES },
    summary: 'change attributes of a subnet',
    body: subnetBody,
  },
  {
    kind: 'delete',
    ...{ name: 'subnet-delete', resource: 'subnet' },
    summary: 'delete a subnet whose addresses no port has',
  },
];
