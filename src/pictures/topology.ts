/** Reads the logical network as a graph, which all pictures of it are drawn from. */
import type { Uuid } from '../lib/uuid.js';
import type { NbRow, Northbound, Southbound } from '../logical/databases.js';
import type { NeutronDatabase } from '../neutron/schema.js';

export interface Databases {
  readonly nb: Northbound;
  readonly sb: Southbound;
  readonly neutron: NeutronDatabase;
}

/** The state of a port. Ports that lead to physical networks have none. */
export type PortState = 'up' | 'down' | 'disabled';

export interface SwitchPort {
  readonly id: Uuid;
  readonly name: string;
  /** The name of its virtual machine, or of the port in Neutron. */
  readonly alias: string | undefined;
  readonly addresses: readonly string[];
  readonly state: PortState | undefined;
  /** The name of the chassis that it is bound to. */
  readonly chassis: string | undefined;
  /** Additional facts: its type, its physical network, its parent. */
  readonly remark: string | undefined;
}

export interface Switch {
  readonly id: Uuid;
  readonly name: string;
  /** The name of its network in Neutron. */
  readonly alias: string | undefined;
  /** Its ports, except those that lead to routers. */
  readonly ports: readonly SwitchPort[];
}

export interface RouterPort {
  readonly id: Uuid;
  readonly name: string;
  readonly network: string;
  /** The other side of its link, if it has one. */
  readonly peer: Peer | undefined;
}

export type Peer =
  | { readonly type: 'switch'; readonly id: Uuid; readonly port: string; readonly enabled: boolean }
  | { readonly type: 'router'; readonly id: Uuid; readonly port: string };

export interface Router {
  readonly id: Uuid;
  readonly name: string;
  readonly alias: string | undefined;
  readonly ports: readonly RouterPort[];
}

export interface Chassis {
  readonly name: string;
  /** Tunnel endpoints, such as `geneve 127.0.0.1`. */
  readonly encaps: readonly string[];
  readonly ports: number;
}

export interface Topology {
  readonly switches: readonly Switch[];
  readonly routers: readonly Router[];
  readonly chassis: readonly Chassis[];
}

/** Returns the logical network and the chassis, each in the order of names. */
export function topologyOf({ nb, sb, neutron }: Databases): Topology {
  const rowsOf = <T>(uuids: readonly Uuid[], get: (uuid: Uuid) => T | undefined): T[] =>
    uuids.flatMap((uuid) => get(uuid) ?? []);
  const portsOf = ({ ports }: NbRow<'Logical_Switch'>) =>
    byName(rowsOf(ports, (uuid) => nb.get('Logical_Port', uuid)));
  const routerPortsOf = ({ ports }: NbRow<'Logical_Router'>) =>
    byName(rowsOf(ports, (uuid) => nb.get('Logical_Router_Port', uuid)));
  const switches = byName([...nb.rows('Logical_Switch')]);
  const routers = byName([...nb.rows('Logical_Router')]);
  const peers = new Map<string, Peer>();
  for (const row of switches) {
    for (const port of portsOf(row)) {
      const peer = routerPortBehind(port);
      const { name, enabled = true } = port;
      if (peer) peers.set(peer, { type: 'switch', id: row._uuid, port: name, enabled });
    }
  }
  for (const row of routers) {
    for (const { peer, name } of routerPortsOf(row)) {
      if (peer) peers.set(peer, { type: 'router', id: row._uuid, port: name });
    }
  }
  const known = new Set(routers.flatMap(({ ports }) => ports));
  const isLink = (port: NbRow<'Logical_Port'>) => known.has(routerPortBehind(port) ?? '');
  return {
    switches: switches.map((row) => ({
      id: row._uuid,
      name: row.name,
      alias: networkName(neutron, row.name),
      ports: portsOf(row)
        .filter((port) => !isLink(port))
        .map((port) => switchPort(port, sb, neutron)),
    })),
    routers: routers.map((row) => ({
      id: row._uuid,
      name: row.name,
      alias: routerName(neutron, row.name),
      ports: routerPortsOf(row).map(({ _uuid, name, network }) => ({
        ...{ id: _uuid, name, network },
        peer: peers.get(_uuid),
      })),
    })),
    chassis: byName([...sb.rows('Chassis')]).map(({ _uuid, name, encaps }) => ({
      name,
      encaps: rowsOf(encaps, (uuid) => sb.get('Encap', uuid)).map(
        ({ type, ip }) => `${type} ${ip}`,
      ),
      ports: [...sb.rows('Port_Binding')].filter(({ chassis }) => chassis === _uuid).length,
    })),
  };
}

const byName = <T extends { readonly name: string; readonly _uuid: Uuid }>(rows: T[]): T[] =>
  rows.sort((a, b) => compare(a.name, b.name) || compare(a._uuid, b._uuid));

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);

const routerPortBehind = ({ type, options }: NbRow<'Logical_Port'>): string | undefined =>
  type === 'router' ? options.get('router-port') : undefined;

function switchPort(
  port: NbRow<'Logical_Port'>,
  sb: Southbound,
  neutron: NeutronDatabase,
): SwitchPort {
  const binding = sb.findByIndex('Port_Binding', { logical_port: port.name });
  const chassis = binding?.chassis === undefined ? undefined : sb.get('Chassis', binding.chassis);
  return {
    id: port._uuid,
    name: port.name,
    alias: machineName(neutron, port.name),
    addresses: port.addresses,
    state: stateOf(port),
    chassis: chassis?.name,
    remark: remarkOn(port),
  };
}

function stateOf({ type, up, enabled }: NbRow<'Logical_Port'>): PortState | undefined {
  if (enabled === false) return 'disabled';
  if (type !== '') return undefined;
  return up === true ? 'up' : 'down';
}

function remarkOn({ type, options, parent_name, tag }: NbRow<'Logical_Port'>): string | undefined {
  const vlan = tag === undefined ? '' : `, VLAN ${tag}`;
  if (type === 'localnet') return `physical network ${options.get('network_name') ?? ''}${vlan}`;
  if (type !== '') return `${type} port${vlan}`;
  return parent_name === undefined || parent_name === '' ? undefined : `in ${parent_name}${vlan}`;
}

const PREFIX = 'neutron-';

const withoutPrefix = (name: string): string | undefined =>
  name.startsWith(PREFIX) ? name.slice(PREFIX.length) : undefined;

/** Returns the name of the network that a switch was made for, or of the port that it serves. */
function networkName(neutron: NeutronDatabase, name: string): string | undefined {
  const id = withoutPrefix(name);
  if (id === undefined) return undefined;
  const network = neutron.get('Network', neutron.get('Port', id)?.network ?? id);
  return network && `network ${network.name}`;
}

function routerName(neutron: NeutronDatabase, name: string): string | undefined {
  return nonEmpty(neutron.get('Router', withoutPrefix(name) ?? '')?.name);
}

function machineName(neutron: NeutronDatabase, name: string): string | undefined {
  const port = neutron.get('Port', name);
  const server = port && neutron.get('Server', port.device_id);
  return server ? `VM ${server.name}` : nonEmpty(port?.name);
}

const nonEmpty = (text: string | undefined) => (text === '' ? undefined : text);
