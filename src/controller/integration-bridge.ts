import type { Uuid } from '../lib/uuid.js';
import type { Change, Database } from '../ovsdb/database.js';
import type { OPEN_VSWITCH } from '../ovsdb/schemas/open-vswitch.js';
import type { Row } from '../ovsdb/types.js';

type Ovs = Database<typeof OPEN_VSWITCH>;
type BridgeRow = Row<typeof OPEN_VSWITCH, 'Bridge'>;

/** The row of the integration bridge, which is made where it is missing. */
export function ensureIntegrationBridge(ovs: Ovs, name: string): BridgeRow | undefined {
  const found = ovs.findByIndex('Bridge', { name });
  if (found) return found;
  const [host] = ovs.rows('Open_vSwitch');
  if (!host) return undefined;
  const transaction = ovs.begin();
  transaction.setComment(`ovn-controller: creating integration bridge '${name}'`);
  const local = transaction.insert('Interface', { name, type: 'internal' });
  const port = transaction.insert('Port', { name, interfaces: [local] });
  const bridge = transaction.insert('Bridge', {
    name,
    fail_mode: 'secure',
    other_config: new Map([['disable-in-band', 'true']]),
    ports: [port],
  });
  transaction.update('Open_vSwitch', host._uuid, { bridges: [...host.bridges, bridge] });
  transaction.commit();
  return ovs.get('Bridge', bridge);
}

/** The highest OpenFlow port number that a logical port can have behind it. */
const MAX_PORT = 0xff00;

/**
 * The interfaces of the integration bridge that stand for logical ports, by
 * `external_ids:iface-id`. Where several claim one logical port, the one that came
 * last has it.
 */
export class LocalInterfaces {
  #bridge: Uuid | undefined;
  readonly #names = new Map<Uuid, string>();
  readonly #byName = new Map<string, Map<Uuid, number | undefined>>();
  readonly #dirty = new Set<Uuid>();
  /** Logical ports whose interface came, went or got another number. */
  readonly #changed = new Set<string>();

  constructor(private readonly ovs: Ovs) {
    ovs.observe((change) => this.#observe(change));
  }

  /** Whether a logical port has an interface here. */
  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** The OpenFlow port of a logical port. */
  port(name: string): number | undefined {
    let found: number | undefined;
    for (const number of this.#byName.get(name)?.values() ?? []) found = number ?? found;
    return found;
  }

  /** Looks at what changed. Returns the logical ports that it matters to. */
  update(bridge: Uuid | undefined): readonly string[] {
    if (bridge !== this.#bridge) {
      this.#bridge = bridge;
      for (const { _uuid } of this.ovs.rows('Interface')) this.#dirty.add(_uuid);
      for (const uuid of this.#names.keys()) this.#dirty.add(uuid);
    }
    for (const uuid of this.#dirty) this.#read(uuid);
    const changed = [...this.#changed];
    this.#dirty.clear();
    this.#changed.clear();
    return changed;
  }

  #observe(change: Change): void {
    for (const { uuid } of change.tables.get('Interface') ?? []) this.#dirty.add(uuid);
    for (const { uuid } of change.tables.get('Port') ?? []) {
      for (const member of this.ovs.get('Port', uuid)?.interfaces ?? []) this.#dirty.add(member);
    }
  }

  #read(uuid: Uuid): void {
    const row = this.ovs.get('Interface', uuid);
    const name = row && this.#isHere(uuid) ? row.external_ids.get('iface-id') : undefined;
    const before = this.#names.get(uuid);
    if (before !== undefined && before !== name) this.#forget(before, uuid);
    if (!row || name === undefined) return;
    const usable = row.ofport !== undefined && row.ofport >= 1 && row.ofport <= MAX_PORT;
    const port = usable ? row.ofport : undefined;
    const interfaces = this.#byName.get(name);
    if (interfaces?.has(uuid) && interfaces.get(uuid) === port) return;
    this.#names.set(uuid, name);
    this.#changed.add(name);
    if (interfaces) interfaces.set(uuid, port);
    else this.#byName.set(name, new Map([[uuid, port]]));
  }

  #forget(name: string, uuid: Uuid): void {
    const interfaces = this.#byName.get(name);
    interfaces?.delete(uuid);
    if (interfaces?.size === 0) this.#byName.delete(name);
    this.#names.delete(uuid);
    this.#changed.add(name);
  }

  /** Whether an interface is on the integration bridge and is not its own local one. */
  #isHere(uuid: Uuid): boolean {
    for (const port of this.ovs.referrers(uuid)) {
      if (port.table !== 'Port') continue;
      for (const bridge of this.ovs.referrers(port.uuid)) {
        if (bridge.uuid !== this.#bridge) continue;
        return this.ovs.get('Port', port.uuid)?.name !== this.ovs.get('Bridge', bridge.uuid)?.name;
      }
    }
    return false;
  }
}
