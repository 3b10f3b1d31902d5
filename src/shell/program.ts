/** What the shell can run besides bash's own commands: a program of the sandbox. */

/** One call of a program. */
export interface Invocation {
  readonly args: readonly string[];
  /** Takes all of standard input; what nobody takes is still there for others. */
  stdin(): string;
  /** The folder that relative names of files start from. */
  readonly cwd: string;
  /** Told when the program shall end before it is done. */
  readonly signal: AbortSignal;
  /** Prints at once, to wherever the shell sends the program's output. */
  stdout(text: string): void;
  stderr(text: string): void;
}

export interface Program {
  readonly name: string;
  /** True if a call reads standard input; without it, a call with the argument `-` does. */
  readonly readsInput?: (args: readonly string[]) => boolean;
  /** Runs to the end; gives the exit status. */
  run(invocation: Invocation): number | Promise<number>;
}
