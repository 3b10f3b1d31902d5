/** Completes tables, records and columns. */
import type { Database } from '../../ovsdb/database.js';
import type { CompletionPlace, ValueLists } from '../program/command-row.js';
import type { ToolContext } from '../tool.js';
import { columnsOf, findTable } from './abbreviated-names.js';
import type { CtlTable } from './ctl-table.js';

export type DatabaseOf = (context: ToolContext) => Database;

/** Completes to the contents of a column. */
export const valuesIn = (databaseOf: DatabaseOf, table: string, column: string) =>
  function* ({ context }: CompletionPlace): Iterable<string> {
    for (const row of databaseOf(context).rows(table)) yield String(row[column] ?? '');
  };

/** Returns the columns of a table, each followed by `suffix`. */
export const columnNames = (table: CtlTable | undefined, suffix = ''): string[] =>
  table ? columnsOf(table).map(({ name }) => name + suffix) : [];

/** Returns the values of the parameters of the generic commands. */
export function databaseValues(tables: readonly CtlTable[], databaseOf: DatabaseOf): ValueLists {
  /** Finds the table that the first argument names. */
  const tableOf = ({ args }: CompletionPlace): CtlTable | undefined => {
    try {
      return findTable(tables, args[0] ?? '');
    } catch {
      return undefined;
    }
  };
  function* recordNames(place: CompletionPlace): Iterable<string> {
    for (const id of tableOf(place)?.ids ?? []) {
      if (id.name === undefined) yield '.';
      else yield* valuesIn(databaseOf, id.table, id.name)(place);
    }
  }
  const columns = (place: CompletionPlace) => columnNames(tableOf(place));
  return {
    TABLE: tables.map(({ name }) => name),
    RECORD: recordNames,
    COLUMN: columns,
    'COLUMN[:KEY]': columns,
    'COLUMN[:KEY]=VALUE': (place) => columnNames(tableOf(place), '='),
  };
}
