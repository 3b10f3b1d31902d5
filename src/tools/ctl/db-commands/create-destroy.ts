/** The commands `create` and `destroy`. */
import { fatal } from '../../program/exit.js';
import { findTable } from '../abbreviated-names.js';
import type { Call, Command } from '../ctl-command.js';
import type { CtlTable } from '../ctl-table.js';
import { findRecord, needRecord } from './records.js';
import { newSymbol } from './row-names.js';
import { setColumn } from './set-column.js';

function create(call: Call<unknown>, table: CtlTable): void {
  const id = call.options.get('--id');
  const symbol = id === undefined ? undefined : newSymbol(call.run.symbols, id);
  // Rows of a root table do not need a reference.
  if (symbol && table.schema.isRoot) symbol.strongRef = true;
  const uuid = call.session.insert(table.name, {}, symbol?.uuid);
  for (const arg of call.args.slice(1)) setColumn(call, table, uuid, arg);
  call.writeLine(uuid);
  call.printsRealUuids = true;
}

function destroy(call: Call<unknown>, table: CtlTable): void {
  const records = call.args.slice(1);
  if (call.has('--all')) {
    if (records.length > 0) fatal('--all and records argument should not be specified together');
    if (call.has('--if-exists')) fatal('--all and --if-exists should not be specified together');
    for (const row of [...call.session.rows(table.name)]) {
      call.session.delete(table.name, row._uuid);
    }
    return;
  }
  const find = call.has('--if-exists') ? findRecord : needRecord;
  for (const record of records) {
    const row = find(call.session, table, record);
    if (row) call.session.delete(table.name, row._uuid);
  }
}

export const rowCommands = (tables: readonly CtlTable[]): Command<unknown>[] => [
  {
    name: 'create',
    usage: 'TABLE COLUMN[:KEY]=VALUE...',
    options: ['--id='],
    writes: true,
    summary: 'create a record and print its UUID',
    prepare: (call) => {
      const { name, schema } = findTable(tables, call.arg(0));
      if (call.has('--id') || schema.isRoot) return;
      const message = `applying "create" command to table ${name} without --id option will have no effect`;
      call.run.log('WARN', message, 'db_ctl_base');
    },
    run: (call) => create(call, findTable(tables, call.arg(0))),
  },
  {
    name: 'destroy',
    usage: 'TABLE [RECORD]...',
    options: ['--if-exists', '--all'],
    writes: true,
    summary: 'delete records of a table, or all of them',
    prepare: (call) => {
      findTable(tables, call.arg(0));
    },
    run: (call) => destroy(call, findTable(tables, call.arg(0))),
  },
];
