/** Brings northbound rows in line with what should exist, and records each difference. */
import type { Uuid } from '../../lib/uuid.js';
import { equalValues } from '../../ovsdb/compare.js';
import type { Value } from '../../ovsdb/types.js';
import type { NeutronDatabase } from '../schema.js';
import { aclKey, type DesiredAcl } from './acl.js';
import {
  type DesiredPort,
  type DesiredRouterPort,
  type DesiredSwitch,
  networkSwitch,
  portRows,
  routerIds,
} from './desired.js';
import type { MadeRows } from './made-rows.js';
import {
  MARK,
  type Northbound,
  type NorthboundRow,
  type NorthboundTransaction,
  providerPortName,
  routerName,
  routerPortName,
  switchName,
} from './northbound.js';

/** A difference between the northbound database and what Neutron wants there. */
export interface Difference {
  /**
   * A row to add was missing, a row to remove is not wanted, a changed one has other values. A
   * blocked row is missing because the driver did not make the one that has its name.
   */
  readonly action: 'add' | 'remove' | 'change' | 'blocked';
  readonly table: string;
  readonly name: string;
  /** The columns that differ. */
  readonly columns?: readonly string[];
}

/** The members of a switch or router that are added and removed, by column. */
type Membership = Map<string, { readonly added: Set<Uuid>; readonly removed: Set<Uuid> }>;

/** One transaction that reconciles rows. */
export class Reconciliation {
  readonly differences: Difference[] = [];
  readonly #neutron: NeutronDatabase;
  readonly #nb: Northbound;
  readonly #made: MadeRows;
  readonly #tx: NorthboundTransaction;
  readonly #switches = new Map<Uuid, Membership>();
  readonly #routers = new Map<Uuid, Membership>();
  /** Switches and routers that this transaction adds, by name. */
  readonly #added = new Map<string, Uuid>();

  constructor(neutron: NeutronDatabase, nb: Northbound, made: MadeRows) {
    this.#neutron = neutron;
    this.#nb = nb;
    this.#made = made;
    this.#tx = nb.begin();
  }

  /** Makes the changes. */
  commit(): void {
    this.#applyMembers('Logical_Switch', this.#switches);
    this.#applyMembers('Logical_Router', this.#routers);
    this.#tx.commit();
  }

  abort(): void {
    this.#tx.abort();
  }

  network(id: Uuid): void {
    const network = this.#neutron.get('Network', id);
    if (network) this.#switch(networkSwitch(network));
    else this.#removeSwitch(switchName(id));
  }

  router(id: Uuid): void {
    const router = this.#neutron.get('Router', id);
    const name = routerName(id);
    const uuid = this.#made.routers.get(name);
    if (!router) {
      if (uuid !== undefined) this.#remove('Logical_Router', uuid, name);
      return;
    }
    this.#router(name, routerIds(router));
  }

  port(id: Uuid): void {
    const port = this.#neutron.get('Port', id);
    if (!port) {
      this.#acls(id, undefined, []);
      for (const name of [id, providerPortName(id)]) this.#removePort(name);
      this.#removeSwitch(switchName(id));
      this.#routerPort(id, undefined);
      return;
    }
    const wanted = portRows(this.#neutron, port);
    const home = this.#switch(wanted.switch);
    const routerPort = this.#routerPort(id, wanted.routerPort);
    for (const one of wanted.ports) {
      const options =
        one.type === 'router' && routerPort !== undefined
          ? { options: new Map([['router-port', routerPort]]) }
          : {};
      this.#port({ ...one, ...options }, home);
    }
    if (!wanted.ports.some(({ name }) => name === providerPortName(id))) {
      this.#removePort(providerPortName(id));
    }
    this.#acls(id, home, wanted.acls);
  }

  #switch({ name, external_ids }: DesiredSwitch): Uuid {
    const known = this.#made.switches.get(name) ?? this.#added.get(name);
    if (known !== undefined) {
      this.#update('Logical_Switch', known, name, { external_ids });
      return known;
    }
    const uuid = this.#tx.insert('Logical_Switch', { name, external_ids });
    this.#added.set(name, uuid);
    this.#note('add', 'Logical_Switch', name);
    return uuid;
  }

