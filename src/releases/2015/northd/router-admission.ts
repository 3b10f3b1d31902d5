/** The first and the last stage of a logical router: which packets come in, and which go out. */
import { type LogicalFlow, quoted } from '../../../northd/logical-flow.js';
import { flow } from './purpose.js';
import type { RouterInterface } from './router-port.js';

/** What goes for all ports of a router. */
export function routerAdmission(): LogicalFlow[] {
  return [
    flow('drop-malformed', 'router_in_admission', 100, 'vlan.present || eth.src[40]', 'drop;'),
  ];
}

/** What an enabled port takes. Tables drop by default, so a disabled one takes nothing. */
export function portAdmission({ name, mac, enabled }: RouterInterface): LogicalFlow[] {
  if (!enabled) return [];
  const match = `(eth.mcast || eth.dst == ${mac}) && inport == ${quoted(name)}`;
  return [flow('admit-to-router', 'router_in_admission', 50, match, 'next;')];
}

/** What an enabled port sends. */
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
