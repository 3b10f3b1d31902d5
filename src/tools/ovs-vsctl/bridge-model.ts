/**
 * The bridges of `ovs-vsctl`. A real bridge is a row. A fake bridge is a port of a real one, its
 * parent, and represents all ports with its VLAN tag.
 */
import { fatal } from '../program/exit.js';
import type { BridgeRow, InterfaceRow, PortRow, Vswitch } from './vswitch.js';

export interface RealBridge {
  readonly kind: 'real';
  readonly name: string;
  readonly row: BridgeRow;
}

export interface FakeBridge {
  readonly kind: 'fake';
  readonly name: string;
  /** The row of its parent, which has its ports. */
  readonly row: BridgeRow;
  /** The port that represents it. */
  readonly port: PortRow;
  readonly vlan: number;
}

export type Bridge = RealBridge | FakeBridge;

/** A port with its real or fake bridge. */
export interface AttachedPort {
  readonly row: PortRow;
  readonly bridge: Bridge;
}

const realBridge = (row: BridgeRow): RealBridge => ({ kind: 'real', name: row.name, row });

/** Returns the fake bridge that `port` of the real bridge `row` represents, if any. */
function asFakeBridge(row: BridgeRow, port: PortRow): FakeBridge | undefined {
  const { name, tag } = port;
  if (!port.fake_bridge || tag === undefined) return undefined;
  return { kind: 'fake', name, row, port, vlan: tag };
}

/** Returns the ports of a real bridge, including those of its fake bridges. */
export function allPorts({ rows }: Vswitch, row: BridgeRow): PortRow[] {
  return row.ports.flatMap((uuid) => rows.get('Port', uuid) ?? []);
}

/** Returns the fake bridges of a real one, at most one per VLAN. */
export function fakeBridges(vswitch: Vswitch, row: BridgeRow): FakeBridge[] {
  const byVlan = new Map<number, FakeBridge>();
  for (const port of allPorts(vswitch, row)) {
    const fake = asFakeBridge(row, port);
    if (fake && !byVlan.has(fake.vlan)) byVlan.set(fake.vlan, fake);
  }
  return [...byVlan.values()];
}

/** Returns all bridges, fake ones after their parents. */
export function allBridges(vswitch: Vswitch): Bridge[] {
  return vswitch.root.bridges.flatMap((uuid) => {
    const row = vswitch.rows.get('Bridge', uuid);
    return row ? [realBridge(row), ...fakeBridges(vswitch, row)] : [];
  });
}

/** Returns the real bridge of a port. */
function parentRow({ root, rows }: Vswitch, port: PortRow): BridgeRow | undefined {
  return rows
    .referrers('Bridge', 'ports', port._uuid)
    .find(({ _uuid }) => root.bridges.includes(_uuid));
}

/** Returns a port with its bridge, if it has one. */
function attach(vswitch: Vswitch, port: PortRow | undefined): AttachedPort | undefined {
  const row = port && parentRow(vswitch, port);
  if (!row) return undefined;
  const fake =
    port.tag === undefined
      ? undefined
      : fakeBridges(vswitch, row).find(({ vlan }) => vlan === port.tag);
  return { row: port, bridge: fake ?? realBridge(row) };
}

export function findBridge(vswitch: Vswitch, name: string): Bridge | undefined {
  const real = vswitch.rows.findByIndex('Bridge', { name });
  if (real && vswitch.root.bridges.includes(real._uuid)) return realBridge(real);
  const port = vswitch.rows.findByIndex('Port', { name });
  const row = port?.fake_bridge ? parentRow(vswitch, port) : undefined;
  return port && row && asFakeBridge(row, port);
}

export const needBridge = (vswitch: Vswitch, name: string): Bridge =>
  findBridge(vswitch, name) ?? fatal(`no bridge named ${name}`);

export function needRealBridge(vswitch: Vswitch, name: string): RealBridge {
  const bridge = needBridge(vswitch, name);
  return bridge.kind === 'real' ? bridge : fatal(`${name} is a fake bridge`);
}

/** Returns a bridge's own ports, including its local port. */
export function portsOf(vswitch: Vswitch, bridge: Bridge): PortRow[] {
  const ports = allPorts(vswitch, bridge.row);
  if (bridge.kind === 'fake') return ports.filter(({ tag }) => tag === bridge.vlan);
  const taken = new Set(fakeBridges(vswitch, bridge.row).map(({ vlan }) => vlan));
  return ports.filter(({ tag }) => tag === undefined || !taken.has(tag));
}

/** Finds a port by name. It can be the local port of a bridge. */
export const findAnyPort = (vswitch: Vswitch, name: string): AttachedPort | undefined =>
  attach(vswitch, vswitch.rows.findByIndex('Port', { name }));

/** Finds a port by the name of an interface, which can be the local one of a bridge. */
export function findAnyInterface(vswitch: Vswitch, name: string): AttachedPort | undefined {
  const found = vswitch.rows.findByIndex('Interface', { name });
  const [port] = found ? vswitch.rows.referrers('Port', 'interfaces', found._uuid) : [];
  return attach(vswitch, port);
}

/** Excludes local ports, which exist as long as their bridge. */
const notLocal = (name: string, port: AttachedPort | undefined) =>
  port?.bridge.name === name ? undefined : port;

export const findPort = (vswitch: Vswitch, name: string): AttachedPort | undefined =>
  notLocal(name, findAnyPort(vswitch, name));

export const needPort = (vswitch: Vswitch, name: string): AttachedPort =>
  findPort(vswitch, name) ?? fatal(`no port named ${name}`);

export const findInterface = (vswitch: Vswitch, name: string): AttachedPort | undefined =>
  notLocal(name, findAnyInterface(vswitch, name));

export const interfacesOf = ({ rows }: Vswitch, port: PortRow): InterfaceRow[] =>
  port.interfaces.flatMap((uuid) => rows.get('Interface', uuid) ?? []);

/** Checks that a name is unused. @throws ToolExit with a message that starts with `what` */
export function checkConflicts(vswitch: Vswitch, name: string, what: string): void {
  if (findBridge(vswitch, name)) {
    fatal(`${what} because a bridge named ${name} already exists`);
  }
  const port = findAnyPort(vswitch, name);
  if (port) {
    fatal(`${what} because a port named ${name} already exists on bridge ${port.bridge.name}`);
  }
  const owner = findAnyInterface(vswitch, name);
  if (owner) {
    fatal(
      `${what} because an interface named ${name} already exists on bridge ${owner.bridge.name}`,
    );
  }
}

/** Deletes ports of the real bridge `row` and their interfaces. */
export function deletePorts({ rows }: Vswitch, row: BridgeRow, ports: readonly PortRow[]): void {
  const doomed = new Set(ports.map(({ _uuid }) => _uuid));
  rows.write('Bridge', row._uuid, { ports: row.ports.filter((uuid) => !doomed.has(uuid)) });
  for (const port of ports) {
    for (const uuid of port.interfaces) rows.delete('Interface', uuid);
    rows.delete('Port', port._uuid);
  }
}
