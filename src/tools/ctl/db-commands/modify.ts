/** The commands `set`, `add`, `remove` and `clear`. */
import { parseDatum } from '../../../ovsdb/datum.js';
import { narrow, subtract, union } from '../../../ovsdb/sets.js';
import { sizeOf } from '../../../ovsdb/shape.js';
import { TextError } from '../../../ovsdb/text-error.js';
import type { AnyRow, ColumnType, Value } from '../../../ovsdb/types.js';
import { fatal } from '../../program/exit.js';
import { findColumn, findTable } from '../abbreviated-names.js';
import type { Call, Command } from '../ctl-command.js';
import type { CtlTable } from '../ctl-table.js';
import { checkColumn } from './column-argument.js';
import { findRecord, needRecord } from './records.js';
import { checkMutable, setColumn } from './set-column.js';

/** Returns the record to change. With `--if-exists`, it may be missing. */
function target(call: Call<unknown>, table: CtlTable): AnyRow | undefined {
  const find = call.has('--if-exists') ? findRecord : needRecord;
  return find(call.session, table, call.arg(1));
}

function set(call: Call<unknown>, table: CtlTable): void {
  const row = target(call, table);
  if (!row) return;
  for (const arg of call.args.slice(2)) setColumn(call, table, row._uuid, arg);
}

/** Returns the type of an argument of `add` or `remove`: one or more elements. */
const someOf = (type: ColumnType): ColumnType => ({
  ...type,
  min: 1,
  max: Number.POSITIVE_INFINITY,
});

/** Parses the elements to remove; for a map, keys alone are enough. */
function parseRemoval(call: Call<unknown>, type: ColumnType, text: string): Value {
  const elements = someOf(type);
  try {
    return parseDatum(elements, text, call.run.symbols);
  } catch (error) {
    if (!(error instanceof TextError) || !type.value) throw error;
    const { value: _, ...keys } = elements;
    return parseDatum(keys, text, call.run.symbols);
  }
}

/** Runs `add` or `remove`: `step` combines the column's value with each argument. */
function change(
  call: Call<unknown>,
  table: CtlTable,
  step: (type: ColumnType, value: Value, text: string) => Value,
): void {
  const column = findColumn(table, call.arg(2));
  const row = target(call, table);
  if (!row) return;
  checkMutable(call, table, row._uuid, column);
  const { name, schema } = column;
  const value = call.args
    .slice(3)
    .reduce<Value>((before, text) => step(schema, before, text), row[name]);
  const size = sizeOf(value);
  const [limit, kind] = size < schema.min ? [schema.min, 'minimum'] : [schema.max, 'maximum'];
  if (size < schema.min || size > schema.max) {
    const elements = schema.value ? 'pairs' : 'values';
    fatal(
      `"${call.name}" operation would put ${size} ${elements} in column ${name} of ` +
        `table ${table.name} but the ${kind} number is ${limit}`,
    );
  }
  call.session.write(table.name, row._uuid, { [name]: narrow(schema, value) });
}

function clear(call: Call<unknown>, table: CtlTable): void {
  const row = target(call, table);
  if (!row) return;
  for (const arg of call.args.slice(2)) {
    const column = findColumn(table, arg);
    checkMutable(call, table, row._uuid, column);
    const { name, schema } = column;
    if (schema.min > 0) {
      fatal(
        `"clear" operation cannot be applied to column ${name} of ` +
          `table ${table.name}, which is not allowed to be empty`,
      );
    }
    call.session.write(table.name, row._uuid, { [name]: narrow(schema, []) });
  }
}

const MODIFIES = { options: ['--if-exists'], writes: true } as const;

export const modifyCommands = (tables: readonly CtlTable[]): Command<unknown>[] => {
  const tableOf = (call: Call<unknown>) => findTable(tables, call.arg(0));
  return [
    {
      ...MODIFIES,
      name: 'set',
      usage: 'TABLE RECORD COLUMN[:KEY]=VALUE...',
      summary: 'set columns of a record, or keys of a map',
      prepare: (call) => {
        for (const arg of call.args.slice(2)) checkColumn(tableOf(call), arg);
      },
      run: (call) => set(call, tableOf(call)),
    },
    {
      ...MODIFIES,
      name: 'add',
      usage: 'TABLE RECORD COLUMN [KEY=]VALUE...',
      summary: 'add elements to a column of a record',
      prepare: (call) => {
        findColumn(tableOf(call), call.arg(2));
      },
      run: (call) =>
        change(call, tableOf(call), (type, value, text) =>
          union(type, value, parseDatum(someOf(type), text, call.run.symbols)),
        ),
    },
    {
      ...MODIFIES,
      name: 'remove',
      usage: 'TABLE RECORD COLUMN KEY|VALUE|KEY=VALUE...',
      summary: 'remove elements from a column of a record',
      prepare: (call) => {
        findColumn(tableOf(call), call.arg(2));
      },
      run: (call) =>
        change(call, tableOf(call), (type, value, text) =>
          subtract(type, value, parseRemoval(call, type, text)),
        ),
    },
    {
      ...MODIFIES,
      name: 'clear',
      usage: 'TABLE RECORD COLUMN...',
      summary: 'empty columns of a record',
      prepare: (call) => {
        for (const arg of call.args.slice(2)) findColumn(tableOf(call), arg);
      },
      run: (call) => clear(call, tableOf(call)),
    },
  ];
};
