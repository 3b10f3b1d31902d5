/** The commands `wait-until` and `comment`. */
import { findTable } from '../abbreviated-names.js';
import type { Command } from '../ctl-command.js';
import type { CtlTable } from '../ctl-table.js';
import { checkColumn } from './column-argument.js';
import { condition } from './condition-argument.js';
import { findRecord } from './records.js';

export const waitCommands = (tables: readonly CtlTable[]): Command<unknown>[] => [
  {
    name: 'wait-until',
    usage: 'TABLE RECORD [COLUMN[:KEY]=VALUE]...',
    writes: false,
    summary: 'wait until a record exists and meets all conditions',
    prepare: (call) => {
      const table = findTable(tables, call.arg(0));
      for (const arg of call.args.slice(2)) checkColumn(table, arg);
    },
    run: (call) => {
      const table = findTable(tables, call.arg(0));
      const row = findRecord(call.session, table, call.arg(1));
      const conditions = call.args.slice(2).map((arg) => condition(table, arg, call.run.symbols));
      call.mustWait = !row || !conditions.every((holds) => holds(row));
    },
  },
  {
    name: 'comment',
    usage: '[ARG]...',
    writes: false,
    summary: 'add a comment to the log of the database',
  },
];
