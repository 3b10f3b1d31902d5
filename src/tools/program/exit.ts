/**
 * How a program ends before it has done everything that it was asked: thrown
 * anywhere below its command line and turned into its result there.
 */
export class ToolExit extends Error {
  /** What still goes to standard output, for instance a help text. */
  readonly output: string;

  private constructor(
    readonly exitCode: number,
    /** The complaint for standard error, without the program's name; empty where there is none. */
    message: string,
    output = '',
  ) {
    super(message);
    this.output = output;
  }

  /** An error: one line on standard error, and nothing else happens. */
  static failure(message: string): ToolExit {
    return new ToolExit(1, message);
  }

  /** An exit status that says it all. */
  static silent(exitCode: number): ToolExit {
    return new ToolExit(exitCode, '');
  }

  /** Success with `output` instead of what the commands would print. */
  static success(output: string): ToolExit {
    return new ToolExit(0, '', output);
  }
}

/** Ends the program with exit status 1 and `message`, as `ctl_fatal` does. */
export function fatal(message: string): never {
  throw ToolExit.failure(message);
}
