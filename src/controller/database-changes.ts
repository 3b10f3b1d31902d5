/** Types the changes of the databases that ovn-controller follows. */
import type { Uuid } from '../lib/uuid.js';
import type { SbRow, SouthboundSchema } from '../logical/databases.js';
import type { Change, Database, RowChange } from '../ovsdb/database.js';
import type { OPEN_VSWITCH } from '../ovsdb/schemas/open-vswitch.js';
import type { Transaction } from '../ovsdb/transaction.js';
import type { DatabaseSchema, Row, TableName } from '../ovsdb/types.js';

export type OvsDatabase = Database<typeof OPEN_VSWITCH>;
export type OvsTransaction = Transaction<typeof OPEN_VSWITCH>;
export type OvsRow<T extends TableName<typeof OPEN_VSWITCH>> = Row<typeof OPEN_VSWITCH, T>;

/** A row that was inserted (no `before`), deleted (no `after`) or changed. */
export interface Changed<R> {
  readonly uuid: Uuid;
  readonly before?: R;
  readonly after?: R;
}

/** The rows of a table of the southbound database that `change` changed. */
export function sbChanges<T extends TableName<SouthboundSchema>>(
  change: Change,
  table: T,
): readonly Changed<SbRow<T>>[] {
  return typedChanges<SouthboundSchema, T>(change, table);
}

/** The rows of a table of the Open_vSwitch database that `change` changed. */
export function ovsChanges<T extends TableName<typeof OPEN_VSWITCH>>(
  change: Change,
  table: T,
): readonly Changed<OvsRow<T>>[] {
  return typedChanges<typeof OPEN_VSWITCH, T>(change, table);
}

function typedChanges<S extends DatabaseSchema, T extends TableName<S>>(
  change: Change,
  table: T,
): readonly Changed<Row<S, T>>[] {
  // Every row of a change was made to the schema of the database that it comes from.
  return (change.tables.get(table) ?? []) as readonly Changed<Row<S, T>>[];
}

/** Returns the change that inserting all rows of a database would be. */
export function everything(database: Database): Change {
  const tables = new Map<string, readonly RowChange[]>();
  for (const table of Object.keys(database.schema.tables)) {
    const rows = Array.from(database.rows(table), (after) => ({ uuid: after._uuid, after }));
    if (rows.length > 0) tables.set(table, rows);
  }
  return { database: database.schema.name, tables };
}
