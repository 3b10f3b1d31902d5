/**
 * Generates the flows of the stage router_in_ip_routing, which stores the address of the next hop
 * in reg0. Mirrors `add_route()`.
 */
import { formatIpv4 } from '../../../lib/addresses.js';
import type { LogicalFlow } from '../../../northd/logical-flow.js';
import { formatMaskedIp, type MaskedIp, parseMaskedIp } from '../../../northd/scan.js';
import type { Purpose } from './purpose.js';
import { flow } from './purpose.js';
import type { RouterInterface } from './router-port.js';

/** Returns the flow of a route. Its priority is the prefix length, so the longest prefix wins. */
const route = (
  purpose: Purpose,
  destination: MaskedIp,
  prefixLength: number,
  nextHop: string,
): LogicalFlow =>
  flow(
    purpose,
    'router_in_ip_routing',
    prefixLength,
    `ip4.dst == ${formatMaskedIp(destination)}`,
    `ip4.ttl--; reg0 = ${nextHop}; next;`,
  );

/** Returns the route to the network of a port. */
export function portRoute({ network, mask, prefixLength }: RouterInterface): LogicalFlow[] {
  return [route('route-to-network', { ip: network, mask }, prefixLength, 'ip4.dst')];
}

/** Returns the default route of a router with a default gateway. */
export function defaultRoute(gateway: number | undefined): LogicalFlow[] {
  return gateway === undefined
    ? []
    : [route('default-route', { ip: 0, mask: 0 }, 0, formatIpv4(gateway))];
}

/** Parses Logical_Router's `default_gw`, or returns the reference's error message. */
export function parseGateway(text: string | undefined): { gateway?: number; problem?: string } {
  if (text === undefined) return {};
  const address = parseMaskedIp(text);
  if (!address || address.ip === 0 || address.mask !== 0xffffffff) {
    return { problem: `bad 'gateway' ${text}` };
  }
  return { gateway: address.ip };
}
