/** Completes tables, records and columns. */
import type { Database } from '../../ovsdb/database.js';
import type { CompletionPlace, ValueLists } from '../program/command-row.js';
import type { Suggestion } from '../program/suggestion.js';
import type { ToolContext } from '../tool.js';
import { type Column, columnsOf, findTable } from './abbreviated-names.js';
import {
  type ColumnContext,
  type ColumnForm,
  columnValues,
  completeColumn,
  references,
} from './column-values.js';
import type { CtlTable } from './ctl-table.js';

export type DatabaseOf = (context: ToolContext) => Database;

/** Completes to the contents of a column. */
export const valuesIn = (databaseOf: DatabaseOf, table: string, column: string) =>
  function* ({ context }: CompletionPlace): Iterable<string> {
    for (const row of databaseOf(context).rows(table)) yield String(row[column] ?? '');
  };

/**
 * Returns the values of the parameters of the generic commands.
 *
 * @param known values of columns that the schema does not say; see {@link ColumnContext}
 */
export function databaseValues(
  tables: readonly CtlTable[],
  databaseOf: DatabaseOf,
  known: ValueLists,
): ValueLists {
  /** Finds the table that the first argument names. */
  const tableOf = ({ args }: CompletionPlace): CtlTable | undefined => {
    try {
      return findTable(tables, args[0] ?? '');
    } catch {
      return undefined;
    }
  };
  const contextOf = ({ context }: CompletionPlace): ColumnContext => ({
    tables,
    database: databaseOf(context),
    known,
  });
  function* recordNames(place: CompletionPlace): Iterable<string | Suggestion> {
    const table = tableOf(place);
    if (table === undefined) return;
    for (const id of table.ids) {
      if (id.name === undefined) yield '.';
      else yield* valuesIn(databaseOf, id.table, id.name)(place);
    }
    // Without a name, the UUID is the only way to name a record.
    if (table.ids.length === 0) yield* references(table.name, contextOf(place));
  }
  const columns = (form: ColumnForm) => (place: CompletionPlace) => {
    const table = tableOf(place);
    return table === undefined ? [] : completeColumn(table, form, place, contextOf(place));
  };
  /** Completes the values for the column that the third argument names. */
  const elements = (place: CompletionPlace) => {
    const table = tableOf(place);
    const column = table && columnsOf(table).find(({ name }) => name === place.args[2]);
    return table && column ? elementsOf(table, column, place, contextOf(place)) : [];
  };
  return {
    TABLE: tables.map(({ name }) => name),
    RECORD: recordNames,
    COLUMN: columns('COLUMN'),
    'COLUMN[:KEY]': columns('COLUMN[:KEY]'),
    'COLUMN[:KEY]=VALUE': columns('COLUMN[:KEY]=VALUE'),
    '[KEY=]VALUE': elements,
    'KEY|VALUE|KEY=VALUE': (place) => currentElements(tableOf(place), place, databaseOf),
  };
}

function elementsOf(
  table: CtlTable,
  column: Column,
  place: CompletionPlace,
  context: ColumnContext,
): Suggestion[] {
  if (column.schema.value === undefined) {
    return columnValues(table, column, undefined, place, context);
  }
  // An element of a map is written like the end of `column:key=value`.
  const skipped = column.name.length + 1;
  const word = `${column.name}:${place.word}`;
  return completeColumn(table, 'COLUMN[:KEY]=VALUE', { ...place, word }, context).map(
    ({ start = skipped, ...rest }) => ({ ...rest, start: start - skipped }),
  );
}

/** Returns the values of the column that the third argument names, or the keys of a map. */
function* currentElements(
  table: CtlTable | undefined,
  { args: [, record, name = ''], context }: CompletionPlace,
  databaseOf: DatabaseOf,
): Iterable<string> {
  const database = databaseOf(context);
  for (const row of table === undefined ? [] : database.rows(table.name)) {
    const named = table?.ids.some((id) => id.name !== undefined && row[id.name] === record);
    if (row._uuid !== record && named !== true && record !== '.') continue;
    const value = row[name];
    if (value instanceof Map) yield* [...value.keys()].map(String);
    else if (Array.isArray(value)) yield* value.map(String);
    else if (value !== undefined) yield String(value);
  }
}
