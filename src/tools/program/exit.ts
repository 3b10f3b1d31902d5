/** Early ends of a program. */

/** Ends a program: thrown anywhere below its command line and turned into its result there. */
export class ToolExit extends Error {
  private constructor(
    readonly exitCode: number,
    /** The complaint for standard error, without the program's name; empty for none. */
    message: string,
    /** Text that still goes to standard output. */
    readonly output = '',
  ) {
    super(message);
  }

  /** An error: one line on standard error. */
  static failure(message: string, exitCode = 1): ToolExit {
    return new ToolExit(exitCode, message);
  }

  /** An exit status without a message. */
  static silent(exitCode: number): ToolExit {
    return new ToolExit(exitCode, '');
  }

  /** Success with `output` in place of what the commands would print. */
  static success(output: string): ToolExit {
    return new ToolExit(0, '', output);
  }
}

/** Ends the program with exit status 1 and `message`, like `ctl_fatal()`. */
export function fatal(message: string): never {
  throw ToolExit.failure(message);
}
