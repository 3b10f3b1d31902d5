/** Commands that every program in the background has. */
import { CommandError, type TargetCommand } from '../command.js';
import { UNAVAILABLE } from './unavailable.js';

export const COMMON_COMMANDS: readonly TargetCommand[] = [
  ...UNAVAILABLE.common,
  {
    name: 'vlog/reopen',
    usage: '',
    arity: [0, 0],
    run() {
      throw new CommandError('Logging to file not configured');
    },
  },
];
