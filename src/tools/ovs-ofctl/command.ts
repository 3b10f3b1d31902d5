/** Defines the commands of `ovs-ofctl`. */

import type { CommandGroup, CommandRow } from '../program/command-row.js';
import type { Run } from './run.js';

/** A command. Those without a summary are the test commands of the reference. */
export interface OfctlCommand extends CommandRow {
  /** True if it reads standard input without an argument `-`. */
  readonly readsInput?: true;
  run(run: Run, args: readonly string[]): void;
}

export type OfctlCommandGroup = CommandGroup<OfctlCommand>;
