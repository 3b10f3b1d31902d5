/** The interface between the shell and the programs of the sandbox. */
import type { Picture } from './picture.js';

/** One call of a program. */
export interface Invocation {
  readonly args: readonly string[];
  /** Reads the whole standard input. Input that is not read remains for later commands. */
  stdin(): string;
  /** The folder that relative file names refer to. */
  readonly cwd: string;
  /** Aborted when the program must end early. */
  readonly signal: AbortSignal;
  /** The width of the screen, if standard output is a terminal. */
  readonly columns?: number | undefined;
  /** Shows a picture on the whole screen, if standard output is a terminal that can. */
  readonly show?: ((picture: Picture) => Promise<void>) | undefined;
  /** True if settings that are stored without effect are errors: `set -o strict`. */
  readonly strict: boolean;
  /** Prints immediately to the program's standard output, which the shell may have redirected. */
  stdout(text: string): void;
  stderr(text: string): void;
}

export interface Program {
  readonly name: string;
  /** True if a call reads standard input; without it, a call with the argument `-` does. */
  readonly readsInput?: (args: readonly string[]) => boolean;
  /** Runs it and returns the exit status. */
  run(invocation: Invocation): number | Promise<number>;
}
