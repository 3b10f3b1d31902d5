/** The generic commands, which work on every table of a program's database. */
import type { CommandGroup } from '../../program/command-row.js';
import type { Command } from '../ctl-command.js';
import type { CtlTable } from '../ctl-table.js';
import { rowCommands } from './create-destroy.js';
import { getCommand } from './get.js';
import { listCommands } from './list.js';
import { modifyCommands } from './modify.js';
import { waitCommands } from './wait.js';

export const databaseCommands = (tables: readonly CtlTable[]): CommandGroup<Command<unknown>> => ({
  title: 'Database',
  commands: [
    ...listCommands(tables),
    getCommand(tables),
    ...modifyCommands(tables),
    ...rowCommands(tables),
    ...waitCommands(tables),
  ],
});
