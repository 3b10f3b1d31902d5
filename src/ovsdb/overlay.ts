/** Keeps the rows that a transaction changed on top of those of the database. */
import type { Uuid } from '../lib/uuid.js';
import { equalValues } from './compare.js';
import type { Index, IndexKey, Table } from './table.js';
import type { AnyRow, Value } from './types.js';

/** A row before and after the transaction. */
export interface TouchedRow {
  readonly table: Table;
  readonly uuid: Uuid;
  readonly before: AnyRow | undefined;
  after: AnyRow | undefined;
}

export class Overlay {
  readonly #touched = new Map<Table, Map<Uuid, TouchedRow>>();
  /**
   * The rows that had a key at some point of the transaction, by index; some may have lost it
   * since.
   */
  readonly #keys = new Map<Index, Map<IndexKey, Set<Uuid>>>();

  /** Returns a row as the transaction leaves it. */
  get(table: Table, uuid: Uuid): AnyRow | undefined {
    const touched = this.#touched.get(table)?.get(uuid);
    return touched ? touched.after : table.rows.get(uuid);
  }

  /** Returns the record of a row, if the transaction touched it. */
  touched(table: Table, uuid: Uuid): TouchedRow | undefined {
    return this.#touched.get(table)?.get(uuid);
  }

  /**
   * Returns all touched rows; tables and the rows of each are in the order of their first change.
   */
  all(): readonly TouchedRow[] {
    const all: TouchedRow[] = [];
    for (const rows of this.#touched.values()) for (const row of rows.values()) all.push(row);
    return all;
  }

  /** The touched rows, by table. */
  get tables(): ReadonlyMap<Table, ReadonlyMap<Uuid, TouchedRow>> {
    return this.#touched;
  }

  /** Sets the new contents of a row; `undefined` deletes it. */
  put(table: Table, uuid: Uuid, after: AnyRow | undefined): void {
    let rows = this.#touched.get(table);
    if (!rows) {
      rows = new Map();
      this.#touched.set(table, rows);
    }
    const touched = rows.get(uuid);
    const before = touched ? touched.before : table.rows.get(uuid);
    const settled = before && after ? withoutSham(before, after) : after;
    if (settled === before) rows.delete(uuid);
    else if (touched) touched.after = settled;
    else rows.set(uuid, { table, uuid, before, after: settled });
    if (settled && settled !== before) this.#noteKeys(table, settled);
  }

  /**
   * Iterates over the rows of a table as the transaction leaves them: those of the database first,
   * then new ones.
   */
  *rows(table: Table): IterableIterator<AnyRow> {
    const touched = this.#touched.get(table);
    for (const row of table.rows.values()) {
      const change = touched?.get(row._uuid);
      const after = change ? change.after : row;
      if (after) yield after;
    }
    if (!touched) return;
    for (const { before, after } of touched.values()) if (!before && after) yield after;
  }

  /** Returns the number of rows that a table has after the transaction. */
  count(table: Table): number {
    let count = table.rows.size;
    for (const { before, after } of this.#touched.get(table)?.values() ?? []) {
      count += (after ? 1 : 0) - (before ? 1 : 0);
    }
    return count;
  }

  /** Returns a row other than `except` that has this key after the transaction. */
  findByKey(table: Table, index: Index, key: IndexKey, except?: Uuid): AnyRow | undefined {
    const candidates = [...(this.#keys.get(index)?.get(key) ?? [])];
    const stored = index.rows.get(key);
    if (stored !== undefined) candidates.push(stored);
    for (const uuid of candidates) {
      if (uuid === except) continue;
      const row = this.get(table, uuid);
      if (row && index.keyOf(row) === key) return row;
    }
    return undefined;
  }

  #noteKeys(table: Table, row: AnyRow): void {
    for (const index of table.indexes) {
      let keys = this.#keys.get(index);
      if (!keys) {
        keys = new Map();
        this.#keys.set(index, keys);
      }
      const key = index.keyOf(row);
      const uuids = keys.get(key);
      if (uuids) uuids.add(row._uuid);
      else keys.set(key, new Set([row._uuid]));
    }
  }
}

/**
 * Returns `after` if it really differs from `before`, otherwise `before` itself. Unchanged columns
 * keep their old object, which lets observers compare columns by identity.
 */
function withoutSham(before: AnyRow, after: AnyRow): AnyRow {
  let differs = false;
  const restored: Record<string, Value> = {};
  for (const column in after) {
    if (after[column] === before[column]) continue;
    if (equalValues(after[column], before[column])) restored[column] = before[column];
    else differs = true;
  }
  if (!differs) return before;
  if (Object.keys(restored).length === 0) return after;
  return Object.freeze({ ...after, ...restored, _uuid: after._uuid });
}
