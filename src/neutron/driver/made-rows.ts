/** Finds the northbound rows that the driver has made, by the marks on them. */
import type { Uuid } from '../../lib/uuid.js';
import type { AnyRow } from '../../ovsdb/database.js';
import { MARK, type Northbound } from './northbound.js';

/** Keeps an index of marked rows up to date. */
export class MadeRows {
  /** Switches by name. */
  readonly switches = new Map<string, Uuid>();
  /** Routers by name. */
  readonly routers = new Map<string, Uuid>();
  /** Ports by name. */
  readonly ports = new Map<string, Uuid>();
  /** The ACLs of each port. */
  readonly acls = new Map<string, Set<Uuid>>();

  constructor(nb: Northbound) {
    for (const table of ['Logical_Switch', 'Logical_Router', 'Logical_Port', 'ACL'] as const) {
      for (const row of nb.rows(table)) this.#note(table, row, true);
    }
    nb.observe(({ tables }) => {
      for (const [table, changes] of tables) {
        for (const { before, after } of changes) {
          if (before) this.#note(table, before, false);
          if (after) this.#note(table, after, true);
        }
      }
    });
  }

  #note(table: string, row: AnyRow, exists: boolean): void {
    const { external_ids: ids, name, _uuid } = row;
    if (!(ids instanceof Map)) return;
    const marked = (key: string): boolean => ids.has(key);
    switch (table) {
      case 'Logical_Switch':
        if (marked(MARK.network) || marked(MARK.port)) put(this.switches, name, _uuid, exists);
        break;
      case 'Logical_Router':
        if (marked(MARK.router)) put(this.routers, name, _uuid, exists);
        break;
      case 'Logical_Port':
        if (marked(MARK.port)) put(this.ports, name, _uuid, exists);
        break;
      case 'ACL': {
        const port = ids.get(MARK.acl);
        if (typeof port !== 'string') return;
        const acls = this.acls.get(port) ?? new Set<Uuid>();
        if (exists) acls.add(_uuid);
        else acls.delete(_uuid);
        if (acls.size > 0) this.acls.set(port, acls);
        else this.acls.delete(port);
        break;
      }
      default:
    }
  }
}

function put(rows: Map<string, Uuid>, name: unknown, uuid: Uuid, exists: boolean): void {
  if (typeof name !== 'string') return;
  if (exists) rows.set(name, uuid);
  else if (rows.get(name) === uuid) rows.delete(name);
}
