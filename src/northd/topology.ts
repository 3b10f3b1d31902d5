import type { Uuid } from '../lib/uuid.js';
import type { Change, Database } from '../ovsdb/database.js';
import type { OVN_NORTHBOUND } from '../ovsdb/schemas/ovn-northbound.js';
import type { Row, TableName } from '../ovsdb/types.js';
import { type Acl, isStateful } from './acl-flows.js';
import type { Dirty } from './dirty.js';
import { difference } from './set-difference.js';

type Northbound = Database<typeof OVN_NORTHBOUND>;
type NbTable = TableName<typeof OVN_NORTHBOUND>;
type NbRow<T extends NbTable> = Row<typeof OVN_NORTHBOUND, T>;

/** What a switch has, as far as the flows of others depend on it. */
export interface SwitchParts {
  readonly ports: Set<Uuid>;
  /** Its ACLs, and whether each is stateful. */
  readonly acls: Map<Uuid, boolean>;
  statefulAcls: number;
}

/** The name of an ACL of a switch as an owner of flows. */
export const aclOwner = (switchUuid: Uuid, acl: Uuid): string => `acl ${switchUuid} ${acl}`;

/** The changed rows of a table, typed. */
function changed<T extends NbTable>(
  change: Change,
  table: T,
): readonly { uuid: Uuid; before?: NbRow<T>; after?: NbRow<T> }[] {
  // The change comes from a database of this schema.
  return (change.tables.get(table) ?? []) as readonly {
    uuid: Uuid;
    before?: NbRow<T>;
    after?: NbRow<T>;
  }[];
}

const NONE: readonly never[] = [];

/**
 * Follows the northbound database: knows which switch has which ports and ACLs, and
 * says what each change makes dirty.
 */
export class Topology {
  readonly switches = new Map<Uuid, SwitchParts>();
  /** The switch of each logical port. */
  readonly home = new Map<Uuid, Uuid>();
  readonly #aclSwitches = new Map<Uuid, Set<Uuid>>();

  constructor(
    private readonly nb: Northbound,
    private readonly dirty: Dirty,
    private readonly warn: (message: string) => void,
  ) {}

  /** Reads the whole database anew; everything in it becomes dirty. */
  rebuild(): void {
    this.switches.clear();
    this.home.clear();
    this.#aclSwitches.clear();
    for (const row of this.nb.rows('Logical_Switch'))
      this.#switchChanged(row._uuid, undefined, row);
    for (const row of this.nb.rows('Logical_Router')) this.dirty.datapaths.add(row._uuid);
    this.dirty.routers = true;
    for (const row of this.nb.rows('Logical_Port')) this.dirty.up.add(row.name);
  }

  observe(change: Change): void {
    for (const { uuid, before, after } of changed(change, 'Logical_Switch')) {
      this.#switchChanged(uuid, before, after);
    }
    for (const { uuid, before, after } of changed(change, 'Logical_Port')) {
      if (after && before?.up !== after.up) this.dirty.up.add(after.name);
      if (!before || !after) continue;
      const onlyUp = Object.keys(after).every(
        (column) => column === 'up' || Reflect.get(before, column) === Reflect.get(after, column),
      );
      if (!onlyUp) this.#portDirty(uuid, before.type, after.type);
    }
    for (const { uuid, before, after } of changed(change, 'ACL')) {
      if (before && after) this.#aclChanged(uuid, after);
    }
    for (const { uuid, before, after } of changed(change, 'Logical_Router')) {
      if (!before || !after) this.dirty.datapaths.add(uuid);
      this.dirty.routers = true;
    }
    if (change.tables.has('Logical_Router_Port')) this.dirty.routers = true;
  }

