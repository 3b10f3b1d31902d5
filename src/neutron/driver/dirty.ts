/** Finds out which northbound rows a change of Neutron's state can affect. */
import type { Uuid } from '../../lib/uuid.js';
import type { AnyRow, Change } from '../../ovsdb/database.js';
import type { NeutronDatabase } from '../schema.js';
import { membersOf } from './desired.js';

/** The Neutron resources whose northbound rows may be out of date. */
export class Dirty {
  readonly networks = new Set<Uuid>();
  readonly routers = new Set<Uuid>();
  readonly ports = new Set<Uuid>();
  readonly #neutron: NeutronDatabase;

  constructor(neutron: NeutronDatabase) {
    this.#neutron = neutron;
  }

  get any(): boolean {
    return this.networks.size + this.routers.size + this.ports.size > 0;
  }

  clear(): void {
    this.networks.clear();
    this.routers.clear();
    this.ports.clear();
  }

  addChange({ tables }: Change): void {
    for (const { uuid } of tables.get('Network') ?? []) this.networks.add(uuid);
    for (const { uuid } of tables.get('Router') ?? []) this.routers.add(uuid);
    for (const { before, after } of tables.get('Security_Group_Rule') ?? []) {
      for (const group of new Set([...idsIn(before, OWNER), ...idsIn(after, OWNER)])) {
        this.#addMembers(group);
      }
    }
    for (const { uuid, before, after } of tables.get('Port') ?? []) {
      this.ports.add(uuid);
      const groups = new Set([...idsIn(before, GROUPS), ...idsIn(after, GROUPS)]);
      for (const group of groups) this.#addCorrespondents(group);
    }
  }

  /** Adds the ports whose rules have `group` as their remote group. */
  #addCorrespondents(group: Uuid): void {
    const owners = new Set<Uuid>();
    for (const { table, column, uuid } of this.#neutron.referrers(group)) {
      if (table !== 'Security_Group_Rule' || column !== 'remote_group') continue;
      const rule = this.#neutron.get('Security_Group_Rule', uuid);
      if (rule) owners.add(rule.security_group);
    }
    for (const owner of owners) this.#addMembers(owner);
  }

  #addMembers(group: Uuid): void {
    for (const port of membersOf(this.#neutron, group)) this.ports.add(port);
  }
}

const OWNER = 'security_group';
const GROUPS = 'security_groups';

/** Returns the ids in a column of a row that may not exist. */
function idsIn(row: AnyRow | undefined, column: string): readonly Uuid[] {
  const value = row?.[column];
  return typeof value === 'string' ? [value] : Array.isArray(value) ? value.map(String) : [];
}
