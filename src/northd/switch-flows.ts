/** What a logical switch does whatever its ports and ACLs are. */
import { aclFrameFlows } from './acl-flows.js';
import { flow, type LogicalFlow } from './logical-flow.js';
import { FLOOD, UNKNOWN } from './multicast.js';

/** What of its ports and ACLs the flows of a switch depend on. */
export interface SwitchTraits {
  /** At least one ACL is `allow-related`. */
  readonly stateful: boolean;
  /** At least one enabled port takes packets to addresses that nobody has. */
  readonly unknown: boolean;
}

export function switchFlows({ stateful, unknown }: SwitchTraits): LogicalFlow[] {
  return [
    flow('switchInPortSec', 100, 'vlan.present', 'drop;'),
    flow('switchInPortSec', 100, 'eth.src[40]', 'drop;'),
    ...aclFrameFlows(stateful),
    flow('switchInL2Lkup', 100, 'eth.mcast', `outport = "${FLOOD.name}"; output;`),
    ...(unknown ? [flow('switchInL2Lkup', 0, '1', `outport = "${UNKNOWN.name}"; output;`)] : []),
    flow('switchOutPortSec', 100, 'eth.mcast', 'output;'),
  ];
}
