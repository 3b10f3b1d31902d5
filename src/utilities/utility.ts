/** Defines the interface between Unix utilities and the shell that runs them. */
import type { Files } from './files.js';

/** A stream of text, which represents bytes as `lib/raw-text.ts` describes. */
export interface TextSource {
  /** Returns the next piece of text, or `undefined` at the end. */
  read(): Promise<string | undefined>;
  /** The file that the text comes from, if it is one. */
  readonly stat?:
    | { readonly isFile: boolean; readonly isDirectory: boolean; readonly size: number }
    | undefined;
  /** True if it is the user who types the text. */
  readonly isKeyboard?: boolean | undefined;
  /** Makes text that was read last available to the next reader again. */
  putBack?(text: string): void;
}

/** Writes text; a utility waits for the result before it writes more. */
export type Write = (text: string) => void | Promise<void>;

/** The parts of a started command's call that differ from those of the call that starts it. */
export interface StartChanges {
  readonly stdin?: TextSource;
  readonly stdout?: Write;
  readonly environment?: Readonly<Record<string, string>>;
}

/** One call of a utility. */
export interface UtilityCall {
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly files: Files;
  readonly stdin: TextSource;
  readonly stdout: Write;
  readonly stderr: Write;
  /** Shows a text page by page, if standard output is a terminal that can. */
  readonly page?: ((text: string) => Promise<void>) | undefined;
  /** Returns the time in milliseconds since the Unix epoch. */
  now(): number;
  /** Runs another command and returns its exit status. */
  start(words: readonly string[], changes?: StartChanges): Promise<number>;
}

/** Runs a utility and returns its exit status. */
export type Utility = (call: UtilityCall) => Promise<number>;

/** An error that ends a utility with a message. */
export class UtilityError extends Error {
  constructor(
    message: string,
    readonly status = 1,
  ) {
    super(message);
  }
}

/** Prints a message with the name of the utility in front. */
export const complain = (call: UtilityCall, message: string): void | Promise<void> =>
  call.stderr(`${call.name}: ${message}\n`);

/** Runs a utility; turns a `UtilityError` into a message and a status. */
export async function runUtility(utility: Utility, call: UtilityCall): Promise<number> {
  try {
    return await utility(call);
  } catch (error) {
    if (!(error instanceof UtilityError)) throw error;
    if (error.message !== '') await complain(call, error.message);
    return error.status;
  }
}