  #switchChanged(
    uuid: Uuid,
    before: NbRow<'Logical_Switch'> | undefined,
    after: NbRow<'Logical_Switch'> | undefined,
  ): void {
    if (!before || !after) {
      this.dirty.datapaths.add(uuid);
      this.dirty.switches.add(uuid);
      this.dirty.groups.add(uuid);
    }
    if (!before) this.switches.set(uuid, { ports: new Set(), acls: new Map(), statefulAcls: 0 });
    const parts = this.switches.get(uuid);
    if (!parts) return;
    difference(before?.ports ?? NONE, after?.ports ?? NONE, {
      removed: (port) => this.#portLeft(uuid, parts, port),
      added: (port) => this.#portJoined(uuid, parts, port),
    });
    difference(before?.acls ?? NONE, after?.acls ?? NONE, {
      removed: (acl) => this.#aclLeft(uuid, parts, acl),
      added: (acl) => this.#aclJoined(uuid, parts, acl),
    });
    if (!after) this.switches.delete(uuid);
  }

  #portJoined(switchUuid: Uuid, parts: SwitchParts, port: Uuid): void {
    parts.ports.add(port);
    const home = this.home.get(port);
    if (home !== undefined && home !== switchUuid) {
      this.warn(`duplicate logical port ${this.nb.get('Logical_Port', port)?.name ?? port}`);
      return;
    }
    this.home.set(port, switchUuid);
    this.#portDirty(port, undefined, this.nb.get('Logical_Port', port)?.type);
  }

  #portLeft(switchUuid: Uuid, parts: SwitchParts, port: Uuid): void {
    parts.ports.delete(port);
    if (this.home.get(port) !== switchUuid) return;
    this.home.delete(port);
    this.#portDirty(port, 'router', undefined);
    for (const { table, uuid } of this.nb.referrers(port)) {
      const other = table === 'Logical_Switch' ? this.switches.get(uuid) : undefined;
      if (other) {
        this.home.set(port, uuid);
        break;
      }
    }
  }

  /** A port of a switch that leads to a router may change what its neighbours give the router. */
  #portDirty(port: Uuid, typeBefore: string | undefined, typeAfter: string | undefined): void {
    this.dirty.ports.add(port);
    if (typeBefore === 'router' || typeAfter === 'router') this.dirty.routers = true;
  }

  #aclJoined(switchUuid: Uuid, parts: SwitchParts, acl: Uuid): void {
    const row = this.nb.get('ACL', acl);
    const stateful = row !== undefined && isStateful(row);
    parts.acls.set(acl, stateful);
    const switches = this.#aclSwitches.get(acl);
    if (switches) switches.add(switchUuid);
    else this.#aclSwitches.set(acl, new Set([switchUuid]));
    this.#aclDirty(switchUuid, acl);
    if (stateful) this.#statefulAcls(switchUuid, parts, +1);
  }

  #aclLeft(switchUuid: Uuid, parts: SwitchParts, acl: Uuid): void {
    const stateful = parts.acls.get(acl);
    parts.acls.delete(acl);
    const switches = this.#aclSwitches.get(acl);
    switches?.delete(switchUuid);
    if (switches?.size === 0) this.#aclSwitches.delete(acl);
    this.#aclDirty(switchUuid, acl);
    if (stateful) this.#statefulAcls(switchUuid, parts, -1);
  }

  #aclChanged(acl: Uuid, row: Acl): void {
    for (const switchUuid of this.#aclSwitches.get(acl) ?? []) {
      const parts = this.switches.get(switchUuid);
      if (!parts) continue;
      const before = parts.acls.get(acl) ?? false;
      const now = isStateful(row);
      parts.acls.set(acl, now);
      this.#aclDirty(switchUuid, acl);
      if (before !== now) this.#statefulAcls(switchUuid, parts, now ? +1 : -1);
    }
  }

  #aclDirty(switchUuid: Uuid, acl: Uuid): void {
    this.dirty.acls.set(aclOwner(switchUuid, acl), { switch: switchUuid, acl });
  }

  /** The first stateful ACL, and the end of the last, change the switch and all its ACLs. */
  #statefulAcls(switchUuid: Uuid, parts: SwitchParts, step: 1 | -1): void {
    const before = parts.statefulAcls > 0;
    parts.statefulAcls += step;
    if (parts.statefulAcls > 0 === before) return;
    this.dirty.switches.add(switchUuid);
    for (const acl of parts.acls.keys()) this.#aclDirty(switchUuid, acl);
  }
}
