/** The commands of `ovstest test-ovn`. */
import type { CommandRow } from '../program/command-row.js';
import type { ExhaustiveOptions } from './exhaustive-options.js';

/** The input of a command besides its arguments. */
export interface VerbInput {
  readonly stdin: string;
  readonly options: ExhaustiveOptions;
}

export interface VerbOutput {
  readonly stdout: string;
  /** An error, after which the program exits with status 1. */
  readonly stderr?: string;
}

export interface Verb extends CommandRow {
  readonly summary: string;
  run(args: readonly string[], input: VerbInput): VerbOutput;
}
