/** The ports of routers, and the subnets that they are in. */
import type { Uuid } from '../../lib/uuid.js';
import { overlap, parseCidr } from '../addressing/cidr.js';
import { badRouterRequest } from '../errors.js';
import type { NeutronRow } from '../schema.js';
import type { Session } from '../session.js';
import { fixedIps, ROUTER_GATEWAY_OWNER, ROUTER_INTERFACE_OWNER } from './port-rows.js';

export type Router = NeutronRow<'Router'>;
export type Port = NeutronRow<'Port'>;
export type Subnet = NeutronRow<'Subnet'>;

const OWNERS = [ROUTER_INTERFACE_OWNER, ROUTER_GATEWAY_OWNER];

export const isInterface = ({ device_owner }: Port): boolean =>
  device_owner === ROUTER_INTERFACE_OWNER;

/** Returns the ports of a router: its interfaces, and its gateway. */
export const attachedPorts = ({ tx }: Session, { _uuid }: Router): readonly Port[] =>
  [...tx.rows('Port')].filter(
    ({ device_id, device_owner }) => device_id === _uuid && OWNERS.includes(device_owner),
  );

/** Returns the subnets that a port has addresses in. */
export const subnetsOfPort = ({ tx }: Session, port: Port): readonly Subnet[] =>
  fixedIps(tx, port).flatMap(({ subnet }) => {
    const row = subnet === undefined ? undefined : tx.get('Subnet', subnet);
    return row ? [row] : [];
  });

/**
 * Checks that a router can get a port in a subnet. Mirrors `_check_for_dup_router_subnet()`.
 *
 * @throws NeutronError if it has one there already, or in a subnet with the same addresses
 */
export function checkNewSubnet(session: Session, row: Router, subnet: Subnet): void {
  const cidr = parseCidr(subnet.cidr);
  for (const other of attachedPorts(session, row).flatMap((port) => subnetsOfPort(session, port))) {
    if (other._uuid === subnet._uuid) throw subnetTwice(subnet._uuid);
    const taken = parseCidr(other.cidr);
    if (!cidr || !taken || !overlap(cidr, taken)) continue;
    throw badRouterRequest(
      `Cidr ${subnet.cidr} of subnet ${subnet._uuid} overlaps with cidr ${other.cidr} ` +
        `of subnet ${other._uuid}`,
    );
  }
}

const subnetTwice = (id: Uuid) => badRouterRequest(`Router already has a port on subnet ${id}`);
