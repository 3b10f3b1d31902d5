/**
 * What a subcommand of `sandbox` is: a row that dispatch, arity, help and completion
 * read alike. Each stands in a file of its own beside this one; `table.ts` lists them.
 */

import type { LongOption } from '../../lib/getopt.js';
import type { Sandbox } from '../../sandbox/sandbox.js';

export interface Subcommand {
  readonly name: string;
  /** Its arguments in the notation of `tools/ctl/usage.ts`: `SRC DST [COUNT]`. */
  readonly usage: string;
  /** One line for the list of subcommands. */
  readonly summary: string;
  /** What `sandbox NAME --help` says below the usage. */
  readonly help?: string;
  /** Its options. They may stand before, between and after the arguments. */
  readonly options?: readonly SubcommandOption[];
  /** The words that an argument can be, by its name in `usage`; see also `values.ts`. */
  readonly values?: ArgumentValues;
  /**
   * Does it. What it prints shows at once; a long one looks at `call.signal`.
   *
   * @returns the exit status, where it is not 0.
   * @throws Refusal for what a person did wrong.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: most rows have no status to return
  run(call: Call): number | void | Promise<number | void>;
}

export interface SubcommandOption extends LongOption {
  /** What help calls its value. */
  readonly argumentName?: string;
  readonly help: string;
}

/** The words that arguments can be, by the name of the argument. */
export type ArgumentValues = Readonly<
  Record<string, readonly string[] | ((sandbox: Sandbox) => Iterable<string>)>
>;

/** One call of a subcommand. */
export interface Call {
  readonly sandbox: Sandbox;
  /** As many as the usage allows. */
  readonly args: readonly string[];
  /** Values by the option's name; of an option that was given twice, the last. */
  readonly options: ReadonlyMap<string, string | undefined>;
  /** Takes all of standard input. */
  stdin(): string;
  /** Told when a person wants no more of it. */
  readonly signal: AbortSignal;
  /** Prints to standard output, at once. */
  print(text: string): void;
  /** Prints to standard error, at once. */
  complain(text: string): void;
  /** Waits so many milliseconds, or until `signal` says to stop. */
  pause(milliseconds: number): Promise<void>;
}

/** Ends a subcommand with status 1 and a message, which stands after `sandbox NAME: `. */
export class Refusal extends Error {}
