/** Collects the names of bridges and ports that have to be reconfigured. */
import type { Change } from '../ovsdb/database.js';
import { diffSets } from '../ovsdb/set-diff.js';
import { type Configuration, changedRows, type OvsDatabase, type OvsRow } from './configuration.js';

/** The names to reconfigure after changes of the database. */
export class DirtyNames {
  readonly bridges = new Set<string>();
  readonly ports = new Set<string>();
  /** True if anything has changed. */
  any = false;
  readonly #ovs: OvsDatabase;
  readonly #configuration: Configuration;

  constructor(ovs: OvsDatabase, configuration: Configuration) {
    this.#ovs = ovs;
    this.#configuration = configuration;
  }

  /** Marks everything. */
  addAll(): void {
    this.any = true;
    for (const { name } of this.#ovs.rows('Interface')) this.ports.add(name);
    for (const { name } of this.#ovs.rows('Port')) this.ports.add(name);
    for (const { name } of this.#ovs.rows('Bridge')) this.bridges.add(name);
  }

  /** Sorts the ports. */
  sortPorts(sort: (names: Iterable<string>) => readonly string[]): void {
    const sorted = sort(this.ports);
    this.ports.clear();
    for (const name of sorted) this.ports.add(name);
  }

  clear(): void {
    this.any = false;
    this.bridges.clear();
    this.ports.clear();
  }

  observe(change: Change): void {
    this.any = true;
    for (const { before, after } of changedRows(change, 'Interface')) {
      const row = after ?? before;
      if (row) this.ports.add(row.name);
    }
    const gone = new Map<string, OvsRow<'Port'>>();
    for (const { uuid, before, after } of changedRows(change, 'Port')) {
      if (before && !after) gone.set(uuid, before);
      if (before) this.#addNames(before);
      if (after) this.#addNames(after);
      const bridge = before?.mac === after?.mac ? undefined : this.#configuration.bridgeOf(uuid);
      if (bridge) this.bridges.add(bridge.name);
    }
    for (const { before, after } of changedRows(change, 'Bridge')) {
      const row = after ?? before;
      if (row) this.bridges.add(row.name);
      const { removed, added } = diffSets(before?.ports ?? [], after?.ports ?? []);
      for (const uuid of [...removed, ...added]) {
        const port = this.#ovs.get('Port', uuid) ?? gone.get(uuid);
        if (port) this.#addNames(port);
      }
    }
    const managersChanged =
      changedRows(change, 'Manager').length > 0 ||
      changedRows(change, 'Open_vSwitch').some(
        ({ before, after }) => before?.manager_options !== after?.manager_options,
      );
    if (managersChanged) for (const { name } of this.#ovs.rows('Bridge')) this.bridges.add(name);
    for (const parts of ['Controller', 'Flow_Table'] as const) {
      for (const { uuid } of changedRows(change, parts)) {
        for (const { table, uuid: bridge } of this.#ovs.referrers(uuid)) {
          const row = table === 'Bridge' ? this.#ovs.get('Bridge', bridge) : undefined;
          if (row) this.bridges.add(row.name);
        }
      }
    }
  }

  #addNames(port: OvsRow<'Port'>): void {
    for (const name of this.#configuration.names(port)) this.ports.add(name);
  }
}
