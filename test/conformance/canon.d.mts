/** Types of the comparer, which came with the recordings. */
export interface Step {
  readonly run: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
  readonly unstable?: boolean;
}

/** Compares what a case expects with what was seen; returns the steps that differ. */
export function compare(
  expected: readonly Step[],
  actual: readonly Omit<Step, 'run'>[],
): readonly {
  readonly index: number;
  readonly run: string;
  readonly want: object;
  readonly got?: object;
}[];
