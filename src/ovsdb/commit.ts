/**
 * Completes and checks a transaction before its rows become those of the database. Mirrors
 * `ovsdb_txn_commit_()` and its order: column constraints, references, garbage collection, table
 * limits, weak references and unique indexes. Changes the overlay, never the store.
 */
import { checkValue } from './constraints.js';
import { duplicateKeyError } from './duplicate-key.js';
import { OvsdbError } from './error.js';
import type { Overlay, TouchedRow } from './overlay.js';
import type { ReferenceChange } from './references.js';
import type { Store } from './store.js';
import { StrongCounts } from './strong-counts.js';
import type { Column } from './table.js';
import { dropWeakReferences } from './weak-references.js';

/**
 * Completes and checks a transaction.
 *
 * @returns the references that it adds and removes.
 * @throws OvsdbError with the server's reply.
 */
export function completeTransaction(store: Store, overlay: Overlay): readonly ReferenceChange[] {
  const changes: ReferenceChange[] = [];
  for (const touched of overlay.all()) checkColumns(touched);
  const counts = new StrongCounts(store, overlay, changes);
  counts.addChanges();
  counts.checkDeletedRows();
  counts.collectGarbage();
  checkRowLimits(overlay);
  dropWeakReferences(store, overlay, changes);
  for (const touched of overlay.all()) checkIndexes(overlay, touched);
  return changes;
}

/** Checks the values that were written, then the defaults of the other columns. */
function checkColumns({ table, before, after }: TouchedRow): void {
  if (!after) return;
  const defaults: Column[] = [];
  for (const column of table.columns) {
    const { name, schema } = column;
    const value = after[name];
    if (before) {
      if (value === before[name]) continue;
      if (!schema.mutable) {
        throw new OvsdbError(
          'constraint violation',
          `Cannot update immutable column ${name} in table ${table.name}.`,
        );
      }
    } else if (value === column.default) {
      if (!column.defaultAllowed) defaults.push(column);
      continue;
    }
    checkValue(schema, value);
  }
  for (const column of defaults) checkValue(column.schema, column.default);
}

function checkRowLimits(overlay: Overlay): void {
  for (const table of overlay.tables.keys()) {
    const { maxRows } = table.schema;
    if (maxRows === Number.POSITIVE_INFINITY) continue;
    const count = overlay.count(table);
    if (count > maxRows) {
      throw new OvsdbError(
        'constraint violation',
        `transaction causes "${table.name}" table to contain ${count} rows, ` +
          `greater than the schema-defined limit of ${maxRows} row(s)`,
      );
    }
  }
}

function checkIndexes(overlay: Overlay, { table, uuid, before, after }: TouchedRow): void {
  if (!after) return;
  for (const index of table.indexes) {
    const key = index.keyOf(after);
    if (before && index.keyOf(before) === key) continue;
    const other = overlay.findByKey(table, index, key, uuid);
    if (other) throw duplicateKeyError(overlay, table, index, other, after);
  }
}
