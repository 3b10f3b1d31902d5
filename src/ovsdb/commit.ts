/**
 * What happens to the rows that a transaction touched before they become those of
 * the database, in the order in which the reference's server does it: each new
 * value is checked against its column, then come references between rows, garbage
 * collection, table limits, weak references and unique indexes. Nothing here
 * changes the store: what a pass changes, it changes in the overlay.
 */
import { defaultValue } from './canonical.js';
import { checkValue } from './constraints.js';
import { duplicateKeyError } from './duplicate-key.js';
import { OvsdbError } from './error.js';
import type { Overlay, TouchedRow } from './overlay.js';
import type { ReferenceChange } from './references.js';
import type { Store } from './store.js';
import { StrongCounts } from './strong-counts.js';
import type { ColumnType } from './types.js';
import { dropWeakReferences } from './weak-references.js';

/**
 * Completes and checks a transaction.
 *
 * @returns the references that come and go with it.
 * @throws OvsdbError that the server would reply with.
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

/** What was written is checked first, then the defaults of what was not. */
function checkColumns({ table, before, after }: TouchedRow): void {
  if (!after) return;
  const defaults: ColumnType[] = [];
  for (const [name, column] of table.columns) {
    const value = after[name];
    if (before ? value === before[name] : value === table.defaults[name]) {
      if (!before) defaults.push(column);
      continue;
    }
    if (before && !column.mutable) {
      throw new OvsdbError(
        'constraint violation',
        `Cannot update immutable column ${name} in table ${table.name}.`,
      );
    }
    checkValue(column, value);
  }
  for (const column of defaults) checkValue(column, defaultValue(column));
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
