/** Ends a program early. */

/** Ends a program: thrown anywhere below its command line and turned into its result there. */
export class ToolExit extends Error {
  private constructor(
    readonly exitCode: number,
    /** The error message, without the program's name; empty for none. */
    message: string,
    /** Text that still goes to standard output. */
    readonly output = '',
  ) {
    super(message);
  }

  /** Returns an error: one line on standard error. */
  static failure(message: string, exitCode = 1): ToolExit {
    return new ToolExit(exitCode, message);
  }

  /** Returns an exit with a status and no message. */
  static silent(exitCode: number): ToolExit {
    return new ToolExit(exitCode, '');
  }

  /** Returns a successful exit that prints `output` and runs no commands. */
  static success(output: string): ToolExit {
    return new ToolExit(0, '', output);
  }
}

/** Ends the program with exit status 1 and `message`, like `ctl_fatal()`. */
export function fatal(message: string): never {
  throw ToolExit.failure(message);
}
