/** The commands of `nova`. */
import type { Json } from '../../lib/json.js';
import { newUuid } from '../../lib/uuid.js';
import { type Argument, type Parsed, repr } from '../openstack/argparse.js';
import { textOf } from '../openstack/formatters.js';
import { prettyTable } from '../openstack/pretty-table.js';
import { dumps } from '../openstack/python-json.js';
import { pairsProblem, readPairs } from '../openstack/value-specs.js';
import type { ToolContext } from '../tool.js';
import { type BootRequest, type Compute, type Nic, NovaError, type Server } from './compute.js';
import { imageId, userId } from './ids.js';

export interface NovaCommand {
  readonly name: string;
  readonly summary: string;
  readonly args: readonly Argument[];
  /** Runs it and returns what it prints. @throws NovaError or ClientError */
  run(parsed: Parsed, compute: Compute, context: ToolContext): string;
}

const DEFAULT_IMAGE = 'cirros-0.3.4-x86_64-uec';
const DEFAULT_FLAVOR = 'm1.tiny';
const DEFAULT_ZONE = 'nova';

/** The flavors of devstack, by name. */
const FLAVORS: Readonly<Record<string, string>> = {
  'm1.tiny': '1',
  'm1.small': '2',
  'm1.medium': '3',
  'm1.large': '4',
  'm1.xlarge': '5',
  'm1.nano': '42',
  'm1.micro': '84',
};

const MAX_INSTANCES = 10;

const value = (name: string, metavar: string, help: string, more: Partial<Argument> = {}) => ({
  ...{ flags: [`--${name}`], dest: name.replaceAll('-', '_'), metavar, help },
  ...more,
});

const NIC_KEYS = ['net-id', 'v4-fixed-ip', 'v6-fixed-ip', 'port-id'];

const nicProblem = (text: string): string | undefined =>
  pairsProblem(text) ??
  (Object.keys(readPairs(text)).every((key) => NIC_KEYS.includes(key))
    ? undefined
    : `invalid nic: ${repr(text)}; use net-id=NETWORK[,v4-fixed-ip=IP] or port-id=PORT`);

const countProblem = (text: string): string | undefined =>
  /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_INSTANCES
    ? undefined
    : `must be a number from 1 to ${MAX_INSTANCES}`;

const SERVER: Argument = { dest: 'server', metavar: '<server>', help: 'a machine, by name or id' };

export const NOVA_COMMANDS: readonly NovaCommand[] = [
  {
    name: 'boot',
    summary: 'boot a virtual machine, with a port and a tap device for each network',
    args: [
      value('flavor', '<flavor>', 'its size; the default is m1.tiny'),
      value('image', '<image>', 'what it runs; the default is cirros'),
      value('num-instances', '<number>', 'boot several machines', { problem: countProblem }),
      value('min-count', '<number>', 'the same', { problem: countProblem, dest: 'num_instances' }),
      value('max-count', '<number>', 'the same', { problem: countProblem, hidden: true }),
      value('meta', '<key=value>', 'metadata; can be repeated', {
        action: 'append',
        problem: pairsProblem,
      }),
      value('key-name', '<key-name>', 'an SSH key, which makes no difference here'),
      value('availability-zone', '<availability-zone>', 'its zone; the default is nova'),
      value('security-groups', '<security-groups>', 'groups, with commas; the default is default'),
      value('nic', '<net-id=net-uuid,v4-fixed-ip=ip-addr,port-id=port-uuid>', 'a network card', {
        action: 'append',
        problem: nicProblem,
      }),
      { flags: ['--poll'], dest: 'poll', action: 'true', help: 'wait until it runs' },
      { dest: 'name', metavar: '<name>', help: 'the name of the machine' },
    ],
    run: boot,
  },
  {
    name: 'list',
    summary: 'list virtual machines',
    args: [
      {
        flags: ['--all-tenants'],
        dest: 'all_tenants',
        action: 'true',
        help: 'those of all tenants',
      },
      value('name', '<name-regexp>', 'those whose names match'),
    ],
    run: list,
  },
  {
    name: 'show',
    summary: 'show a virtual machine',
    args: [SERVER],
    run: (parsed, compute) =>
      propertyTable(properties(compute.find(parsed.text('server') ?? ''), compute)),
  },
  {
    name: 'delete',
    summary: 'delete a virtual machine with its ports and tap devices',
    args: [SERVER],
    run(parsed, compute) {
      const name = parsed.text('server') ?? '';
      const names = [name, ...parsed.extras];
      const found = names.map((one) => compute.find(one));
      for (const server of new Set(found)) compute.delete(server);
      return names.map((one) => `Request to delete server ${one} has been accepted.\n`).join('');
    },
  },
];

function nicIn(text: string): Nic {
  const pairs = readPairs(text);
  const member = (name: string): string | undefined => {
    const found = pairs[name];
    return typeof found === 'string' && found !== '' ? found : undefined;
  };
  const address = member('v4-fixed-ip') ?? member('v6-fixed-ip');
  const [port, network] = [member('port-id'), member('net-id')];
  return {
    ...(port === undefined ? {} : { port }),
    ...(network === undefined ? {} : { network }),
    ...(address === undefined ? {} : { address }),
  };
}

