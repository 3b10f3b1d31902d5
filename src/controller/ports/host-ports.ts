/** Tracks the roles of the integration bridge's ports. */
import type { Uuid } from '../../lib/uuid.js';
import type { Change } from '../../ovsdb/database.js';
import { diffSets } from '../../ovsdb/set-diff.js';
import type { Tunnel } from '../chassis/tunnel.js';
import { type OvsDatabase, type OvsRow, ovsChanges } from '../database-changes.js';
import { Claims } from './claims.js';
import { NO_ROLES, type PortRoles, rolesOf } from './port-roles.js';

/** Is notified of names whose meaning may have changed. */
export interface HostPortsListener {
  /** Called when the first interface with this iface-id is added, or the last removed. */
  interfaceChanged(logicalPort: string): void;
  /** Called when the OpenFlow port of this logical port changes. */
  vifChanged(logicalPort: string): void;
  /** Called when the OpenFlow port that leads to this physical network changes. */
  networkChanged(network: string): void;
  /** Called when the tunnel to this chassis changes, or the role of this port in it. */
  tunnelChanged(chassis: string, port: Uuid): void;
}

/** Tracks which ports of the integration bridge serve which logical port, network or chassis. */
export class HostPorts {
  readonly #ovs: OvsDatabase;
  readonly #listener: HostPortsListener;
  readonly #interfaceIds = new Claims<true>();
  readonly #vifs = new Claims<number>();
  readonly #networks = new Claims<number>();
  readonly #tunnels = new Claims<Tunnel>();
  readonly #roles = new Map<Uuid, PortRoles>();
  readonly #dirty = new Set<Uuid>();
  #bridge: OvsRow<'Bridge'> | undefined;
  #members: readonly Uuid[] = [];
  #chassis: string | undefined;

  constructor(ovs: OvsDatabase, listener: HostPortsListener) {
    this.#ovs = ovs;
    this.#listener = listener;
  }

  /**
   * Returns true if an interface has the iface-id of a logical port, whether the interface works or
   * not.
   */
  hasInterface(logicalPort: string): boolean {
    return this.#interfaceIds.has(logicalPort);
  }

  /** Iterates over the iface-ids of interfaces. */
  interfaceIds(): IterableIterator<string> {
    return this.#interfaceIds.names();
  }

  /** The number of iface-ids. */
  get interfaceIdCount(): number {
    return this.#interfaceIds.size;
  }

  /** Returns the OpenFlow port of a logical port on this chassis. */
  vif(logicalPort: string): number | undefined {
    return this.#vifs.get(logicalPort);
  }

  /** Returns the OpenFlow port that leads to a physical network. */
  network(name: string): number | undefined {
    return this.#networks.get(name);
  }

  /** Returns the tunnel to a chassis. */
  tunnel(chassis: string): Tunnel | undefined {
    return this.#tunnels.get(chassis);
  }

  /** Returns the tunnel that a port of the bridge implements, if any. */
  tunnelOf(port: Uuid): Tunnel | undefined {
    const [tunnel] = this.#roles.get(port)?.tunnels.values() ?? [];
    return tunnel;
  }

  observe(change: Change): void {
    for (const { uuid } of ovsChanges(change, 'Port')) {
      if (this.#roles.has(uuid)) this.#dirty.add(uuid);
    }
    for (const { uuid } of ovsChanges(change, 'Interface')) {
      for (const { uuid: port } of this.#ovs.referrers(uuid)) {
        if (this.#roles.has(port)) this.#dirty.add(port);
      }
    }
  }

  /**
   * Applies the changes since the last call.
   *
   * @param bridge the current integration bridge.
   * @param chassis the name of this chassis.
   */
  update(bridge: OvsRow<'Bridge'> | undefined, chassis: string | undefined): void {
    const before = this.#members;
    const now = bridge?.ports ?? [];
    const anew = bridge?.name !== this.#bridge?.name || chassis !== this.#chassis;
    const { removed, added } = anew ? { removed: before, added: now } : diffSets(before, now);
    for (const port of removed) this.#remove(port);
    for (const port of added) this.#dirty.add(port);
    this.#members = now;
    this.#bridge = bridge;
    this.#chassis = chassis;
    for (const port of this.#dirty) this.#read(port);
    this.#dirty.clear();
  }

  /** Rereads the roles of a port of the bridge. */
  #read(uuid: Uuid): void {
    const port = this.#ovs.get('Port', uuid);
    if (!port) return;
    const interfaces = port.interfaces.flatMap((id) => this.#ovs.get('Interface', id) ?? []);
    const local = port.name === this.#bridge?.name;
    this.#replace(uuid, local ? NO_ROLES : rolesOf(port, interfaces, this.#chassis));
  }

  #remove(port: Uuid): void {
    this.#dirty.delete(port);
    this.#replace(port, NO_ROLES);
    this.#roles.delete(port);
  }

  #replace(port: Uuid, now: PortRoles): void {
    const before = this.#roles.get(port) ?? NO_ROLES;
    const listener = this.#listener;
    this.#roles.set(port, now);
    const present = (ids: readonly string[]) => new Map(ids.map((id) => [id, true as const]));
    replaceClaims(
      this.#interfaceIds,
      port,
      [present(before.interfaceIds), present(now.interfaceIds)],
      (name) => listener.interfaceChanged(name),
    );
    replaceClaims(this.#vifs, port, [before.vifs, now.vifs], (name) => listener.vifChanged(name));
    replaceClaims(this.#networks, port, [before.networks, now.networks], (name) =>
      listener.networkChanged(name),
    );
    replaceClaims(this.#tunnels, port, [before.tunnels, now.tunnels], (name) =>
      listener.tunnelChanged(name, port),
    );
  }
}

/** Replaces the claims of a port, and reports each name whose claim changed. */
function replaceClaims<V>(
  claims: Claims<V>,
  port: Uuid,
  [before, now]: readonly [ReadonlyMap<string, V>, ReadonlyMap<string, V>],
  changed: (name: string) => void,
): void {
  for (const name of before.keys()) {
    if (now.has(name)) continue;
    claims.delete(name, port);
    changed(name);
  }
  for (const [name, value] of now) {
    if (before.get(name) === value) continue;
    claims.set(name, port, value);
    changed(name);
  }
}
