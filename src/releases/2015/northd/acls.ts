/**
 * Generates the flows of the stages pre_acl and acl of both pipelines of a logical switch. Mirrors
 * `build_acls()`.
 */
import type { LogicalFlow } from '../../../northd/logical-flow.js';
import type { Acl } from './northbound.js';
import { flow } from './purpose.js';

/** Added to the priorities of ACLs, to leave room below them for the flows around the ACLs. */
const PRIORITY_OFFSET = 1000;
const ABOVE_ALL_ACLS = 65535;

const ACL_STAGES = ['switch_in_acl', 'switch_out_acl'] as const;
const PRE_ACL_STAGES = ['switch_in_pre_acl', 'switch_out_pre_acl'] as const;

/** Returns true if an ACL makes its switch track connections. */
export const isStateful = ({ action }: Acl): boolean => action === 'allow-related';

/**
 * Returns the flows around the ACLs of a switch. Both pipelines have the same ones, since replies
 * pass through the other pipeline.
 *
 * @param stateful true if the switch tracks connections; its IP packets then pass the connection
 *   tracker before the ACLs.
 */
export function aroundAcls(stateful: boolean): LogicalFlow[] {
  const flows: LogicalFlow[] = [];
  for (const stage of PRE_ACL_STAGES) {
    flows.push(flow('skip-tracking', stage, 0, '1', 'next;'));
    if (stateful) flows.push(flow('track', stage, 100, 'ip', 'ct_next;'));
  }
  for (const stage of ACL_STAGES) {
    flows.push(flow('allow-by-default', stage, 0, '1', 'next;'));
    if (!stateful) continue;
    flows.push(
      // Otherwise the replies to packets that are allowed by default would be invalid.
      flow('commit-by-default', stage, 1, 'ip', 'ct_commit; next;'),
      flow('drop-invalid', stage, ABOVE_ALL_ACLS, 'ct.inv', 'drop;'),
      flow(
        'allow-established',
        stage,
        ABOVE_ALL_ACLS,
        'ct.est && !ct.rel && !ct.new && !ct.inv',
        'next;',
      ),
      flow(
        'allow-related',
        stage,
        ABOVE_ALL_ACLS,
        '!ct.est && ct.rel && !ct.new && !ct.inv',
        'next;',
      ),
    );
  }
  return flows;
}

/**
 * Returns the flow of an ACL.
 *
 * @param stateful true if its switch tracks connections.
 */
export function aclFlow(
  { action, direction, match, priority }: Acl,
  stateful: boolean,
): LogicalFlow {
  const stage = direction === 'from-lport' ? 'switch_in_acl' : 'switch_out_acl';
  const at = priority + PRIORITY_OFFSET;
  switch (action) {
    case 'allow':
      return flow('acl', stage, at, match, stateful ? 'ct_commit; next;' : 'next;');
    case 'allow-related':
      return flow('acl', stage, at, `ct.new && (${match})`, 'ct_commit; next;');
    case 'drop':
    case 'reject':
      return flow('acl', stage, at, match, 'drop;');
  }
}
