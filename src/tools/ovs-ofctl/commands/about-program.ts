/** Commands about the program itself. */

import type { OfctlCommand, OfctlCommandGroup } from '../command.js';

/** Creates the commands that show all commands. */
export function programCommands(groups: () => readonly OfctlCommandGroup[]): OfctlCommand[] {
  return [
    {
      name: 'help',
      usage: '',
      arity: [0, Number.POSITIVE_INFINITY],
      summary: 'show this text',
      run: (run) => run.print(run.texts.help?.() ?? ''),
    },
    {
      name: 'list-commands',
      usage: '',
      arity: [0, Number.POSITIVE_INFINITY],
      summary: 'list the names of all commands',
      run(run) {
        const rows = groups()
          .flatMap(({ commands }) => commands)
          .map(({ name, usage }) => `  ${name.padEnd(23)} ${usage}\n`);
        run.print(`The available commands are:\n${rows.join('')}`);
      },
    },
  ];
}
