/** The generic commands, which work on any table that a program declares. */
import type { CommandGroup } from '../ctl-command.js';
import type { CtlTable } from '../ctl-table.js';
import { rowCommands } from './create-destroy.js';
import { getCommand } from './get.js';
import { listCommands } from './list.js';
import { modifyCommands } from './modify.js';
import { waitCommands } from './wait.js';

export const databaseCommands = (tables: readonly CtlTable[]): CommandGroup<unknown> => ({
  title: 'Database',
  commands: [
    ...listCommands(tables),
    getCommand(tables),
    ...modifyCommands(tables),
    ...rowCommands(tables),
    ...waitCommands(tables),
  ],
});
