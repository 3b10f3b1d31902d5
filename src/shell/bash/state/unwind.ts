/** How the shell gets out of what it is in the middle of. */

/** Anything that ends more than one command. */
export abstract class Unwind extends Error {}

/** `break`: how many loops are still to end. */
export class Break extends Unwind {
  constructor(readonly levels: number) {
    super();
  }
}

/** `continue`: how many loops out it goes on. */
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

/** An error that ends a whole line of input. What was wrong has been said. */
export class Discard extends Unwind {
  constructor(readonly status: number) {
    super();
  }
}

/** A person wants it to end. */
export class Interrupted extends Unwind {}

/** A limit was reached; the message says which. */
export class Stopped extends Unwind {}

/** Something is wrong; the message stands after `bash: line N: `. */
export abstract class ShellError extends Error {
  constructor(
    message: string,
    readonly status = 1,
  ) {
    super(message);
  }
}

/** An error of one command, which fails. */
export class CommandError extends ShellError {}

/** An error that ends the line wherever in it the command stands. */
export class LineError extends ShellError {}

/** An error that a script does not survive; at a prompt it ends the line. */
export class FatalError extends ShellError {
  constructor(message: string) {
    super(message, 127);
  }
}
