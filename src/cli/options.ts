/** The verbs and options of the command line: rows that parsing, help and completion use. */
import { FORMATS } from '../check/formats.js';

export interface OptionRow {
  readonly name: string;
  readonly short?: string;
  /** Its value, if it takes one. */
  readonly value?: OptionValue;
  readonly help: string;
}

export interface OptionValue {
  /** The name of the value in help. */
  readonly name: string;
  /** The possible values; any file if missing. */
  readonly choices?: readonly string[];
}

/** The options before the verb. */
export const OPTIONS: readonly OptionRow[] = [
  {
    name: 'state',
    value: { name: 'FILE' },
    help: 'keep the sandbox in FILE (default: sandbox.json in the current folder); :memory: keeps nothing',
  },
  { name: 'strict', help: 'in scripts: matches that are stored without effect are errors' },
  { name: 'plain', help: 'open the shell without colors or redrawing' },
  { name: 'help', short: 'h', help: 'print this text' },
  { name: 'version', short: 'V', help: 'print the version' },
];

/** The options of `check`. */
export const CHECK_OPTIONS: readonly OptionRow[] = [
  { name: 'update', help: 'write what the commands print into the documents' },
  {
    name: 'format',
    value: { name: 'F', choices: FORMATS },
    help: 'text (the default), tap or junit',
  },
  { name: 'lenient', help: 'ignore indentation, empty lines and curly quotes' },
  { name: 'strict', help: 'matches that are stored without effect are errors' },
  { name: 'verbose', short: 'v', help: 'list the commands that passed, too' },
];

/** The shells for which there is a completion script. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export interface VerbRow {
  readonly name: string;
  readonly help: string;
  /** The possible arguments; any file if missing. */
  readonly choices?: readonly string[];
}

export const VERBS: readonly VerbRow[] = [
  { name: 'run', help: 'run a bash script' },
  { name: 'shell', help: 'run your own shell, or a command, with the tools on its PATH' },
  { name: 'check', help: 'run the commands of documents and compare their output' },
  { name: 'completion', help: 'print a completion script for your own shell', choices: SHELLS },
];
