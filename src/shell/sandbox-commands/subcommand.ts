/**
 * Defines the subcommands of `sandbox`: rows that dispatch, argument checks, help and completion
 * use. Each subcommand has its own file; `table.ts` lists them.
 */

import type { LongOption } from '../../lib/getopt.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import type { Suggestion } from '../../tools/program/suggestion.js';
import type { ShellFiles } from '../files.js';
import type { Picture } from '../picture.js';

export interface Subcommand {
  readonly name: string;
  /** Its arguments in the notation of `tools/program/usage.ts`: `SRC DST [COUNT]`. */
  readonly usage: string;
  /** Its line in the list of subcommands. */
  readonly summary: string;
  /** The text of `sandbox NAME --help` below the usage. */
  readonly help?: string;
  /** What it prints, which decides about line breaks on a narrow screen. Default: sentences. */
  readonly text?: 'sentences' | 'help' | 'data';
  /** Its options. They may come before, between and after the arguments. */
  readonly options?: readonly SubcommandOption[];
  /** The words that complete an argument, by its name in `usage`; see also `values.ts`. */
  readonly values?: ArgumentValues;
  /**
   * Runs it. Output appears at once; long-running subcommands check `call.signal`.
   *
   * @returns the exit status; `undefined` means 0
   * @throws Refusal for mistakes of the user
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: most rows have no status to return
  run(call: Call): number | void | Promise<number | void>;
}

export interface SubcommandOption extends LongOption {
  /** The name of its value in help. */
  readonly argumentName?: string;
  readonly help: string;
}

/** The words that complete arguments, by the name of the argument. */
export type ArgumentValues = Readonly<
  Record<
    string,
    readonly (string | Suggestion)[] | ((sandbox: Sandbox) => Iterable<string | Suggestion>)
  >
>;

/** The shell as lessons use it. */
export interface Workshop {
  readonly files: ShellFiles;
  /** Runs commands in a sandbox, and returns what they print. */
  run(sandbox: Sandbox, source: string, signal: AbortSignal): Promise<string>;
}

/** A call of a subcommand. */
export interface Call {
  readonly sandbox: Sandbox;
  /** The arguments, whose number the usage allows. */
  readonly args: readonly string[];
  /** The values of options by name; if an option was repeated, the last one. */
  readonly options: ReadonlyMap<string, string | undefined>;
  /** Reads all of standard input. */
  stdin(): string;
  /** Aborted when the user interrupts the subcommand. */
  readonly signal: AbortSignal;
  /** Prints to standard output. */
  print(text: string): void;
  /** Shows a picture on the whole screen; undefined if there is no screen that can. */
  readonly show: ((picture: Picture) => Promise<void>) | undefined;
  /** Prints to standard error. */
  complain(text: string): void;
  /** The shell; absent if the subcommand was called from the user's own. */
  readonly workshop?: Workshop | undefined;
  /** The width of the screen; infinite if output is not a terminal. */
  readonly columns: number;
  /** Waits for some milliseconds, or until `signal` is aborted. */
  pause(milliseconds: number): Promise<void>;
}

/** Ends a subcommand with status 1 and a message, which follows `sandbox NAME: `. */
export class Refusal extends Error {}
