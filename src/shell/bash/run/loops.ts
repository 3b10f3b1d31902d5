/** Runs the turns of loops, which `break` and `continue` end. */
import type { Shell } from '../state/shell.js';
import { Break, Continue } from '../state/unwind.js';

/** The result of one turn of a loop. */
export interface Turn<S> {
  readonly status: S;
  /** True if it was the last. */
  readonly ended: boolean;
}

/** Runs one turn of a loop. */
export async function oneTurn<S extends number | undefined>(
  shell: Shell,
  run: () => Promise<S>,
): Promise<Turn<S | number>> {
  shell.loops += 1;
  try {
    return { status: await run(), ended: false };
  } catch (error) {
    const outer = shell.loops > 1;
    if (error instanceof Break) {
      if (error.levels > 1 && outer) throw new Break(error.levels - 1);
      return { status: 0, ended: true };
    }
    if (error instanceof Continue) {
      if (error.levels > 1 && outer) throw new Continue(error.levels - 1);
      return { status: 0, ended: false };
    }
    throw error;
  } finally {
    shell.loops -= 1;
  }
}
