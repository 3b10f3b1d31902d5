/** The type of the commands of `ovs-ofctl`. */

import type { CommandGroup, CommandRow } from '../program/command-row.js';
import type { Run } from './run.js';

/** A command. One without a summary exists for tests of the real program only. */
export interface OfctlCommand extends CommandRow {
  /** True if it reads standard input, which no argument says. */
  readonly readsInput?: true;
  run(run: Run, args: readonly string[]): void;
}

export type OfctlCommandGroup = CommandGroup<OfctlCommand>;
