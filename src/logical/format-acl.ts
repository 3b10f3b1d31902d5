/** Formats an ACL for `acl-list` and for explanations that quote it. */

import type { Row } from '../ovsdb/types.js';
import type { OVN_NORTHBOUND } from '../releases/2015/schemas/ovn-northbound.js';

type Acl = Row<typeof OVN_NORTHBOUND, 'ACL'>;

/** Returns an ACL as `acl-list` prints it, without the line end. */
export function formatAcl({ direction, priority, match, action, log }: Acl): string {
  const order = `${direction.padStart(10)} ${String(priority).padStart(5)}`;
  return `${order} (${match}) ${action}${log ? ' log' : ''}`;
}
