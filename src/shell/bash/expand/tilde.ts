/** Expands `~` and `~USER`. */
import type { Shell } from '../state/shell.js';

export function expandTilde(shell: Shell, user: string): string {
  if (user === '') return shell.vars.find('HOME')?.value ?? '/root';
  return user === 'root' ? '/root' : `~${user}`;
}
