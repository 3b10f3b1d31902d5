/** Describes two rows that violate a unique index. Mirrors `duplicate_index_row()`. */
import { compareValues } from './compare.js';
import { formatDatum } from './datum.js';
import { OvsdbError } from './error.js';
import type { Overlay } from './overlay.js';
import type { Index, Table } from './table.js';
import type { AnyRow } from './types.js';

/** Joins words: `a`, `a and b`, `a, b, and c`. */
function enumerate(words: readonly string[]): string {
  if (words.length < 3) return words.join(' and ');
  return `${words.slice(0, -1).join(', ')}, and ${words.at(-1)}`;
}

function formatKey(table: Table, index: Index, row: AnyRow): string {
  return enumerate(index.columns.map((name) => formatDatum(table.column(name), row[name])));
}

/** Compares rows by their contents, which makes the message independent of the order of changes. */
function compareRows(table: Table, a: AnyRow, b: AnyRow): number {
  for (const { name, schema } of table.columns) {
    const order = compareValues(schema, a[name], b[name]);
    if (order !== 0) return order;
  }
  return a._uuid < b._uuid ? -1 : 1;
}

function history(overlay: Overlay, table: Table, index: Index, row: AnyRow): string {
  const touched = overlay.touched(table, row._uuid);
  if (!touched) {
    return 'existed in the database before this transaction and was not modified by the transaction.';
  }
  const { before } = touched;
  if (!before) return 'was inserted by this transaction.';
  if (index.keyOf(before) === index.keyOf(row)) {
    return (
      'existed in the database before this transaction, ' +
      "which modified some of the row's columns but not any columns in this index."
    );
  }
  return `had the following index values before the transaction: ${formatKey(table, index, before)}.`;
}

/** Returns the error for two rows of a table that have the same key in an index. */
export function duplicateKeyError(
  overlay: Overlay,
  table: Table,
  index: Index,
  ...rows: [AnyRow, AnyRow]
): OvsdbError {
  const [first, second] = rows.sort((a, b) => compareRows(table, b, a));
  const tell = (title: string, row: AnyRow): string =>
    `${title} row, with UUID ${row._uuid}, ${history(overlay, table, index, row)}`;
  const columns = enumerate(index.columns.map((name) => `"${name}"`));
  return new OvsdbError(
    'constraint violation',
    `Transaction causes multiple rows in "${table.name}" table to have identical values ` +
      `(${formatKey(table, index, first)}) for index on ` +
      `column${index.columns.length > 1 ? 's' : ''} ${columns}.  ` +
      `${tell('First', first)}  ${tell('Second', second)}`,
  );
}
