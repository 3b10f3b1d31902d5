/** Defines the reasons that end commands early: control flow, errors, interrupts. */

/** The base of all reasons that end more than one command. */
export abstract class Unwind extends Error {}

/** `break`: ends `levels` loops. */
export class Break extends Unwind {
  constructor(readonly levels: number) {
    super();
  }
}

/** `continue`: continues the loop that is `levels` out. */
export class Continue extends Unwind {
  constructor(readonly levels: number) {
    super();
  }
}

/** `return` from a function or a sourced file. */
export class Return extends Unwind {
  constructor(readonly status: number) {
    super();
  }
}

/** `exit`, or an error under `set -e`. */
export class Exit extends Unwind {
  constructor(readonly status: number) {
    super();
  }
}

/** An error that ends a whole line of input and has been reported. */
export class Discard extends Unwind {
  constructor(readonly status: number) {
    super();
  }
}

/** A write to a closed pipe: it ends the process, as SIGPIPE does. */
export class BrokenPipe extends Unwind {
  readonly status = 141;
}

/** Control-C. */
export class Interrupted extends Unwind {}

/** A limit was reached; the message names it. */
export class Stopped extends Unwind {}

/** An error; the message is printed after `bash: line N: `. */
export abstract class ShellError extends Error {
  constructor(
    message: string,
    readonly status = 1,
  ) {
    super(message);
  }
}

/** An error of one command, which then fails. */
export class CommandError extends ShellError {}

/** An error that ends the line that the command is part of. */
export class LineError extends ShellError {}

/** An error that ends a script; at a prompt it ends the line. */
export class FatalError extends ShellError {
  constructor(message: string) {
    super(message, 127);
  }
}
