/** Commands of `ovs-ofctl`: rows of a table that dispatch, arity, help and completion read. */

import type { Run } from './run.js';

export interface OfctlCommand {
  readonly name: string;
  /** Its arguments, in the notation of `../ctl/usage.ts`. */
  readonly usage: string;
  /** How many arguments it takes, at least and at most. */
  readonly arity: readonly [min: number, max: number];
  /** What help says about it; a command without one is there for tests of the program only. */
  readonly summary?: string;
  run(run: Run, args: readonly string[]): void;
}

/** A named group of commands, in the order in which help lists them. */
export interface OfctlCommandGroup {
  readonly title: string;
  readonly commands: readonly OfctlCommand[];
}
