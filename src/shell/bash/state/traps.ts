/** Runs the actions of `trap`. */
import { parseScript } from '../language/syntax.js';
import type { Shell } from './shell.js';
import { ShellError } from './unwind.js';

/** Runs an action. `$?` is afterwards what it was before. */
export async function runTrap(shell: Shell, action: string): Promise<void> {
  const { status, traceDepth } = shell;
  try {
    await shell.host.runner.statements(shell, parseScript(action));
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    shell.complain(error.message);
  } finally {
    shell.traceDepth = traceDepth;
    shell.status = status;
  }
}

/** Runs the `ERR` trap, after a command that failed where `set -e` would end the shell. */
export async function runErrorTrap(shell: Shell): Promise<void> {
  const action = shell.traps.get('ERR');
  if (!action) return;
  if (shell.frames.some(({ name }) => name !== 'main') && !shell.options.has('errtrace')) return;
  // It is not run for a failure within itself.
  shell.traps.delete('ERR');
  try {
    await runTrap(shell, action);
  } finally {
    if (!shell.traps.has('ERR')) shell.traps.set('ERR', action);
  }
}
