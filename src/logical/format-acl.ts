/** Formats an ACL for `acl-list` and for explanations that quote it. */

import type { NbRow } from './databases.js';

/** Returns an ACL as `acl-list` prints it, without the newline. */
export function formatAcl({ direction, priority, match, action, log }: NbRow<'ACL'>): string {
  const order = `${direction.padStart(10)} ${String(priority).padStart(5)}`;
  return `${order} (${match}) ${action}${log ? ' log' : ''}`;
}
