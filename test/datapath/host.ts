import { DataPlane } from '../../src/datapath/dpif/data-plane.js';
import { ManualClock } from '../../src/lib/clock.js';
import { SeededRandom } from '../../src/lib/random.js';
import type { Bridge } from '../../src/openflow/switch/bridge.js';
import { Switch } from '../../src/openflow/switch/switch.js';
import { formatPort } from '../../src/openflow/values/port-text.js';
import { Database } from '../../src/ovsdb/database.js';
import { parseDatum } from '../../src/ovsdb/datum.js';
import { OPEN_VSWITCH } from '../../src/ovsdb/schemas/open-vswitch.js';
import type { Value } from '../../src/ovsdb/types.js';
import { Vswitchd } from '../../src/vswitchd/vswitchd.js';
import type { VswitchdState } from '../../src/vswitchd/vswitchd-state.js';

/** A host with an Open_vSwitch database, a switch, and vswitchd between them. */
export class Host {
  readonly random = SeededRandom.fromSeed(1);
  readonly clock = new ManualClock(1_000_000);
  readonly ovs = new Database(OPEN_VSWITCH, this.random);
  readonly switch = new Switch(this.clock);
  readonly datapath = new DataPlane({ clock: this.clock });
  readonly state: VswitchdState = {};
  readonly vswitchd: Vswitchd;

  constructor() {
    const transaction = this.ovs.begin();
    transaction.insert('Open_vSwitch', {
      external_ids: new Map([
        ['ovn-encap-ip', '127.0.0.1'],
        ['ovn-encap-type', 'geneve'],
        ['system-id', 'hv1'],
      ]),
    });
    transaction.commit();
    const { ovs, datapath, random, clock, state } = this;
    this.vswitchd = new Vswitchd({ ovs, switch: this.switch, datapath, random, clock, state });
  }

  /**
   * Runs commands similar to those of ovs-vsctl, one per transaction; ` -- ` joins commands.
   * Vswitchd has to be run separately.
   */
  vsctl(...lines: string[]): void {
    for (const line of lines) {
      const edit = new Edit(this.ovs);
      for (const command of line.split(' -- ')) edit.run(command.trim().split(/\s+/));
      edit.commit();
    }
  }

  bridge(name: string): Bridge {
    const bridge = this.switch.bridge(name);
    if (!bridge) throw new Error(`no bridge ${name}`);
    return bridge;
  }

  /** Returns the ports of a bridge by number: `1(p0) LOCAL(br0)`. */
  ports(name: string): string {
    return [...this.bridge(name).ports.values()]
      .sort((a, b) => a.number - b.number)
      .map((port) => `${formatPort(port.number)}(${port.name})`)
      .join(' ');
  }
}

/**
 * Describes a datapath with a line for each bundle, such as `br0 a: 1/2(a) trunk`; bridges by name,
 * bundles in flooding order.
 */
export function describeDatapath(datapath: DataPlane): string[] {
  const lines: string[] = [];
  const bridges = [...datapath.bridges.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const bridge of bridges) {
    for (const { name, ports, vlans } of bridge.bundles.values()) {
      const members = ports.map(
        ({ port, odpPort = 'none', peer }) =>
          `${formatPort(port.number)}/${odpPort}(${port.name}${peer ? `=${peer.name}` : ''})`,
      );
      const { mode, tag, trunks } = vlans;
      const tags = tag === undefined ? '' : ` tag=${tag}`;
      const carried = trunks === undefined ? '' : ` trunks=${shorten([...trunks])}`;
      lines.push(`${bridge.name} ${name}: ${members.join(' ')} ${mode}${tags}${carried}`);
    }
  }
  return lines;
}

const shorten = (vlans: readonly number[]): string =>
  vlans.length < 10 ? vlans.join() : `${vlans.length} from ${vlans[0]}`;

/** The commands of one transaction. */
class Edit {
  readonly #transaction;

