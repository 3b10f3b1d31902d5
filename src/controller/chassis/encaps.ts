/** Maintains the tunnels to other chassis. Mirrors `encaps_run()`. */
import type { Uuid } from '../../lib/uuid.js';
import type { SbRow, Southbound } from '../../logical/databases.js';
import type { Change } from '../../ovsdb/database.js';
import {
  type OvsDatabase,
  type OvsRow,
  type OvsTransaction,
  ovsChanges,
  sbChanges,
} from '../database-changes.js';
import { MultiMap } from '../multi-map.js';
import { addPort, deletePort } from './bridge-ports.js';
import { TUNNEL_TYPES } from './tunnel.js';

/** The key of a Port's external_ids that names the chassis at the other end. */
const CHASSIS_KEY = 'ovn-chassis-id';

/** The number of possible names for the tunnels to a chassis. */
const MAX_NAMES = 65535;

/**
 * Keeps a tunnel to every other chassis, as a port of the integration bridge. A chassis is checked
 * again when it, its encapsulations or its tunnel change.
 */
export class Encaps {
  readonly #sb: Southbound;
  readonly #ovs: OvsDatabase;
  /** The names of the chassis to check. */
  readonly #dirty = new Set<string>();
  /** The tunnel ports, by the name of the chassis at the other end. */
  readonly #tunnels = new MultiMap<string, Uuid>();
  #bridge: Uuid | undefined;
  #chassis: string | undefined;

  constructor(sb: Southbound, ovs: OvsDatabase) {
    this.#sb = sb;
    this.#ovs = ovs;
  }

  observe(change: Change): void {
    for (const { before, after } of sbChanges(change, 'Chassis')) this.#mark(before, after);
    for (const { uuid } of sbChanges(change, 'Encap')) {
      for (const { table, uuid: chassis } of this.#sb.referrers(uuid)) {
        if (table === 'Chassis') this.#mark(this.#sb.get('Chassis', chassis));
      }
    }
    for (const { uuid, before, after } of ovsChanges(change, 'Port')) {
      const [old, now] = [chassisOf(before), chassisOf(after)];
      if (old !== undefined && old !== now) this.#tunnels.delete(old, uuid);
      if (now !== undefined && old !== now) this.#tunnels.add(now, uuid);
      for (const name of [old, now]) if (name !== undefined) this.#dirty.add(name);
    }
    for (const { uuid } of ovsChanges(change, 'Interface')) {
      for (const { table, uuid: port } of this.#ovs.referrers(uuid)) {
        const name = table === 'Port' ? chassisOf(this.#ovs.get('Port', port)) : undefined;
        if (name !== undefined) this.#dirty.add(name);
      }
    }
  }

  /** @param chassis the name of this chassis. */
  run(bridge: OvsRow<'Bridge'>, chassis: string): void {
    if (bridge._uuid !== this.#bridge || chassis !== this.#chassis) {
      for (const { name } of this.#sb.rows('Chassis')) this.#dirty.add(name);
      for (const name of this.#tunnels.keys()) this.#dirty.add(name);
    }
    this.#bridge = bridge._uuid;
    this.#chassis = chassis;
    if (this.#dirty.size === 0) return;
    const transaction = this.#ovs.begin();
    transaction.setComment(`ovn-controller: modifying OVS tunnels '${chassis}'`);
    const obsolete: Uuid[] = [];
    for (const name of this.#dirty) {
      const encap = name === chassis ? undefined : this.#preferred(name);
      const tunnels = [...this.#tunnels.get(name)];
      const kept = encap && tunnels.find((port) => this.#leadsTo(port, encap));
      if (encap && kept === undefined) addTunnel(transaction, bridge._uuid, name, encap);
      for (const port of tunnels) if (port !== kept) obsolete.push(port);
    }
    this.#dirty.clear();
    for (const port of obsolete) deletePort(transaction, port);
    transaction.commit();
  }

  #mark(...rows: readonly (SbRow<'Chassis'> | undefined)[]): void {
    for (const row of rows) if (row) this.#dirty.add(row.name);
  }

  /** Returns true if a port is a tunnel with this encapsulation. */
  #leadsTo(port: Uuid, { type, ip }: SbRow<'Encap'>): boolean {
    const [uuid = ''] = this.#ovs.get('Port', port)?.interfaces ?? [];
    const row = this.#ovs.get('Interface', uuid);
    return row?.type === type && row.options.get('remote_ip') === ip;
  }

  #preferred(name: string): SbRow<'Encap'> | undefined {
    const row = this.#sb.findByIndex('Chassis', { name });
    const encaps = row?.encaps.flatMap((uuid) => this.#sb.get('Encap', uuid) ?? []) ?? [];
    for (const type of TUNNEL_TYPES) {
      const found = encaps.find((encap) => encap.type === type);
      if (found) return found;
    }
    return undefined;
  }
}

/** Returns the name of the chassis that a port leads to, if it is a tunnel of ovn-controller. */
const chassisOf = (port: OvsRow<'Port'> | undefined): string | undefined =>
  port?.external_ids.get(CHASSIS_KEY);

function addTunnel(
  transaction: OvsTransaction,
  bridge: Uuid,
  chassis: string,
  { type, ip }: SbRow<'Encap'>,
): void {
  const name = freeName(transaction, chassis);
  if (name === undefined) return;
  addPort(transaction, bridge, {
    name,
    type,
    options: new Map([
      ['remote_ip', ip],
      ['key', 'flow'],
    ]),
    externalIds: new Map([[CHASSIS_KEY, chassis]]),
  });
}

/** Returns a name that no port has, including the ports that are about to be deleted. */
function freeName(transaction: OvsTransaction, chassis: string): string | undefined {
  for (let i = 0; i < MAX_NAMES; i++) {
    const name = `ovn-${chassis.slice(0, 6)}-${i.toString(16)}`;
    if (!transaction.findByIndex('Port', { name })) return name;
  }
  return undefined;
}
