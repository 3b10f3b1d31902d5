/**
 * Collects the logical flows of one northbound row over all stages. Mirrors `build_lswitch_flows()`
 * and `build_lrouter_flows()`.
 */

import type { LogicalFlow } from '../../../northd/logical-flow.js';
import { aroundAcls } from './acls.js';
import { portLookup, switchLookup } from './l2-lookup.js';
import type { LogicalPort } from './northbound.js';
import { portSecurity, switchPortSecurity } from './port-security.js';
import { portAdmission, portDelivery, routerAdmission } from './router-admission.js';
import { portIpInput, routerIpInput } from './router-ip-input.js';
import type { RouterInterface } from './router-port.js';
import { defaultRoute, portRoute } from './router-routing.js';

/** The properties that the flows of a switch depend on, apart from those of its ports and ACLs. */
export interface SwitchTraits {
  /** True if an ACL makes the switch track connections. */
  readonly stateful: boolean;
  /** True if a port accepts packets for unknown addresses. */
  readonly hasUnknown: boolean;
}

/** The flows of a switch by its traits, shared between switches. */
const SWITCH_FLOWS = new Map<string, readonly LogicalFlow[]>();

export function switchFlows({ stateful, hasUnknown }: SwitchTraits): readonly LogicalFlow[] {
  const key = `${stateful} ${hasUnknown}`;
  let flows = SWITCH_FLOWS.get(key);
  if (!flows) {
    flows = [...switchPortSecurity(), ...aroundAcls(stateful), ...switchLookup(hasUnknown)];
    SWITCH_FLOWS.set(key, flows);
  }
  return flows;
}

export const switchPortFlows = (port: LogicalPort): LogicalFlow[] => [
  ...portSecurity(port),
  ...portLookup(port),
];

/** @param gateway the address of the default gateway, if any. */
export const routerFlows = (gateway: number | undefined): LogicalFlow[] => [
  ...routerAdmission(),
  ...routerIpInput(),
  ...defaultRoute(gateway),
];

export const routerPortFlows = (port: RouterInterface): LogicalFlow[] => [
  ...portAdmission(port),
  ...portIpInput(port),
  ...portRoute(port),
  ...portDelivery(port),
];
