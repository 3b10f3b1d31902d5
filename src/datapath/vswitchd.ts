/** What ovs-vswitchd does with its database: bridges, ports, and what it reports of them. */
import { formatMac, parseMac } from '../lib/addresses.js';
import type { RandomSource } from '../lib/random.js';
import type { Uuid } from '../lib/uuid.js';
import {
  type Bridge,
  PORT_CONFIG,
  PORT_STATE,
  type PortKind,
  type Switch,
} from '../openflow/bridge.js';
import { PORT } from '../openflow/ports.js';
import type { Change, Database } from '../ovsdb/database.js';
import type { OPEN_VSWITCH } from '../ovsdb/schemas/open-vswitch.js';
import type { Row } from '../ovsdb/types.js';
import { nextPortNumber } from './port-numbers.js';

type Ovs = Database<typeof OPEN_VSWITCH>;
type BridgeRow = Row<typeof OPEN_VSWITCH, 'Bridge'>;
type Interface = Row<typeof OPEN_VSWITCH, 'Interface'>;

/** Numbers that were handed out; they outlive the process. */
export interface VswitchdState {
  /** The last port number given out, by bridge. */
  lastPort?: Record<string, number>;
  /** Ethernet addresses, by interface. */
  addresses?: Record<Uuid, string>;
  /** How many dummy devices there have been. */
  devices?: number;
}

export interface VswitchdOptions {
  readonly ovs: Ovs;
  readonly switch: Switch;
  readonly random: RandomSource;
  readonly state: VswitchdState;
}

/** Dummy devices are numbered through; a sandbox has made this many when it is ready. */
const FIRST_DEVICE = 4;

const TUNNEL_TYPES = new Set(['geneve', 'gre', 'ipsec_gre', 'lisp', 'stt', 'vxlan']);

/** Where an interface stands as a port. */
interface Place {
  readonly bridge: Uuid;
  readonly number: number;
}

export class Vswitchd {
  readonly #ovs: Ovs;
  readonly #switch: Switch;
  readonly #random: RandomSource;
  readonly #state: VswitchdState;
  readonly #bridges = new Map<Uuid, Bridge>();
  readonly #places = new Map<Uuid, Place>();
  readonly #dirtyBridges = new Set<Uuid>();
  readonly #dirtyInterfaces = new Set<Uuid>();

