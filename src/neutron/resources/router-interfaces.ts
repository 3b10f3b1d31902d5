/** The interfaces of routers: ports in networks of tenants. Mirrors `neutron/db/l3_db.py`. */
import type { Json, JsonObject } from '../../lib/json.js';
import { isUuid } from '../../lib/uuid.js';
import { newAddresses, requestedAddresses } from '../addressing/allocate.js';
import { badRequest, badRouterRequest, conflict, missing, notFound } from '../errors.js';
import type { Session } from '../session.js';
import { fixedIps, insertPort, ROUTER_INTERFACE_OWNER, removePort } from './port-rows.js';
import {
  attachedPorts,
  checkNewSubnet,
  isInterface,
  type Port,
  type Router,
  type Subnet,
  subnetsOfPort,
} from './router-ports.js';
import { checkUnrouted } from './router-routes.js';
import { findSubnet } from './subnets.js';

/** What a request wants to connect to a router. */
interface Target {
  readonly port?: string | undefined;
  readonly subnet?: string | undefined;
}

function targetIn({ port_id, subnet_id }: JsonObject): Target {
  const target = { port: textOrNone(port_id), subnet: textOrNone(subnet_id) };
  if (target.port === undefined && target.subnet === undefined) {
    throw badRouterRequest('Either subnet_id or port_id must be specified');
  }
  return target;
}

const textOrNone = (json: Json | undefined): string | undefined =>
  typeof json === 'string' && json !== '' ? json : undefined;

export function addInterface(session: Session, row: Router, body: JsonObject): JsonObject {
  const { port, subnet } = targetIn(body);
  if (port !== undefined && subnet !== undefined) {
    throw badRouterRequest('Cannot specify both subnet-id and port-id');
  }
  return port === undefined
    ? addSubnet(session, row, findSubnet(session, subnet ?? ''))
    : addPort(session, row, port);
}

function addSubnet(session: Session, row: Router, subnet: Subnet): JsonObject {
  const { gateway_ip, network, ip_version } = subnet;
  if (gateway_ip === undefined) {
    throw badRouterRequest('Subnet for router interface must have a gateway IP');
  }
  if (ip_version === 6 && !subnet.ipv6_ra_mode && subnet.ipv6_address_mode) {
    throw badRouterRequest(
      `IPv6 subnet ${subnet._uuid} configured to receive RAs from an external router cannot be ` +
        'added to Neutron Router.',
    );
  }
  checkNewSubnet(session, row, subnet);
  const wanted = [{ subnet_id: subnet._uuid, ip_address: gateway_ip }];
  const known = ip_version === 6 ? ipv6Port(session, row, network) : undefined;
  const mac = known?.mac_address ?? session.newMac(network);
  const to = { network, mac, owner: ROUTER_INTERFACE_OWNER, subnets: [subnet] };
  if (known) {
    const added = requestedAddresses(session, to, wanted);
    session.tx.update('Port', known._uuid, { fixed_ips: [...known.fixed_ips, ...added] });
    return interfaceJson(row, known, [subnet]);
  }
  const { tenant } = subnet;
  const id = insertPort(session, session.newId(), {
    tenant,
    network,
    mac_address: mac,
    fixed_ips: newAddresses(session, to, wanted),
    device_id: row._uuid,
    device_owner: ROUTER_INTERFACE_OWNER,
  });
  return interfaceJson(row, { _uuid: id, tenant }, [subnet]);
}

/** Returns the port of a router with IPv6 addresses in a network. */
const ipv6Port = (session: Session, row: Router, network: string): Port | undefined =>
  attachedPorts(session, row).find((port) => port.network === network && hasIpv6(session, port));

const hasIpv6 = ({ tx }: Session, port: Port): boolean =>
  fixedIps(tx, port).some(({ ip_address }) => ip_address.includes(':'));

