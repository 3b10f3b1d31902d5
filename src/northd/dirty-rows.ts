/** Collects the northbound rows that a run of northd has to process. */
import type { Uuid } from '../lib/uuid.js';
import type { Change, Database } from '../ovsdb/database.js';

/** Rows to process, by table, in the order in which they were added. */
export class DirtyRows<T extends string = string> {
  readonly #rows = new Map<string, Set<Uuid>>();

  /** Returns every row of a database. */
  static all(nb: Database): DirtyRows {
    const dirty = new DirtyRows();
    for (const table of Object.keys(nb.schema.tables)) {
      for (const { _uuid } of nb.rows(table)) dirty.add(table, _uuid);
    }
    return dirty;
  }

  /** Returns the rows of a table. The set may grow during iteration. */
  of(table: T): ReadonlySet<Uuid> {
    return this.#set(table);
  }

  add(table: T, uuid: Uuid): void {
    this.#set(table).add(uuid);
  }

  /** Adds the rows that a commit to the northbound database changed. */
  addChange(change: Change): void {
    for (const [table, rows] of change.tables) {
      const set = this.#set(table);
      for (const { uuid } of rows) set.add(uuid);
    }
  }

  #set(table: string): Set<Uuid> {
    let set = this.#rows.get(table);
    if (!set) {
      set = new Set();
      this.#rows.set(table, set);
    }
    return set;
  }
}
