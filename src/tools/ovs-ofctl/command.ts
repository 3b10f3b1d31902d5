/** Commands of `ovs-ofctl`. */
import type { CommandGroup, CommandRow } from '../program/command-row.js';
import type { Run } from './run.js';

/** A command. One without a summary exists for tests of the real program only. */
export interface OfctlCommand extends CommandRow {
  run(run: Run, args: readonly string[]): void;
}

export type OfctlCommandGroup = CommandGroup<OfctlCommand>;
