/** Formats the machine-readable lists of commands and options that database programs print. */

import type { LongOption } from '../../lib/getopt.js';
import type { CommandRow } from '../program/command-row.js';
import { parameterMark, parseUsage } from '../program/usage.js';

/** Returns one line per command, like `ctl_print_commands()`: its options, name and arguments. */
export function commandsText(commands: Iterable<CommandRow>): string {
  return [...commands]
    .map(({ name, usage, options = [] }) => {
      const marks = parseUsage(usage).map(parameterMark).join(' ');
      return `${options.map((option) => `[${option}] `).join('')},${name},${marks}\n`;
    })
    .join('');
}

/** Returns one line per form of each option, like `ctl_print_options()`. */
export function ctlOptionsText(options: readonly LongOption[]): string {
  return options
    .map(({ name, short, argument }) => {
      const long = `--${name}${argument === 'none' ? '' : '=ARG'}\n`;
      return short ? `${long}-${short}${argument === 'none' ? '' : ' ARG'}\n` : long;
    })
    .join('');
}