  constructor({ ovs, switch: bridges, random, state }: VswitchdOptions) {
    this.#ovs = ovs;
    this.#switch = bridges;
    this.#random = random;
    this.#state = state;
    for (const { _uuid } of ovs.rows('Bridge')) this.#dirtyBridges.add(_uuid);
    for (const { _uuid } of ovs.rows('Interface')) this.#dirtyInterfaces.add(_uuid);
    ovs.observe((change) => this.#changed(change));
  }

  /** Makes the switch what the database says, and reports numbers and states back. */
  run(): void {
    if (this.#dirtyBridges.size === 0 && this.#dirtyInterfaces.size === 0) return;
    for (const uuid of this.#dirtyBridges) this.#putBridge(uuid);
    const interfaces = [...this.#dirtyInterfaces];
    this.#dirtyBridges.clear();
    this.#dirtyInterfaces.clear();
    // Numbers that were given out before come first, then those that were asked for.
    const order = (uuid: Uuid) => {
      const row = this.#ovs.get('Interface', uuid);
      return row?.ofport !== undefined ? 0 : row?.ofport_request !== undefined ? 1 : 2;
    };
    for (const uuid of interfaces) this.#removeMoved(uuid);
    interfaces.sort((a, b) => order(a) - order(b));
    for (const uuid of interfaces) this.#putInterface(uuid);
    this.#report(interfaces);
  }

  #changed(change: Change): void {
    for (const { uuid, before, after } of change.tables.get('Bridge') ?? []) {
      this.#dirtyBridges.add(uuid);
      if (before && after && before['ports'] !== after['ports']) {
        const row = this.#ovs.get('Bridge', uuid);
        const old = new Set(Array.isArray(before['ports']) ? before['ports'] : []);
        for (const port of row?.ports ?? []) if (!old.has(port)) this.#portDirty(port);
      }
    }
    for (const { uuid, before, after } of change.tables.get('Port') ?? []) {
      if (before && after && before['interfaces'] !== after['interfaces']) this.#portDirty(uuid);
    }
    for (const { uuid } of change.tables.get('Interface') ?? []) this.#dirtyInterfaces.add(uuid);
  }

  #portDirty(port: Uuid): void {
    for (const uuid of this.#ovs.get('Port', port)?.interfaces ?? [])
      this.#dirtyInterfaces.add(uuid);
  }

  #putBridge(uuid: Uuid): void {
    const row = this.#ovs.get('Bridge', uuid);
    const bridge = this.#bridges.get(uuid);
    if (!row) {
      if (bridge) this.#switch.removeBridge(bridge.name);
      this.#bridges.delete(uuid);
      return;
    }
    if (!bridge && this.#switch.bridge(row.name)) return;
    const made = bridge ?? this.#switch.addBridge(row.name, 0n);
    this.#bridges.set(uuid, made);
    made.datapathId = this.#datapathId(row, made.datapathId);
    made.setFailMode(row.fail_mode === 'secure' ? 'secure' : 'standalone');
  }

  /** What was configured, or what follows from the address of the local port. */
  #datapathId(row: BridgeRow, current: bigint): bigint {
    const configured = row.other_config.get('datapath-id');
    if (configured !== undefined && /^[0-9a-f]{16}$/i.test(configured))
      return BigInt(`0x${configured}`);
    const local = this.#localInterface(row);
    return local ? (parseMac(this.#address(local)) ?? current) : current;
  }

  #localInterface(row: BridgeRow): Interface | undefined {
    for (const port of row.ports) {
      for (const uuid of this.#ovs.get('Port', port)?.interfaces ?? []) {
        const candidate = this.#ovs.get('Interface', uuid);
        if (candidate?.name === row.name) return candidate;
      }
    }
    return undefined;
  }

  /** The bridge that an interface is on, by way of its port. */
  #bridgeOf(uuid: Uuid): Uuid | undefined {
    for (const port of this.#ovs.referrers(uuid)) {
      if (port.table !== 'Port') continue;
      for (const bridge of this.#ovs.referrers(port.uuid)) {
        if (bridge.table === 'Bridge' && bridge.column === 'ports') return bridge.uuid;
      }
    }
    return undefined;
  }

  /** Takes a port out that is gone, is on another bridge now, or wants another number. */
  #removeMoved(uuid: Uuid): void {
    const place = this.#places.get(uuid);
    if (!place) return;
    const row = this.#ovs.get('Interface', uuid);
    const bridge = this.#bridges.get(place.bridge);
    const request = row?.ofport_request;
    const renumber =
      request !== undefined &&
      request !== place.number &&
      place.number !== PORT.LOCAL &&
      bridge?.ports.has(request) === false;
    if (row && !renumber && this.#bridgeOf(uuid) === place.bridge) return;
    bridge?.removePort(place.number);
    this.#places.delete(uuid);
    if (!row) delete this.#state.addresses?.[uuid];
  }

  #putInterface(uuid: Uuid): void {
    const row = this.#ovs.get('Interface', uuid);
    const bridgeUuid = this.#bridgeOf(uuid);
    const bridge = bridgeUuid === undefined ? undefined : this.#bridges.get(bridgeUuid);
    if (!row || bridgeUuid === undefined || !bridge || this.#places.has(uuid)) return;
    const number = this.#number(row, bridge);
    if (number === undefined) return;
    bridge.addPort(number, {
      name: row.name,
      kind: kindOf(row, bridge),
      address: parseMac(this.#address(row)) ?? 0n,
      ...linkState(row),
    });
    this.#places.set(uuid, { bridge: bridgeUuid, number });
  }

  #number(row: Interface, bridge: Bridge): number | undefined {
    if (row.name === bridge.name) return bridge.ports.has(PORT.LOCAL) ? undefined : PORT.LOCAL;
    if (row.ofport_request === undefined && row.ofport !== undefined && row.ofport > 0) {
      if (!bridge.ports.has(row.ofport)) return row.ofport;
    }
    this.#state.lastPort ??= {};
    const { lastPort } = this.#state;
    const number = nextPortNumber(bridge.ports, lastPort[bridge.name] ?? 0, row.ofport_request);
    if (number !== undefined && number !== row.ofport_request) lastPort[bridge.name] = number;
    return number;
  }

  /** The Ethernet address of an interface: configured, known, or new. */
  #address(row: Interface): string {
    if (row.mac !== undefined && parseMac(row.mac) !== undefined) return row.mac;
    this.#state.addresses ??= {};
    const { addresses } = this.#state;
    const known = addresses[row._uuid];
    if (known !== undefined) return known;
    const address = row.type === 'internal' ? this.#randomAddress() : this.#dummyAddress();
    addresses[row._uuid] = address;
    return address;
  }

  /** A random unicast address of the locally administered kind. */
  #randomAddress(): string {
    const high = BigInt(this.#random.next() & 0xffff);
    const bits = (high << 32n) | BigInt(this.#random.next());
    return formatMac((bits & ~(1n << 40n)) | (1n << 41n));
  }

  #dummyAddress(): string {
    const device = this.#state.devices ?? FIRST_DEVICE;
    this.#state.devices = device + 1;
    return formatMac(0xaa55aa550000n + BigInt(device & 0xffff));
  }

  /** Writes the status columns of interfaces and bridges. */
  #report(interfaces: readonly Uuid[]): void {
    const transaction = this.#ovs.begin();
    transaction.setComment('ovs-vswitchd');
    for (const uuid of interfaces) {
      const row = this.#ovs.get('Interface', uuid);
      const place = this.#places.get(uuid);
      if (!row) continue;
      const bridge = place && this.#bridges.get(place.bridge);
      const port = place && bridge?.ports.get(place.number);
      transaction.update(
        'Interface',
        uuid,
        port
          ? {
              ofport: port.number,
              mac_in_use: formatMac(port.address),
              admin_state: port.config & PORT_CONFIG.PORT_DOWN ? 'down' : 'up',
              link_state: port.state & PORT_STATE.LINK_DOWN ? 'down' : 'up',
            }
          : {
              ofport: undefined,
              mac_in_use: undefined,
              admin_state: undefined,
              link_state: undefined,
            },
      );
    }
    for (const [uuid, bridge] of this.#bridges) {
      if (this.#ovs.get('Bridge', uuid)) {
        const datapath_id = bridge.datapathId.toString(16).padStart(16, '0');
        transaction.update('Bridge', uuid, { datapath_id });
      }
    }
    transaction.commit();
  }
}

function kindOf(row: Interface, bridge: Bridge): PortKind {
  if (row.name === bridge.name) return 'local';
  if (row.type === 'patch' || row.type === 'internal') return row.type;
  return TUNNEL_TYPES.has(row.type) ? 'tunnel' : 'system';
}

/** Dummy devices are down until somebody brings them up; patch ports and tunnels never are. */
function linkState({ type }: Interface): { config: number; state: number } {
  return type === 'patch' || TUNNEL_TYPES.has(type)
    ? { config: 0, state: 0 }
    : { config: PORT_CONFIG.PORT_DOWN, state: PORT_STATE.LINK_DOWN };
}
