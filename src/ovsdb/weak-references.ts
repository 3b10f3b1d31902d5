/** Removes weak references to deleted rows. */
import type { Uuid } from '../lib/uuid.js';
import { defaultAtom } from './canonical.js';
import { OvsdbError } from './error.js';
import type { Overlay } from './overlay.js';
import { type ReferenceChange, type ReferenceColumn, rowReferenceChanges } from './references.js';
import { isMap, sizeOf } from './shape.js';
import type { Store } from './store.js';
import type { AnyRow, Value } from './types.js';

/** The deleted targets, by the column and the row that still refer to them. */
class Dangling {
  readonly #byColumn = new Map<ReferenceColumn, Map<Uuid, Set<Uuid>>>();

  add(column: ReferenceColumn, row: Uuid, target: Uuid): void {
    let rows = this.#byColumn.get(column);
    if (!rows) {
      rows = new Map();
      this.#byColumn.set(column, rows);
    }
    const targets = rows.get(row);
    if (targets) targets.add(target);
    else rows.set(row, new Set([target]));
  }

  [Symbol.iterator](): IterableIterator<[ReferenceColumn, Map<Uuid, Set<Uuid>>]> {
    return this.#byColumn.entries();
  }
}

/**
 * Removes the dangling weak references of a transaction. Mirrors `assess_weak_refs()`.
 *
 * @param changes the references added and removed so far; those removed here are appended.
 * @throws OvsdbError if that empties a column that must not be empty.
 */
export function dropWeakReferences(
  store: Store,
  overlay: Overlay,
  changes: ReferenceChange[],
): void {
  for (const [column, rows] of findDangling(store, overlay, changes) ?? []) {
    const table = store.table(column.table);
    const type = table.column(column.column);
    for (const [uuid, targets] of rows) {
      const row = overlay.get(table, uuid);
      if (!row) continue;
      const value = row[column.column];
      const rest = without(value, column.side, targets);
      const removed = sizeOf(value) - sizeOf(rest);
      if (removed === 0) continue;
      if (sizeOf(rest) < type.min) {
        const inserted = !table.rows.has(uuid);
        throw emptiedError(column, uuid, removed, inserted, targets);
      }
      const after: AnyRow = { ...row, [column.column]: rest, _uuid: uuid };
      overlay.put(table, uuid, Object.freeze(after));
      changes.push(...rowReferenceChanges([column], uuid, row, after));
    }
  }
}

function findDangling(
  store: Store,
  overlay: Overlay,
  changes: readonly ReferenceChange[],
): Dangling | undefined {
  // Hardly any transaction needs it.
  let dangling: Dangling | undefined;
  for (const { table, uuid, before, after } of overlay.all()) {
    if (!before || after) continue;
    for (const { column, uuid: source } of store.references.to(uuid)) {
      if (column.strong || column.target !== table.name) continue;
      dangling ??= new Dangling();
      dangling.add(column, source, uuid);
    }
  }
  for (const { column, source, target, delta } of changes) {
    if (column.strong || delta < 0 || overlay.get(store.table(column.target), target)) continue;
    dangling ??= new Dangling();
    dangling.add(column, source, target);
  }
  return dangling;
}

/** Returns a value without the elements that refer to one of `targets`. */
function without(value: Value, side: 'key' | 'value', targets: ReadonlySet<unknown>): Value {
  if (typeof value === 'object' && isMap(value)) {
    return new Map([...value].filter((pair) => !targets.has(pair[side === 'key' ? 0 : 1])));
  }
  if (typeof value === 'object') return value.filter((atom) => !targets.has(atom));
  return targets.has(value) ? undefined : value;
}

function emptiedError(
  { column, table }: ReferenceColumn,
  uuid: Uuid,
  removed: number,
  inserted: boolean,
  targets: ReadonlySet<Uuid>,
): OvsdbError {
  if (inserted && targets.has(String(defaultAtom('uuid')))) {
    return new OvsdbError(
      'constraint violation',
      `Weak reference column "${column}" in "${table}" row ${uuid} ` +
        '(inserted within this transaction) contained all-zeros UUID ' +
        '(probably as the default value for this column) but deleting this value caused a ' +
        'constraint volation because this column is not allowed to be empty.',
    );
  }
  return new OvsdbError(
    'constraint violation',
    `Deletion of ${removed} weak reference(s) to deleted (or never-existing) rows ` +
      `from column "${column}" in "${table}" row ${uuid} ` +
      `${inserted ? '(inserted within this transaction) ' : ''}caused this column to become ` +
      'empty, but constraints on this column disallow an empty column.',
  );
}
