import type { Uuid } from '../lib/uuid.js';
import type { Change } from '../ovsdb/database.js';
import { addPort, deletePort } from './bridge-ports.js';
import {
  type OvsDatabase,
  type OvsRow,
  type OvsTransaction,
  ovsChanges,
  type SbDatabase,
  type SbRow,
  sbChanges,
} from './databases.js';
import { TUNNEL_TYPES } from './tunnel.js';

/** The key of a Port's external_ids that names the chassis at the other end. */
const CHASSIS_KEY = 'ovn-chassis-id';

/** How many names there are for the tunnels to a chassis. */
const MAX_NAMES = 65535;

/** Keeps a tunnel to every other chassis, as a port of the integration bridge. */
export class Encaps {
  readonly #sb: SbDatabase;
  readonly #ovs: OvsDatabase;
  #dirty = true;
  #bridge: Uuid | undefined;
  #chassis: string | undefined;

  constructor(sb: SbDatabase, ovs: OvsDatabase) {
    this.#sb = sb;
    this.#ovs = ovs;
  }

  observe(change: Change): void {
    this.#dirty ||=
      sbChanges(change, 'Chassis').length > 0 ||
      sbChanges(change, 'Encap').length > 0 ||
      ovsChanges(change, 'Port').some(({ before, after }) => isTunnel(before) || isTunnel(after)) ||
      ovsChanges(change, 'Interface').some(({ uuid }) => this.#isOfTunnel(uuid));
  }

  /** @param chassis the name of this chassis. */
  run(bridge: OvsRow<'Bridge'>, chassis: string): void {
    this.#dirty ||= bridge._uuid !== this.#bridge || chassis !== this.#chassis;
    if (!this.#dirty) return;
    this.#dirty = false;
    this.#bridge = bridge._uuid;
    this.#chassis = chassis;
    const transaction = this.#ovs.begin();
    transaction.setComment(`ovn-controller: modifying OVS tunnels '${chassis}'`);
    const obsolete = this.#existing();
    for (const other of this.#sb.rows('Chassis')) {
      const encap = other.name === chassis ? undefined : this.#preferred(other);
      if (!encap) continue;
      const key = tunnelKey(other.name, encap.type, encap.ip);
      const kept = obsolete.get(key)?.shift();
      if (kept === undefined) addTunnel(transaction, bridge._uuid, other.name, encap);
    }
    for (const ports of obsolete.values()) {
      for (const port of ports) deletePort(transaction, port);
    }
    transaction.commit();
  }

  /** The tunnels that there are, by what they lead to and how. */
  #existing(): Map<string, Uuid[]> {
    const tunnels = new Map<string, Uuid[]>();
    for (const port of this.#ovs.rows('Port')) {
      const chassis = port.external_ids.get(CHASSIS_KEY);
      if (chassis === undefined) continue;
      const [uuid = ''] = port.interfaces;
      const row = this.#ovs.get('Interface', uuid);
      const key = tunnelKey(chassis, row?.type ?? '', row?.options.get('remote_ip') ?? '');
      const ports = tunnels.get(key);
      if (ports) ports.push(port._uuid);
      else tunnels.set(key, [port._uuid]);
    }
    return tunnels;
  }

  #preferred(chassis: SbRow<'Chassis'>): SbRow<'Encap'> | undefined {
    const encaps = chassis.encaps.flatMap((uuid) => this.#sb.get('Encap', uuid) ?? []);
    for (const type of TUNNEL_TYPES) {
      const found = encaps.find((encap) => encap.type === type);
      if (found) return found;
    }
    return undefined;
  }

  #isOfTunnel(uuid: Uuid): boolean {
    for (const { table, uuid: port } of this.#ovs.referrers(uuid)) {
      if (table === 'Port' && isTunnel(this.#ovs.get('Port', port))) return true;
    }
    return false;
  }
}

const tunnelKey = (chassis: string, type: string, ip: string): string =>
  JSON.stringify([chassis, type, ip]);

const isTunnel = (port: OvsRow<'Port'> | undefined): boolean =>
  port?.external_ids.has(CHASSIS_KEY) ?? false;

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

/** A name that no port has, not even one that is about to go. */
function freeName(transaction: OvsTransaction, chassis: string): string | undefined {
  for (let i = 0; i < MAX_NAMES; i++) {
    const name = `ovn-${chassis.slice(0, 6)}-${i.toString(16)}`;
    if (!transaction.findByIndex('Port', { name })) return name;
  }
  return undefined;
}
