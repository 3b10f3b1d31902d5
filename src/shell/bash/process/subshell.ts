/** Runs separate shells to their end: subshells, substitutions, stages of a pipe, scripts. */
import type { Statements } from '../language/ast.js';
import type { Shell } from '../state/shell.js';
import { Break, BrokenPipe, Continue, Discard, Exit, Return } from '../state/unwind.js';
import { runTrap } from './traps.js';

/** Runs a shell up to its end and its `EXIT` trap. Returns the exit status. */
export async function runToEnd(shell: Shell, run: () => Promise<number>): Promise<number> {
  shell.status = await untilExit(shell, run);
  const action = shell.traps.get('EXIT');
  if (action === undefined) return shell.status;
  shell.traps.delete('EXIT');
  return untilExit(shell, async () => {
    const { status } = shell;
    await runTrap(shell, 'exit', action);
    return status;
  });
}

async function untilExit(shell: Shell, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Break || error instanceof Continue) return shell.status;
    const ends =
      error instanceof Exit ||
      error instanceof Return ||
      error instanceof Discard ||
      error instanceof BrokenPipe;
    if (ends) return error.status;
    throw error;
  }
}

/** Runs statements in a copy of the shell, which `prepare` may change. */
export async function runInSubshell(
  shell: Shell,
  statements: Statements,
  prepare: (child: Shell) => void = () => {},
): Promise<number> {
  const child = shell.fork();
  prepare(child);
  const status = await runToEnd(child, () => shell.host.runner.statements(child, statements));
  shell.random = child.random;
  return status;
}
