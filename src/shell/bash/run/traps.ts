/** `trap`: what to do when something happens to the shell. */
import { parseScript } from '../language/syntax.js';
import type { Shell } from '../state/shell.js';
import { runStatements } from './statements.js';

/** Does what a trap says. `$?` is afterwards what it was before. */
export async function runTrap(shell: Shell, action: string): Promise<void> {
  const { status, traceDepth } = shell;
  try {
    await runStatements(shell, parseScript(action).statements);
  } finally {
    shell.traceDepth = traceDepth;
    shell.status = status;
  }
}

/** After a command that failed where `set -e` would end the shell: the `ERR` trap. */
export async function runErrorTrap(shell: Shell): Promise<void> {
  const action = shell.traps.get('ERR');
  if (!action) return;
  if (shell.frames.some(({ name }) => name !== 'main') && !shell.options.has('errtrace')) return;
  // It is not run for what fails in itself.
  shell.traps.delete('ERR');
  try {
    await runTrap(shell, action);
  } finally {
    if (!shell.traps.has('ERR')) shell.traps.set('ERR', action);
  }
}