  #router(name: string, external_ids: ReadonlyMap<string, string>): Uuid {
    const known = this.#made.routers.get(name) ?? this.#added.get(name);
    if (known !== undefined) {
      this.#update('Logical_Router', known, name, { external_ids });
      return known;
    }
    const uuid = this.#tx.insert('Logical_Router', { name, external_ids });
    this.#added.set(name, uuid);
    this.#note('add', 'Logical_Router', name);
    return uuid;
  }

  #removeSwitch(name: string): void {
    const uuid = this.#made.switches.get(name);
    if (uuid !== undefined) this.#remove('Logical_Switch', uuid, name);
  }

  #remove(table: 'Logical_Switch' | 'Logical_Router', uuid: Uuid, name: string): void {
    if (!this.#tx.get(table, uuid)) return;
    this.#tx.delete(table, uuid);
    this.#note('remove', table, name);
  }

  #port(wanted: DesiredPort, home: Uuid): void {
    const { name } = wanted;
    const known = this.#made.ports.get(name);
    if (known === undefined) {
      if (this.#tx.findByIndex('Logical_Port', { name })) {
        this.#note('blocked', 'Logical_Port', name);
        return;
      }
      this.#members(this.#switches, home, 'ports').added.add(
        this.#tx.insert('Logical_Port', { ...wanted }),
      );
      this.#note('add', 'Logical_Port', name);
      return;
    }
    this.#update('Logical_Port', known, name, { ...wanted });
    const [present] = this.#ownersOf(known, 'ports');
    if (present === home) return;
    if (present !== undefined) this.#members(this.#switches, present, 'ports').removed.add(known);
    this.#members(this.#switches, home, 'ports').added.add(known);
    this.#note('change', 'Logical_Port', name, ['switch']);
  }

  #removePort(name: string): void {
    const known = this.#made.ports.get(name);
    if (known === undefined) return;
    for (const home of this.#ownersOf(known, 'ports')) {
      this.#members(this.#switches, home, 'ports').removed.add(known);
    }
    this.#note('remove', 'Logical_Port', name);
  }

  #acls(port: Uuid, home: Uuid | undefined, wanted: readonly DesiredAcl[]): void {
    const missing = new Map(wanted.map((acl) => [aclKey(acl), acl]));
    for (const uuid of this.#made.acls.get(port) ?? []) {
      const row = this.#nb.get('ACL', uuid);
      const [present] = this.#ownersOf(uuid, 'acls');
      if (!row || present === undefined) continue;
      if (present === home && missing.delete(aclKey(row))) {
        this.#update('ACL', uuid, describe(row), {
          log: false,
          external_ids: new Map([[MARK.acl, port]]),
        });
        continue;
      }
      this.#members(this.#switches, present, 'acls').removed.add(uuid);
      this.#note('remove', 'ACL', describe(row));
    }
    if (home === undefined) return;
    for (const acl of missing.values()) {
      const { direction, priority, match, action } = acl;
      const external_ids = new Map([[MARK.acl, port]]);
      this.#members(this.#switches, home, 'acls').added.add(
        this.#tx.insert('ACL', { direction, priority, match, action, log: false, external_ids }),
      );
      this.#note('add', 'ACL', describe(acl));
    }
  }

  /** Reconciles the interface of a router, and returns its UUID. */
  #routerPort(port: Uuid, wanted: DesiredRouterPort | undefined): Uuid | undefined {
    const name = routerPortName(port);
    const known = this.#routerPorts().get(name);
    if (!wanted) {
      if (known === undefined) return undefined;
      for (const router of this.#ownersOf(known, 'ports')) {
        this.#members(this.#routers, router, 'ports').removed.add(known);
      }
      this.#note('remove', 'Logical_Router_Port', name);
      return undefined;
    }
    const { router, network, mac } = wanted;
    if (known !== undefined) {
      this.#update('Logical_Router_Port', known, name, { network, mac });
      return known;
    }
    const id = this.#made.routers.get(router) ?? this.#added.get(router);
    if (id === undefined) return undefined;
    const uuid = this.#tx.insert('Logical_Router_Port', { name, network, mac });
    this.#members(this.#routers, id, 'ports').added.add(uuid);
    this.#note('add', 'Logical_Router_Port', name);
    return uuid;
  }

  #knownRouterPorts: Map<string, Uuid> | undefined;

  /** Returns the interfaces of the driver's routers by name. */
  #routerPorts(): ReadonlyMap<string, Uuid> {
    if (this.#knownRouterPorts) return this.#knownRouterPorts;
    const found = new Map<string, Uuid>();
    for (const router of this.#made.routers.values()) {
      for (const uuid of this.#nb.get('Logical_Router', router)?.ports ?? []) {
        const row = this.#nb.get('Logical_Router_Port', uuid);
        if (row) found.set(row.name, uuid);
      }
    }
    this.#knownRouterPorts = found;
    return found;
  }

  /** Returns the switches or routers that have a row in this column. */
  #ownersOf(uuid: Uuid, column: string): readonly Uuid[] {
    return Array.from(this.#nb.referrers(uuid))
      .filter((referrer) => referrer.column === column)
      .map((referrer) => referrer.uuid);
  }

  #members(owners: Map<Uuid, Membership>, owner: Uuid, column: string) {
    const membership: Membership = owners.get(owner) ?? new Map();
    owners.set(owner, membership);
    const members = membership.get(column) ?? { added: new Set<Uuid>(), removed: new Set<Uuid>() };
    membership.set(column, members);
    return members;
  }

  #applyMembers(
    table: 'Logical_Switch' | 'Logical_Router',
    owners: ReadonlyMap<Uuid, Membership>,
  ): void {
    for (const [owner, membership] of owners) {
      const row = this.#tx.get(table, owner);
      if (!row) continue;
      for (const [column, { added, removed }] of membership) {
        const present: unknown = Reflect.get(row, column);
        const kept = (Array.isArray(present) ? present : []).filter(
          (uuid: Uuid) => !removed.has(uuid),
        );
        this.#tx.update(table, owner, { [column]: [...kept, ...added] });
      }
    }
  }

  #update<
    T extends 'Logical_Switch' | 'Logical_Port' | 'ACL' | 'Logical_Router' | 'Logical_Router_Port',
  >(table: T, uuid: Uuid, name: string, wanted: Partial<NorthboundRow<T>>): void {
    const row = this.#tx.get(table, uuid);
    if (!row) return;
    const columns = Object.keys(wanted).filter(
      (column) =>
        !equalValues(Reflect.get(row, column) as Value, Reflect.get(wanted, column) as Value),
    );
    if (columns.length === 0) return;
    this.#tx.update(table, uuid, wanted);
    this.#note('change', table, name, columns);
  }

  #note(
    action: Difference['action'],
    table: string,
    name: string,
    columns?: readonly string[],
  ): void {
    this.differences.push({ action, table, name, ...(columns ? { columns } : {}) });
  }
}

const describe = ({
  direction,
  priority,
  match,
  action,
}: Pick<DesiredAcl, 'direction' | 'priority' | 'match'> & { readonly action: string }): string =>
  `${direction} ${priority} (${match}) ${action}`;
