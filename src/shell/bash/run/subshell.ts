/** Shells that end: subshells, substitutions, stages of a pipe, scripts. */
import type { Statement } from '../language/ast.js';
import type { Shell } from '../state/shell.js';
import { Break, Continue, Discard, Exit, Return } from '../state/unwind.js';
import { runStatements } from './statements.js';
import { runTrap } from './traps.js';

/**
 * Runs all that a shell has to do, up to its end and its `EXIT` trap.
 *
 * @returns its exit status.
 */
export async function runToEnd(shell: Shell, run: () => Promise<number>): Promise<number> {
  shell.status = await untilExit(shell, run);
  const action = shell.traps.get('EXIT');
  if (action === undefined) return shell.status;
  shell.traps.delete('EXIT');
  return untilExit(shell, async () => {
    const { status } = shell;
    await runTrap(shell, action);
    return status;
  });
}

async function untilExit(shell: Shell, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Exit || error instanceof Return || error instanceof Discard) {
      return error.status;
    }
    if (error instanceof Break || error instanceof Continue) return shell.status;
    throw error;
  }
}

/** Runs statements in a copy of the shell, which is changed by `prepare` first. */
export async function runInSubshell(
  shell: Shell,
  statements: readonly Statement[],
  prepare: (child: Shell) => void = () => {},
): Promise<number> {
  const child = shell.fork();
  prepare(child);
  const status = await runToEnd(child, () => runStatements(child, statements));
  shell.random = child.random;
  return status;
}
