/** Helpers to measure and report figures. */

/** Runs `work` and returns how long it took, in milliseconds. */
export function time(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Returns the median of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Returns the median time of `runs` runs of `work`, in milliseconds. */
export function medianTime(runs: number, work: (run: number) => void): number {
  return median(Array.from({ length: runs }, (_, run) => time(() => work(run))));
}

/** Returns the memory in use, in MiB, after a garbage collection if the process exposes one. */
export function memory(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** Prints one figure, aligned with the others. */
export function report(what: string, value: number, unit: 'ms' | 's' | 'MiB' | '/s'): void {
  const digits = value < 1 ? 3 : value < 100 ? 2 : 0;
  console.log(`${what.padEnd(58)} ${value.toFixed(digits).padStart(9)} ${unit}`);
}
