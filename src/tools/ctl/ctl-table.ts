/**
 * Defines the tables that a database program's generic commands accept, and the ids of their
 * records.
 */
import type { DatabaseSchema, TableSchema } from '../../ovsdb/types.js';

/**
 * A way to identify a record without its UUID: by the column `name` of a row in `table`, or as
 * `.`, the only row of `table`. The record is that row, or the one in its column `reference`.
 */
export interface RecordId {
  readonly table: string;
  readonly name?: string;
  readonly reference?: string;
}

/** The ids of records, by table. */
export type TableIds = Readonly<Record<string, readonly RecordId[]>>;

export interface CtlTable {
  readonly name: string;
  readonly schema: TableSchema;
  readonly ids: readonly RecordId[];
}

/** Returns the tables of a program, which are those with an entry in `ids`. */
export function ctlTables(schema: DatabaseSchema, ids: TableIds): CtlTable[] {
  return Object.entries(ids).map(([name, recordIds]) => {
    const table = schema.tables[name];
    if (!table) throw new Error(`${schema.name} has no table ${name}`);
    return { name, schema: table, ids: recordIds };
  });
}
