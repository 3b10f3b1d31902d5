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

/** Returns the rows of a southbound table that `change` affects. */
export function sbChanges<T extends TableName<SouthboundSchema>>(
  change: Change,
  table: T,
): readonly Changed<SbRow<T>>[] {
  return typedChanges<SouthboundSchema, T>(change, table);
}

/** Returns the rows of an Open_vSwitch table that `change` affects. */
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
  // Every row of a change conforms to the schema of its database.
  return (change.tables.get(table) ?? []) as readonly Changed<Row<S, T>>[];
}

/** Returns the change that would insert all rows of a database. */
export function everything(database: Database): Change {
  const tables = new Map<string, readonly RowChange[]>();
  for (const table of Object.keys(database.schema.tables)) {
    const rows = Array.from(database.rows(table), (after) => ({ uuid: after._uuid, after }));
    if (rows.length > 0) tables.set(table, rows);
  }
  return { database: database.schema.name, tables };
}
