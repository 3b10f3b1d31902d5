/** The gateways of routers: ports in external networks. */
import type { Json } from '../../lib/json.js';
import type { Uuid } from '../../lib/uuid.js';
import { newAddresses } from '../addressing/allocate.js';
import type { WantedIp } from '../attributes/converters.js';
import { badRouterRequest } from '../errors.js';
import type { Session } from '../session.js';
import { findNetwork, subnetsOf } from './networks.js';
import { changedAddresses } from './port-addresses.js';
import { fixedIps, insertPort, ROUTER_GATEWAY_OWNER, removePort } from './port-rows.js';
import { checkNewSubnet, type Port, type Router } from './router-ports.js';

/** A gateway as requests describe it. */
export interface GatewayInfo {
  readonly network: Uuid;
  /** The addresses that the router wants there. */
  readonly ips: readonly WantedIp[];
  /** True if addresses of tenants' networks are translated. */
  readonly snat: boolean;
}

const gatewayPort = ({ tx }: Session, { gateway_port: id }: Router): Port | undefined =>
  id === undefined ? undefined : tx.get('Port', id);

export function gatewayJson(session: Session, row: Router): Json {
  const port = gatewayPort(session, row);
  if (!port) return null;
  return {
    network_id: port.network,
    enable_snat: !row.disable_snat,
    external_fixed_ips: fixedIps(session.tx, port).map(({ subnet, ip_address }) => ({
      subnet_id: subnet ?? null,
      ip_address,
    })),
  };
}

/**
 * Changes the gateway of a router. Mirrors `_update_router_gw_info()`.
 *
 * @param info null for none
 * @throws NeutronError if it cannot have that gateway
 */
export function setGateway(session: Session, row: Router, info: GatewayInfo | null): void {
  const { tx } = session;
  tx.update('Router', row._uuid, { disable_snat: info?.snat === false });
  if (info) checkInfo(session, info);
  const present = gatewayPort(session, row);
  if (present && present.network === info?.network) {
    if (isOther(session, present, info.ips)) {
      const fixed_ips = changedAddresses(session, present, info.ips);
      tx.update('Port', present._uuid, { fixed_ips });
    }
    return;
  }
  if (present) {
    tx.update('Router', row._uuid, { gateway_port: undefined });
    removePort(session, present);
  }
  if (info) insertGateway(session, row, info);
}

function checkInfo(session: Session, { network: id, ips }: GatewayInfo): void {
  if (!findNetwork(session, id).external) {
    throw badRouterRequest(`Network ${id} is not an external network`);
  }
  for (const { gateway_ip } of subnetsOf(session, id)) {
    if (gateway_ip === undefined || !ips.some(({ ip_address }) => ip_address === gateway_ip))
      continue;
    throw badRouterRequest(`External IP ${gateway_ip} is the same as the gateway IP`);
  }
}

/** Returns true if addresses that a router wants are not those that it has. */
function isOther(session: Session, port: Port, wanted: readonly WantedIp[]): boolean {
  if (wanted.length === 0) return false;
  const present = fixedIps(session.tx, port);
  return (
    differ(
      present.map(({ subnet }) => subnet),
      wanted.map(({ subnet_id }) => subnet_id),
    ) ||
    differ(
      present.map(({ ip_address }) => ip_address),
      wanted.map(({ ip_address }) => ip_address),
    )
  );
}

function differ(a: readonly (string | undefined)[], b: readonly (string | undefined)[]): boolean {
  const [one, other] = [a, b].map((list) => new Set(list.filter((item) => item !== undefined)));
  return one?.size !== other?.size || [...(one ?? [])].some((item) => !other?.has(item));
}

function insertGateway(session: Session, row: Router, { network, ips }: GatewayInfo): void {
  const subnets = [...subnetsOf(session, network)];
  for (const subnet of subnets) checkNewSubnet(session, row, subnet);
  const mac = session.newMac(network);
  const to = { network, mac, owner: ROUTER_GATEWAY_OWNER, subnets };
  const port = insertPort(session, session.randomId(), {
    // Like the reference's, the port of a gateway belongs to no tenant.
    tenant: '',
    network,
    mac_address: mac,
    fixed_ips: newAddresses(session, to, ips.length === 0 ? undefined : ips),
    device_id: row._uuid,
    device_owner: ROUTER_GATEWAY_OWNER,
  });
  session.tx.update('Router', row._uuid, { gateway_port: port });
}
