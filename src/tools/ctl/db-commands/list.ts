/** The commands `list` and `find`. */
import type { AnyRow, ColumnType } from '../../../ovsdb/types.js';
import { fatal } from '../../program/exit.js';
import { type Table, valueCell } from '../../program/output-table.js';
import { columnsOf, findColumn, findTable } from '../abbreviated-names.js';
import type { Call, Command } from '../ctl-command.js';
import type { CtlTable } from '../ctl-table.js';
import { checkColumn } from './column-argument.js';
import { condition } from './condition-argument.js';
import { findRecord, needRecord } from './records.js';

/** A column of a listing, which can be `_uuid`. */
interface ListedColumn {
  readonly name: string;
  readonly schema: ColumnType;
}

const UUID_COLUMN: ListedColumn = {
  name: '_uuid',
  schema: { key: { type: 'uuid' }, min: 1, max: 1 },
};

/** Returns the columns of `--columns` in its order, or all columns without it. */
function listedColumns(call: Call<unknown>, table: CtlTable): ListedColumn[] {
  const asked = call.options.get('--columns');
  if (asked === undefined) return [UUID_COLUMN, ...columnsOf(table)];
  const names = asked.split(/[, ]/).filter((name) => name !== '');
  if (names.length === 0) fatal('must specify at least one column name');
  return names.map((name) =>
    name.toLowerCase() === '_uuid' ? UUID_COLUMN : findColumn(table, name),
  );
}

function listing(columns: readonly ListedColumn[], rows: Iterable<AnyRow>): Table {
  return {
    headings: columns.map(({ name }) => name),
    rows: [...rows].map((row) => columns.map(({ name, schema }) => valueCell(schema, row[name]))),
  };
}

/** Returns the named records, or all of them. */
function listedRows(call: Call<unknown>, table: CtlTable): Iterable<AnyRow> {
  const records = call.args.slice(1);
  if (records.length === 0) return call.session.rows(table.name);
  const find = call.has('--if-exists') ? findRecord : needRecord;
  return records.flatMap((id) => find(call.session, table, id) ?? []);
}

/** Iterates over the records that meet all conditions. */
function* foundRows(call: Call<unknown>, table: CtlTable): Iterable<AnyRow> {
  const conditions = call.args.slice(1).map((arg) => condition(table, arg, call.run.symbols));
  for (const row of call.session.rows(table.name)) {
    if (conditions.every((holds) => holds(row))) yield row;
  }
}

export const listCommands = (tables: readonly CtlTable[]): Command<unknown>[] => [
  {
    name: 'list',
    usage: 'TABLE [RECORD]...',
    options: ['--if-exists', '--columns='],
    writes: false,
    summary: 'list records of a table, or all of them',
    prepare: (call) => {
      listedColumns(call, findTable(tables, call.arg(0)));
    },
    run: (call) => {
      const table = findTable(tables, call.arg(0));
      call.table = listing(listedColumns(call, table), listedRows(call, table));
    },
  },
  {
    name: 'find',
    usage: 'TABLE [COLUMN[:KEY]=VALUE]...',
    options: ['--columns='],
    writes: false,
    summary: 'list the records of a table that meet all conditions',
    prepare: (call) => {
      const table = findTable(tables, call.arg(0));
      listedColumns(call, table);
      for (const arg of call.args.slice(1)) checkColumn(table, arg);
    },
    run: (call) => {
      const table = findTable(tables, call.arg(0));
      call.table = listing(listedColumns(call, table), foundRows(call, table));
    },
  },
];
