/** Runs the actions of `trap`. */
import type { Shell } from '../state/shell.js';
import { runLines } from './lines.js';

/** Runs the action of the trap `name`, and preserves `$?`. */
export async function runTrap(shell: Shell, name: string, action: string): Promise<void> {
  const { status, traceDepth } = shell;
  try {
    await runLines(shell, action, `${shell.name}: ${name} trap`);
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
  // The trap does not run for failures of its own action.
  shell.traps.delete('ERR');
  try {
    await runTrap(shell, 'error', action);
  } finally {
    if (!shell.traps.has('ERR')) shell.traps.set('ERR', action);
  }
}
