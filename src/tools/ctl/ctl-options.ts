/** The options that all database programs share. */
import { parseInt32 } from '../program/c-numbers.js';
import { fatal } from '../program/exit.js';
import {
  COMMANDS_OPTION,
  HELP_OPTION,
  type Invocation,
  OPTIONS_OPTION,
  type OptionRow,
  VERSION_OPTION,
} from '../program/option-row.js';
import { DEFAULT_STYLE, type TableStyle } from '../program/output-table.js';

/** The settings of one run. */
export interface Settings {
  /** The address of the database server. */
  database: string;
  oneline: boolean;
  dryRun: boolean;
  /** True to wait until the switch has applied a change (`ovs-vsctl`). */
  waitForSwitch: boolean;
  /** True to try again when the connection to the database fails. */
  retry: boolean;
  /** The time after which a signal ends the program, in seconds; 0 for never. */
  timeout: number;
  style: TableStyle;
}

export type CtlOption = OptionRow<Invocation<Settings>>;

/** Returns the default settings. */
export function defaultSettings(database: string): Settings {
  return {
    database,
    oneline: false,
    dryRun: false,
    waitForSwitch: true,
    retry: false,
    timeout: 0,
    style: { ...DEFAULT_STYLE, format: 'list' },
  };
}

/** Parses a number of seconds into an `int`, like `strtoul()`: 0 if there is no number. */
function parseTimeout(text: string): number {
  const seconds = parseInt32(text);
  return seconds < 0 ? fatal(`value ${text} on -t or --timeout is invalid`) : seconds;
}

export const GENERAL_OPTIONS: readonly CtlOption[] = [
  {
    name: 'db',
    argument: 'required',
    argumentName: 'DATABASE',
    help: 'use the database at DATABASE',
    apply: ({ settings }, value) => {
      settings.database = value;
    },
  },
  { name: 'no-syslog', argument: 'none', help: 'log less to the system log' },
  {
    name: 'dry-run',
    argument: 'none',
    help: 'do not change the database',
    apply: ({ settings }) => {
      settings.dryRun = true;
    },
  },
  {
    name: 'oneline',
    argument: 'none',
    help: 'print the output of each command on one line',
    apply: ({ settings }) => {
      settings.oneline = true;
    },
  },
  {
    name: 'timeout',
    short: 't',
    argument: 'required',
    argumentName: 'SECS',
    help: 'wait at most SECS seconds',
    apply: ({ settings }, value) => {
      settings.timeout = parseTimeout(value);
    },
  },
  HELP_OPTION,
  COMMANDS_OPTION,
  OPTIONS_OPTION,
  VERSION_OPTION,
];
