/** `history`: lists the lines that were entered. */
import type { Builtin } from '../state/shell.js';
import { numberArgument, parseOptions } from './builtin.js';

export const HISTORY: Builtin = {
  name: 'history',
  run(shell, args) {
    const { rest } = parseOptions('history', args, '');
    const lines = shell.interactive ? shell.host.history() : [];
    const [word] = rest;
    const count = word === undefined ? lines.length : Math.abs(numberArgument('history', word));
    const from = Math.max(0, lines.length - count);
    for (const [i, line] of lines.slice(from).entries()) {
      shell.write(1, `${String(from + i + 1).padStart(5)}  ${line}\n`);
    }
    return 0;
  },
};
