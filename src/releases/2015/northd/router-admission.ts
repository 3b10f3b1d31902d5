/**
 * Generates the flows of the first and last stages of a logical router, which check incoming
 * packets and deliver outgoing ones.
 */
import { type LogicalFlow, quoted } from '../../../northd/logical-flow.js';
import { flow } from './purpose.js';
import type { RouterInterface } from './router-port.js';

/** Returns the flows for all ports of a router. */
export function routerAdmission(): LogicalFlow[] {
  return [
    flow('drop-malformed', 'router_in_admission', 100, 'vlan.present || eth.src[40]', 'drop;'),
  ];
}

/**
 * Returns the flow that admits packets to a port. Tables drop by default, so a disabled port needs
 * no flow.
 */
export function portAdmission({ name, mac, enabled }: RouterInterface): LogicalFlow[] {
  if (!enabled) return [];
  const match = `(eth.mcast || eth.dst == ${mac}) && inport == ${quoted(name)}`;
  return [flow('admit-to-router', 'router_in_admission', 50, match, 'next;')];
}

/** Returns the flow that delivers the packets of an enabled port. */
export function portDelivery({ name, enabled }: RouterInterface): LogicalFlow[] {
  return enabled
    ? [
        flow(
          'deliver-from-router',
          'router_out_delivery',
          100,
          `outport == ${quoted(name)}`,
          'output;',
        ),
      ]
    : [];
}
