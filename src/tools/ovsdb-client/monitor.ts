/**
 * `ovsdb-client monitor`: shows the initial contents and ends, since nothing changes while it runs.
 */
import { lookUp } from '../../lib/dictionary.js';
import { compareStrings } from '../../ovsdb/compare.js';
import type { TableSchema } from '../../ovsdb/types.js';
import { fatal } from '../program/exit.js';
import { textCell, valueCell } from '../program/output-table.js';
import type { ClientCall } from './client-command.js';

/** A table to show. */
interface MonitoredTable {
  readonly name: string;
  readonly schema: TableSchema;
  readonly columns: readonly string[];
  /** False if `!initial` was given. */
  readonly isShown: boolean;
}

/** The kinds of changes that a word can exclude. Only the first occurs here. */
const EXCLUSIONS = ['!initial', '!insert', '!delete', '!modify'];

/** Reads the columns of a table, like `parse_monitor_columns()`. */
function monitoredTable(
  { server, database, args }: ClientCall,
  name: string,
  schema: TableSchema,
): MonitoredTable {
  const words = args.slice(1).flatMap((arg) => arg.split(',').filter((word) => word !== ''));
  const named = words.filter((word) => !EXCLUSIONS.includes(word));
  const columns = new Set<string>();
  for (const column of named) {
    if (column !== '_uuid' && lookUp(schema.columns, column) === undefined) {
      const place = `table "${name}" in ${database.schema.name}`;
      fatal(`${server}: ${place} does not have a column named "${column}"`);
    }
    if (columns.has(column)) fatal(`${server}: column "${column}" mentioned multiple times`);
    columns.add(column);
  }
  return {
    name,
    schema,
    columns: named.length > 0 ? [...columns] : Object.keys(schema.columns).sort(compareStrings),
    isShown: !words.includes('!initial'),
  };
}

/** Prints each table that has rows. */
export function monitorTables(call: ClientCall): void {
  const { server, database, args, timestamp, printTable } = call;
  const { name, tables } = database.schema;
  const [wanted = ''] = args;
  const isAll = wanted === 'ALL';
  const names = isAll ? Object.keys(tables).sort(compareStrings) : [wanted];
  for (const table of names) {
    const schema = lookUp(tables, table);
    if (schema === undefined) {
      fatal(`${server}: ${name} does not have a table named "${table}"`);
    }
    const { columns, isShown } = monitoredTable(call, table, schema);
    const rows = isShown ? [...database.rows(table)] : [];
    if (rows.length === 0) continue;
    printTable({
      ...(isAll ? { caption: table } : {}),
      ...(timestamp === undefined ? {} : { timestamp }),
      headings: ['row', 'action', ...columns],
      rows: rows.map((row) => [
        textCell(row._uuid),
        textCell('initial'),
        ...columns.map((column) => {
          const type = lookUp(schema.columns, column);
          return type ? valueCell(type, row[column]) : textCell(row._uuid);
        }),
      ]),
    });
  }
}
