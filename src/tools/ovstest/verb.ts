import type { ExhaustiveOptions } from './exhaustive-options.js';

/** What a verb works on besides its arguments. */
export interface VerbInput {
  readonly stdin: string;
  readonly options: ExhaustiveOptions;
}

export interface VerbOutput {
  readonly stdout: string;
  /** What went wrong; the program fails then. */
  readonly stderr?: string;
}

/** Something that `ovstest test-ovn` can be told to do. */
export interface Verb {
  readonly name: string;
  /** The arguments it takes, all of them required. */
  readonly parameters: readonly string[];
  /** What it prints, for the help text. */
  readonly summary: string;
  run(args: readonly string[], input: VerbInput): VerbOutput;
}