function boot(parsed: Parsed, compute: Compute, context: ToolContext): string {
  const name = parsed.text('name') ?? '';
  const flavor = parsed.text('flavor') ?? DEFAULT_FLAVOR;
  const known = Object.entries(FLAVORS).find((entry) => entry.includes(flavor));
  if (!known) {
    throw new NovaError(`No flavor with a name or ID of '${flavor}' exists.`);
  }
  const request: BootRequest = {
    ...{ name, flavor: known[0], image: parsed.text('image') ?? DEFAULT_IMAGE },
    key: parsed.text('key_name'),
    zone: parsed.text('availability_zone') ?? DEFAULT_ZONE,
    metadata: new Map(
      parsed
        .list('meta')
        .flatMap((pair) => Object.entries(readPairs(pair)))
        .map(([key, text]) => [key, String(text)]),
    ),
    nics: parsed.list('nic').map(nicIn),
    groups: (parsed.text('security_groups') ?? 'default').split(',').map((group) => group.trim()),
  };
  const count = Number(parsed.text('num_instances') ?? 1);
  const booted: Server[] = [];
  try {
    for (let i = 1; i <= count; i++) {
      const own = count === 1 ? name : `${name}-${i}`;
      booted.push(compute.boot({ ...request, name: own }));
    }
  } catch (error) {
    for (const server of booted) compute.delete(server);
    throw error;
  }
  const [first] = booted;
  return first ? propertyTable(newProperties(first, request, compute, context)) : '';
}

/** Returns a time as Nova shows it. */
const timeText = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');

type Properties = Readonly<Record<string, Json>>;

/** Returns the properties that a machine has from the start. */
function common(server: Server, compute: Compute): Properties {
  const { created, flavor, image, key_name, metadata, name, tenant, _uuid } = server;
  const time = timeText(created);
  return {
    'OS-DCF:diskConfig': 'MANUAL',
    'OS-EXT-AZ:availability_zone': server.availability_zone,
    accessIPv4: '',
    accessIPv6: '',
    config_drive: '',
    created: time,
    flavor: `${flavor} (${FLAVORS[flavor] ?? flavor})`,
    id: _uuid,
    image: `${image} (${imageId(image)})`,
    key_name: key_name ?? null,
    metadata: Object.fromEntries(metadata),
    name,
    'os-extended-volumes:volumes_attached': [],
    progress: 0,
    security_groups: compute.groupsOf(server).join(', '),
    tenant_id: tenant,
    updated: time,
    user_id: userId(tenant),
  };
}

/** Returns the properties of a machine that is being booted. */
function newProperties(
  server: Server,
  { groups }: BootRequest,
  compute: Compute,
  { random }: ToolContext,
): Properties {
  return {
    ...common(server, compute),
    'OS-EXT-AZ:availability_zone':
      server.availability_zone === DEFAULT_ZONE ? '' : server.availability_zone,
    'OS-EXT-STS:power_state': 0,
    'OS-EXT-STS:task_state': 'scheduling',
    'OS-EXT-STS:vm_state': 'building',
    'OS-SRV-USG:launched_at': null,
    'OS-SRV-USG:terminated_at': null,
    adminPass: newUuid(random).replaceAll('-', '').slice(0, 12),
    hostId: '',
    security_groups: [...new Set(groups)].sort().join(', '),
    status: 'BUILD',
  };
}

function properties(server: Server, compute: Compute): Properties {
  const networks = Array.from(compute.addressesOf(server), ([name, addresses]) => [
    `${name} network`,
    addresses.join(', '),
  ]);
  return {
    ...common(server, compute),
    'OS-EXT-STS:power_state': 1,
    'OS-EXT-STS:task_state': null,
    'OS-EXT-STS:vm_state': 'active',
    'OS-SRV-USG:launched_at': timeText(server.created).replace('Z', '.000000'),
    'OS-SRV-USG:terminated_at': null,
    hostId: userId(`host ${server.tenant}`),
    status: 'ACTIVE',
    ...Object.fromEntries(networks),
  };
}

/** Returns a table of properties, sorted by name. */
function propertyTable(values: Properties): string {
  const rows = Object.keys(values)
    .sort()
    .map((name) => {
      const found = values[name] ?? null;
      if (found === null) return [name, '-'];
      return [name, typeof found === 'object' ? dumps(found) : textOf(found)];
    });
  return `${prettyTable([{ name: 'Property' }, { name: 'Value' }], rows)}\n`;
}

function list(parsed: Parsed, compute: Compute): string {
  const pattern = parsed.text('name');
  const all = [...compute.list()].filter(
    ({ name }) => pattern === undefined || name.includes(pattern),
  );
  const rows = all
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map((server) => {
      const networks = Array.from(
        compute.addressesOf(server),
        ([name, addresses]) => `${name}=${addresses.join(', ')}`,
      );
      return [server._uuid, server.name, 'ACTIVE', '-', 'Running', networks.join('; ')];
    });
  const titles = ['ID', 'Name', 'Status', 'Task State', 'Power State', 'Networks'];
  return `${prettyTable(
    titles.map((name) => ({ name })),
    rows,
  )}\n`;
}
