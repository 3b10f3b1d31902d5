/** The stages pre_acl and acl of a logical switch. */

import type { OVN_NORTHBOUND } from '../ovsdb/schemas/ovn-northbound.js';
import type { Row } from '../ovsdb/types.js';
import { flow, type LogicalFlow } from './logical-flow.js';
import type { StageName } from './stages.js';

export type Acl = Row<typeof OVN_NORTHBOUND, 'ACL'>;

/** ACL priorities start here, so that there is room below them and above. */
const PRIORITY_OFFSET = 1000;
const HIGHEST_PRIORITY = 65535;

const PRE_ACL_STAGES = ['switchInPreAcl', 'switchOutPreAcl'] as const;
const ACL_STAGES = ['switchInAcl', 'switchOutAcl'] as const;

const ESTABLISHED = 'ct.est && !ct.rel && !ct.new && !ct.inv';
const RELATED = '!ct.est && ct.rel && !ct.new && !ct.inv';

/** Whether an ACL needs its switch to track connections. */
export const isStateful = (acl: Acl): boolean => acl.action === 'allow-related';

const both = (
  stages: readonly StageName[],
  priority: number,
  match: string,
  actions: string,
): LogicalFlow[] => stages.map((stage) => flow(stage, priority, match, actions));

/**
 * The flows around the ACLs of a switch. Where one ACL is stateful, all IP traffic
 * goes through the connection tracker in both directions, since answers must be
 * recognized wherever they pass, and what no ACL decides is committed as well.
 */
export function aclFrameFlows(stateful: boolean): LogicalFlow[] {
  return [
    ...both(PRE_ACL_STAGES, 0, '1', 'next;'),
    ...both(ACL_STAGES, 0, '1', 'next;'),
    ...(stateful
      ? [
          ...both(PRE_ACL_STAGES, 100, 'ip', 'ct_next;'),
          ...both(ACL_STAGES, 1, 'ip', 'ct_commit; next;'),
          ...both(ACL_STAGES, HIGHEST_PRIORITY, 'ct.inv', 'drop;'),
          ...both(ACL_STAGES, HIGHEST_PRIORITY, ESTABLISHED, 'next;'),
          ...both(ACL_STAGES, HIGHEST_PRIORITY, RELATED, 'next;'),
        ]
      : []),
  ];
}

/** The flow of one ACL, on a switch that has stateful ACLs or not. */
export function aclFlow(acl: Acl, stateful: boolean): LogicalFlow {
  const stage = acl.direction === 'from-lport' ? 'switchInAcl' : 'switchOutAcl';
  const priority = acl.priority + PRIORITY_OFFSET;
  switch (acl.action) {
    case 'allow':
      return flow(stage, priority, acl.match, stateful ? 'ct_commit; next;' : 'next;');
    case 'allow-related':
      return flow(stage, priority, `ct.new && (${acl.match})`, 'ct_commit; next;');
    case 'drop':
    case 'reject':
      return flow(stage, priority, acl.match, 'drop;');
  }
}
