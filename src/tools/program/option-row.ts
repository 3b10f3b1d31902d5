/** Rows of option tables, and the options that several programs share. */

import { getopt, getoptAnywhere, type LongOption } from '../../lib/getopt.js';
import { fatal, ToolExit } from './exit.js';
import type { ProgramLog } from './program-log.js';
import { FILES, type Suggestion } from './suggestion.js';

/** The texts that a program prints about itself, by the option that requests them. */
export type ProgramTexts = Partial<
  Readonly<Record<'help' | 'version' | 'commands' | 'options', () => string>>
>;

/** A command line while its options are read. */
export interface Invocation<Settings> {
  readonly settings: Settings;
  readonly log: ProgramLog;
  readonly texts: ProgramTexts;
}

/** An option. `Target` is the type of the settings that it changes. */
export interface OptionRow<Target> extends LongOption {
  /** The name of its argument in help. */
  readonly argumentName?: string;
  /** Its line of help. Options without one are accepted, but have no effect worth mentioning. */
  readonly help?: string;
  /** The values of its argument, for completion. */
  readonly values?: readonly (string | Suggestion)[];
  /** Applies the option. `value` is empty if the argument is not `given`. */
  apply?(target: Target, value: string, given: boolean): void;
}

/**
 * Reads the options of a command line and applies them.
 *
 * @param anywhere true if options may follow other words.
 * @returns the other words.
 * @throws ToolExit for the first option that is wrong or that ends the program.
 */
export function applyOptions<Target>(
  args: readonly string[],
  rows: readonly OptionRow<Target>[],
  target: Target,
  { anywhere = false } = {},
): readonly string[] {
  const { options, rest, error } = (anywhere ? getoptAnywhere : getopt)(args, rows);
  for (const { option, value } of options) {
    option.apply?.(target, value ?? '', value !== undefined);
  }
  if (error !== undefined) fatal(error);
  return rest;
}

type TextOption = OptionRow<Pick<Invocation<unknown>, 'texts'>>;

const shows =
  (name: keyof ProgramTexts) =>
  ({ texts }: Pick<Invocation<unknown>, 'texts'>): never => {
    throw ToolExit.success(texts[name]?.() ?? '');
  };

const ALONE = { argument: 'none' } as const;

export const HELP_OPTION: TextOption = {
  name: 'help',
  short: 'h',
  ...ALONE,
  help: 'show this help',
  apply: shows('help'),
};

export const VERSION_OPTION: TextOption = {
  name: 'version',
  short: 'V',
  ...ALONE,
  help: 'show the version',
  apply: shows('version'),
};

const OPTIONS_HELP = 'list the options, one per line';

/** The option as spelled by the database programs. */
export const OPTIONS_OPTION: TextOption = {
  name: 'options',
  ...ALONE,
  help: OPTIONS_HELP,
  apply: shows('options'),
};

/** The option as spelled by the other programs. */
export const OPTION_OPTION: TextOption = {
  name: 'option',
  short: 'o',
  ...ALONE,
  help: OPTIONS_HELP,
  apply: shows('options'),
};

export const COMMANDS_OPTION: TextOption = {
  name: 'commands',
  ...ALONE,
  help: 'list the commands, one per line',
  apply: shows('commands'),
};

export const LOG_OPTIONS: readonly OptionRow<Pick<Invocation<unknown>, 'log'>>[] = [
  {
    name: 'verbose',
    short: 'v',
    argument: 'optional',
    argumentName: 'SPEC',
    help: 'set the log level of modules and destinations, for example console:off',
    apply: ({ log }, value) => log.configure(value),
  },
  { name: 'log-file', argument: 'optional' },
  { name: 'syslog-method', argument: 'optional' },
  { name: 'syslog-target', argument: 'required' },
];

/** Options of programs that can run in the background, which none does here. */
export const DAEMON_OPTIONS: readonly OptionRow<unknown>[] = [
  { name: 'detach', ...ALONE },
  { name: 'no-chdir', ...ALONE },
  { name: 'pidfile', argument: 'optional' },
  { name: 'overwrite-pidfile', ...ALONE },
  { name: 'monitor', ...ALONE },
  { name: 'user', argument: 'required' },
];

/** Connections inside the sandbox are not encrypted; the files are accepted. */
export const SSL_OPTIONS: readonly OptionRow<unknown>[] = [
  { name: 'private-key', short: 'p', argument: 'required', values: [FILES] },
  { name: 'certificate', short: 'c', argument: 'required', values: [FILES] },
  { name: 'ca-cert', short: 'C', argument: 'required', values: [FILES] },
];