function addPort(session: Session, row: Router, id: string): JsonObject {
  const port = isUuid(id) ? session.tx.get('Port', id) : undefined;
  if (!port || !session.owns(port)) throw missing('Port', id);
  if (port.device_id !== '') {
    throw conflict(
      'PortInUse',
      `Unable to complete operation on port ${id} for network ${port.network}. ` +
        `Port already has an attached device ${port.device_id}.`,
    );
  }
  const subnets = subnetsOfPort(session, port);
  if (subnets.length === 0) throw badRouterRequest('Router port must have at least one fixed IP');
  const other = hasIpv6(session, port) ? ipv6Port(session, row, port.network) : undefined;
  if (other) {
    throw badRouterRequest(
      'Cannot have multiple router ports with the same network id if both contain IPv6 subnets. ' +
        `Existing port ${other._uuid} has IPv6 subnet(s) and network id ${port.network}`,
    );
  }
  for (const subnet of subnets) checkNewSubnet(session, row, subnet);
  if (subnets.filter(({ ip_version }) => ip_version === 4).length > 1) {
    throw badRouterRequest('Cannot have multiple IPv4 subnets on router port');
  }
  session.tx.update('Port', port._uuid, {
    device_id: row._uuid,
    device_owner: ROUTER_INTERFACE_OWNER,
    security_groups: [],
  });
  return interfaceJson(row, port, subnets, subnets.at(-1));
}

export function removeInterface(session: Session, row: Router, body: JsonObject): JsonObject {
  const { port, subnet } = targetIn(body);
  return port === undefined
    ? removeSubnet(session, row, findSubnet(session, subnet ?? ''))
    : removeWholePort(session, row, port, subnet);
}

function removeWholePort(
  session: Session,
  row: Router,
  id: string,
  subnet: string | undefined,
): JsonObject {
  const port = attachedPorts(session, row).find((one) => one._uuid === id && isInterface(one));
  if (!port) {
    throw notFound(
      'RouterInterfaceNotFound',
      `Router ${row._uuid} does not have an interface with id ${id}`,
    );
  }
  const subnets = subnetsOfPort(session, port);
  if (subnet !== undefined && !subnets.some(({ _uuid }) => _uuid === subnet)) {
    throw badRequest(
      'SubnetMismatchForPort',
      `Subnet on port ${id} does not match the requested subnet ${subnet}`,
    );
  }
  for (const one of subnets) checkUnrouted(row, one);
  removePort(session, port);
  return interfaceJson(row, port, subnets);
}

/** Removes the addresses of a router in a subnet, and the port if it has no others. */
function removeSubnet(session: Session, row: Router, subnet: Subnet): JsonObject {
  checkUnrouted(row, subnet);
  const { tx } = session;
  const isThere = (allocation: string): boolean =>
    tx.get('Allocation', allocation)?.subnet === subnet._uuid;
  const port = attachedPorts(session, row).find(
    (one) => isInterface(one) && one.fixed_ips.some(isThere),
  );
  if (!port) {
    throw notFound(
      'RouterInterfaceNotFoundForSubnet',
      `Router ${row._uuid} has no interface on subnet ${subnet._uuid}`,
    );
  }
  const rest = port.fixed_ips.filter((allocation) => !isThere(allocation));
  if (rest.length === 0) removePort(session, port);
  else tx.update('Port', port._uuid, { fixed_ips: rest });
  return interfaceJson(row, port, [subnet]);
}

/** @param subnet the one that old clients read, which know only one subnet of an interface */
const interfaceJson = (
  row: Router,
  port: Pick<Port, '_uuid' | 'tenant'>,
  subnets: readonly Subnet[],
  subnet = subnets[0],
): JsonObject => ({
  id: row._uuid,
  tenant_id: port.tenant,
  port_id: port._uuid,
  subnet_id: subnet?._uuid ?? null,
  subnet_ids: subnets.map(({ _uuid }) => _uuid),
});
