/** The tables that a program of the family lets one name, and how it finds their records. */
import type { DatabaseSchema, TableSchema } from '../../ovsdb/types.js';

/**
 * One way to name a record without its UUID: through the row of `table` whose
 * column `name` has the text typed, or through its only row, which is then
 * called `.`. The record is that row, or the one that its column `reference`
 * refers to.
 */
export interface RecordId {
  readonly table: string;
  readonly name?: string;
  readonly reference?: string;
}

/** What a program declares about a table. */
export type TableIds = Readonly<Record<string, readonly RecordId[]>>;

export interface CtlTable {
  readonly name: string;
  readonly schema: TableSchema;
  readonly ids: readonly RecordId[];
}

/** The tables of a program; those without an entry in `ids` cannot be named. */
export function ctlTables(schema: DatabaseSchema, ids: TableIds): CtlTable[] {
  return Object.entries(ids).map(([name, recordIds]) => {
    const table = schema.tables[name];
    if (!table) throw new Error(`${schema.name} has no table ${name}`);
    return { name, schema: table, ids: recordIds };
  });
}
