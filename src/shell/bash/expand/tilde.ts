import type { Shell } from '../state/shell.js';

/** What `~` and `~USER` stand for. */
export function expandTilde(shell: Shell, user: string | null): string {
  if (user === null || user === '') return shell.vars.find('HOME')?.value ?? '/root';
  return user === 'root' ? '/root' : `~${user}`;
}
