/** Maintains the VLAN devices of interfaces with VLAN splinters (`collect_splinter_vlans`). */
import type { Change } from '../ovsdb/database.js';
import {
  type Configuration,
  changedRows,
  type OvsDatabase,
  type OvsRow,
  type SplinterPort,
} from './configuration.js';

/** The names of devices must be shorter than this. */
const IFNAMSIZ = 16;

const isEnabled = ({ other_config }: OvsRow<'Interface'>): boolean =>
  other_config.get('enable-vlan-splinters') === 'true';

/** Keeps the list of VLAN devices up to date. */
export class SplinterPorts {
  readonly #ovs: OvsDatabase;
  readonly #configuration: Configuration;
  /** The names of the interfaces with VLAN splinters. */
  readonly #interfaces = new Set<string>();
  #ports: ReadonlyMap<string, SplinterPort> = new Map();

  constructor(ovs: OvsDatabase, configuration: Configuration) {
    this.#ovs = ovs;
    this.#configuration = configuration;
    for (const row of ovs.rows('Interface')) if (isEnabled(row)) this.#interfaces.add(row.name);
  }

  observe(change: Change): void {
    for (const { before, after } of changedRows(change, 'Interface')) {
      if (before) this.#interfaces.delete(before.name);
      if (after && isEnabled(after)) this.#interfaces.add(after.name);
    }
  }

  /** The VLAN devices by name. */
  get ports(): ReadonlyMap<string, SplinterPort> {
    return this.#ports;
  }

  /** Updates the list. Returns the names of the devices in the old or the new list. */
  update(): readonly string[] {
    const before = this.#ports;
    if (this.#interfaces.size === 0 && before.size === 0) return [];
    const ports = new Map<string, SplinterPort>();
    const vlans = [...this.#vlans()].filter((vlan) => vlan > 0 && vlan < 4095);
    for (const realDevice of this.#interfaces) {
      if (this.#configuration.port(realDevice) === undefined) continue;
      for (const vlan of vlans.sort((a, b) => a - b)) {
        const name = `${realDevice}.${vlan}`;
        const isTaken = this.#ovs.findByIndex('Interface', { name }) !== undefined;
        if (name.length < IFNAMSIZ && !isTaken) ports.set(name, { realDevice, vlan });
      }
    }
    this.#ports = ports;
    this.#configuration.splinters = ports;
    return [...before.keys(), ...ports.keys()];
  }

  /** Returns the VLANs of access ports, and the trunks of ports with VLAN splinters. */
  #vlans(): Set<number> {
    const vlans = new Set<number>();
    for (const port of this.#ovs.rows('Port')) {
      if (port.tag !== undefined) vlans.add(port.tag);
      const names = this.#configuration.interfaceNames(port);
      if (names.some((name) => this.#interfaces.has(name)))
        for (const v of port.trunks) vlans.add(v);
    }
    return vlans;
  }
}