  constructor(private readonly ovs: Host['ovs']) {
    this.#transaction = ovs.begin();
  }

  commit(): void {
    this.#transaction.commit();
  }

  run([command, ...args]: string[]): void {
    const [first = '', second = '', ...rest] = args;
    switch (command) {
      case 'add-br':
        this.#addBridge(first);
        break;
      case 'del-br':
        this.#deleteBridge(first);
        break;
      case 'add-port':
        this.#addPort(first, second, [second]);
        break;
      case 'add-bond':
        this.#addPort(first, second, rest);
        break;
      case 'del-port':
        this.#deletePort(first);
        break;
      case 'set':
        for (const setting of rest) this.#set(first, second, setting);
        break;
      default:
        throw new Error(`no command ${command}`);
    }
  }

  #root() {
    for (const row of this.#transaction.rows('Open_vSwitch')) return row;
    throw new Error('no root');
  }

  #find(table: 'Bridge' | 'Port' | 'Interface' | 'Open_vSwitch', name: string) {
    const found =
      table === 'Open_vSwitch' ? this.#root() : this.#transaction.findByIndex(table, { name });
    if (!found) throw new Error(`no ${table} ${name}`);
    return found;
  }

  #addBridge(name: string): void {
    const bridge = this.#transaction.insert('Bridge', { name });
    const root = this.#root();
    this.#transaction.update('Open_vSwitch', root._uuid, { bridges: [...root.bridges, bridge] });
    this.#addPort(name, name, [name]);
    this.#set('Interface', name, 'type=internal');
  }

  #deleteBridge(name: string): void {
    const root = this.#root();
    const uuid = this.#find('Bridge', name)._uuid;
    const bridges = root.bridges.filter((bridge) => bridge !== uuid);
    this.#transaction.update('Open_vSwitch', root._uuid, { bridges });
  }

  #addPort(bridgeName: string, name: string, members: readonly string[]): void {
    const interfaces = members.map((member) =>
      this.#transaction.insert('Interface', { name: member }),
    );
    const port = this.#transaction.insert('Port', { name, interfaces });
    const bridge = this.#transaction.findByIndex('Bridge', { name: bridgeName });
    if (!bridge) throw new Error(`no bridge ${bridgeName}`);
    this.#transaction.update('Bridge', bridge._uuid, { ports: [...bridge.ports, port] });
  }

  #deletePort(name: string): void {
    const uuid = this.#find('Port', name)._uuid;
    for (const bridge of this.#transaction.rows('Bridge')) {
      if (!bridge.ports.includes(uuid)) continue;
      const ports = bridge.ports.filter((port) => port !== uuid);
      this.#transaction.update('Bridge', bridge._uuid, { ports });
    }
  }

  /** Applies `column=value` or `column:key=value`; `column=` and `column:key=` clear. */
  #set(tableName: string, record: string, setting: string): void {
    const table = tableName === 'Open_vSwitch' ? 'Open_vSwitch' : asTable(tableName);
    const row = this.#find(table, record);
    const [target = '', ...rest] = setting.split('=');
    const text = rest.join('=');
    const [column = '', key] = target.split(':');
    const schema = this.ovs.asDynamic().schema.tables[table]?.columns[column];
    if (!schema) throw new Error(`no column ${column}`);
    let value: Value;
    if (key === undefined) value = parseDatum(schema, text === '' ? '[]' : text);
    else {
      const before: unknown = Reflect.get(row, column);
      const map = new Map<string, string>(before instanceof Map ? before : []);
      if (text === '') map.delete(key);
      else map.set(key, text);
      value = map;
    }
    this.#transaction.update(table, row._uuid, { [column]: value });
  }
}

function asTable(name: string): 'Bridge' | 'Port' | 'Interface' {
  if (name === 'Bridge' || name === 'Port' || name === 'Interface') return name;
  throw new Error(`no table ${name}`);
}
