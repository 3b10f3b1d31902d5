import type { Uuid } from '../lib/uuid.js';
import type { Change } from '../ovsdb/database.js';
import type { Northbound, NorthboundTable } from './rows.js';

/** Northbound rows to look at again, by table, in the order in which they came up. */
export class DirtyRows {
  readonly #rows: Readonly<Record<NorthboundTable, Set<Uuid>>> = {
    Logical_Switch: new Set(),
    Logical_Port: new Set(),
    ACL: new Set(),
    Logical_Router: new Set(),
    Logical_Router_Port: new Set(),
  };

  /** All rows that there are. */
  static all(nb: Northbound): DirtyRows {
    const dirty = new DirtyRows();
    for (const table of TABLES) for (const { _uuid } of nb.rows(table)) dirty.add(table, _uuid);
    return dirty;
  }

  of(table: NorthboundTable): ReadonlySet<Uuid> {
    return this.#rows[table];
  }

  add(table: NorthboundTable, uuid: Uuid): void {
    this.#rows[table].add(uuid);
  }

  /** Adds what a commit to the northbound database changed. */
  addChange(change: Change): void {
    for (const table of TABLES) {
      for (const { uuid } of change.tables.get(table) ?? []) this.add(table, uuid);
    }
  }
}

const TABLES: readonly NorthboundTable[] = [
  'Logical_Switch',
  'Logical_Port',
  'ACL',
  'Logical_Router',
  'Logical_Router_Port',
];
