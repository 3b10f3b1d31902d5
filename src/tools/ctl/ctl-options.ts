/** The options that every program of the family has, whatever the command. */

import type { LongOption } from '../../lib/getopt.js';
import { fatal } from '../program/exit.js';
import { CELL_FORMATS, TABLE_FORMATS, type TableStyle } from '../program/output-table.js';
import type { ProgramLog } from '../program/program-log.js';

/** What the options decide. */
export interface Settings {
  /** Where the database is; default: the sandbox's own. */
  database: string;
  oneline: boolean;
  dryRun: boolean;
  /** Whether to wait until the switch has taken up a change (`ovs-vsctl`). */
  waitForSwitch: boolean;
  /** Seconds after which waiting ends with a signal; 0: never. */
  timeout: number;
  style: TableStyle;
}

/** A command line while its options are read. */
export interface Invocation {
  readonly settings: Settings;
  readonly log: ProgramLog;
  /** Ends the program with one of the texts about itself. */
  show(text: 'help' | 'version' | 'commands' | 'options'): never;
}

export interface GlobalOption extends LongOption {
  /** What help calls its argument. */
  readonly argumentName?: string;
  /** What help says about it; options without it exist only so as to be accepted. */
  readonly help?: string;
  /** What the argument can be, for completion. */
  readonly values?: readonly string[];
  /** Does what the option says. `value` is empty where it takes none. */
  apply?(invocation: Invocation, value: string): void;
}

/** What holds before any option is read; `database` is the sandbox's own. */
export function defaultSettings(database: string): Settings {
  return {
    database,
    oneline: false,
    dryRun: false,
    waitForSwitch: true,
    timeout: 0,
    style: { format: 'list', cells: 'string', headings: true, pretty: false },
  };
}

/** Seconds as `strtoul` reads them into an `int`: what is no number is 0. */
function parseTimeout(text: string): number {
  const digits = /^\s*[+-]?\d+/.exec(text)?.[0] ?? '0';
  const seconds = Number(BigInt.asIntN(32, BigInt(digits.trim().replace('+', ''))));
  return seconds < 0 ? fatal(`value ${text} on -t or --timeout is invalid`) : seconds;
}

const restyle = ({ settings }: Invocation, change: Partial<TableStyle>) => {
  settings.style = { ...settings.style, ...change };
};

export const GENERAL_OPTIONS: readonly GlobalOption[] = [
  {
    name: 'db',
    argument: 'required',
    argumentName: 'DATABASE',
    help: 'use the database at DATABASE',
    apply: ({ settings }, value) => {
      settings.database = value;
    },
  },
  { name: 'no-syslog', argument: 'none', help: 'send less to the system log' },
  {
    name: 'dry-run',
    argument: 'none',
    help: 'do everything but change the database',
    apply: ({ settings }) => {
      settings.dryRun = true;
    },
  },
  {
    name: 'oneline',
    argument: 'none',
    help: 'put the output of each command on one line',
    apply: ({ settings }) => {
      settings.oneline = true;
    },
  },
  {
    name: 'timeout',
    short: 't',
    argument: 'required',
    argumentName: 'SECS',
    help: 'give up waiting after SECS seconds',
    apply: ({ settings }, value) => {
      settings.timeout = parseTimeout(value);
    },
  },
  {
    name: 'help',
    short: 'h',
    argument: 'none',
    help: 'show this text',
    apply: ({ show }) => show('help'),
  },
  {
    name: 'commands',
    argument: 'none',
    help: 'list the commands for programs to read',
    apply: ({ show }) => show('commands'),
  },
  {
    name: 'options',
    argument: 'none',
    help: 'list the options for programs to read',
    apply: ({ show }) => show('options'),
  },
  {
    name: 'version',
    short: 'V',
    argument: 'none',
    help: 'show the version',
    apply: ({ show }) => show('version'),
  },
];

export const LOG_OPTIONS: readonly GlobalOption[] = [
  {
    name: 'verbose',
    short: 'v',
    argument: 'optional',
    argumentName: 'SPEC',
    help: 'set what is logged where, for instance console:off',
    apply: ({ log }, value) => log.configure(value),
  },
  { name: 'log-file', argument: 'optional' },
  { name: 'syslog-method', argument: 'optional' },
  { name: 'syslog-target', argument: 'required' },
];

export const TABLE_OPTIONS: readonly GlobalOption[] = [
  {
    name: 'format',
    short: 'f',
    argument: 'required',
    argumentName: 'FORMAT',
    help: `print records as ${TABLE_FORMATS.join(', ')}`,
    values: TABLE_FORMATS,
    apply: (invocation, value) => {
      const format = TABLE_FORMATS.find((name) => name === value);
      restyle(invocation, { format: format ?? fatal(`unknown output format "${value}"`) });
    },
  },
  {
    name: 'data',
    short: 'd',
    argument: 'required',
    argumentName: 'FORMAT',
    help: `print their values as ${CELL_FORMATS.join(', ')}`,
    values: CELL_FORMATS,
    apply: (invocation, value) => {
      const cells = CELL_FORMATS.find((name) => name === value);
      restyle(invocation, { cells: cells ?? fatal(`unknown data format "${value}"`) });
    },
  },
  {
    name: 'no-headings',
    argument: 'none',
    help: 'leave out the names of the columns',
    apply: (invocation) => restyle(invocation, { headings: false }),
  },
  {
    name: 'pretty',
    argument: 'none',
    help: 'break the lines of JSON',
    apply: (invocation) => restyle(invocation, { pretty: true }),
  },
  {
    name: 'bare',
    argument: 'none',
    help: 'short for --format=list --data=bare --no-headings',
    apply: (invocation) => restyle(invocation, { format: 'list', cells: 'bare', headings: false }),
  },
];

/** Nothing here is encrypted; the names are accepted. */
export const SSL_OPTIONS: readonly GlobalOption[] = [
  { name: 'private-key', short: 'p', argument: 'required' },
  { name: 'certificate', short: 'c', argument: 'required' },
  { name: 'ca-cert', short: 'C', argument: 'required' },
];
