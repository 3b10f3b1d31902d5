/** Static routes of routers. Mirrors `neutron/db/extraroute_db.py`. */
import { parseIp } from '../../lib/ip.js';
import type { Uuid } from '../../lib/uuid.js';
import { contains, parseCidr } from '../addressing/cidr.js';
import type { Route } from '../attributes/converters.js';
import { badRequest, conflict } from '../errors.js';
import { pythonText } from '../python-text.js';
import type { Session } from '../session.js';
import { fixedIps } from './port-rows.js';
import { attachedPorts, type Router, type Subnet, subnetsOfPort } from './router-ports.js';

/** The maximum number of routes of a router. */
const MAX_ROUTES = 30;

/** @throws NeutronError if a router cannot reach the next hop of a route */
export function checkRoutes(session: Session, row: Router, routes: readonly Route[]): void {
  if (routes.length > MAX_ROUTES) {
    throw badRequest(
      'RoutesExhausted',
      `Unable to complete operation for ${row._uuid}. ` +
        `The number of routes exceeds the maximum ${MAX_ROUTES}.`,
    );
  }
  const ports = attachedPorts(session, row);
  const subnets = ports.flatMap((port) => subnetsOfPort(session, port));
  const own = ports.flatMap((port) => fixedIps(session.tx, port).map((fixed) => fixed.ip_address));
  for (const { nexthop } of routes) {
    if (!subnets.some((subnet) => isIn(subnet, nexthop))) {
      throw invalidRoutes(routes, 'the nexthop is not connected with router');
    }
    if (own.includes(nexthop)) throw invalidRoutes(routes, 'the nexthop is used by router');
  }
}

const invalidRoutes = (routes: readonly Route[], reason: string) =>
  badRequest('InvalidRoutes', `Invalid format for routes: ${pythonText(routes)}, ${reason}`);

/** @throws NeutronError if a route of a router needs its port in a subnet */
export function checkUnrouted(row: Router, subnet: Subnet): void {
  const routes: readonly Route[] = JSON.parse(row.routes);
  if (routes.some(({ nexthop }) => isIn(subnet, nexthop))) throw routed(row._uuid, subnet._uuid);
}

const routed = (router: Uuid, subnet: Uuid) =>
  conflict(
    'RouterInterfaceInUseByRoute',
    `Router interface for subnet ${subnet} on router ${router} cannot be deleted, as it is ` +
      'required by one or more routes.',
  );

/** Returns true if an address belongs to a subnet. */
function isIn({ cidr }: Subnet, ip: string): boolean {
  const [network, address] = [parseCidr(cidr), parseIp(ip)];
  return network !== undefined && address !== undefined && contains(network, address);
}
