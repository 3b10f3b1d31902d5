/** Routers. Mirrors `neutron/db/l3_db.py`. */
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.js';
import { isUuid, type Uuid } from '../../lib/uuid.js';
import { automaticAddresses } from '../addressing/allocate.js';
import { overlap, parseCidr } from '../addressing/cidr.js';
import type { Attributes, Converter } from '../attributes/attribute.js';
import { object, orNone, routes, text, truth, uuid } from '../attributes/converters.js';
import { badRouterRequest, conflict, invalidAttribute, missing, notFound } from '../errors.js';
import { defineResource } from '../resource.js';
import type { NeutronRow } from '../schema.js';
import type { Session } from '../session.js';
import { subnetsOf } from './networks.js';
import {
  fixedIps,
  insertAllocation,
  insertPort,
  ROUTER_GATEWAY_OWNER,
  ROUTER_INTERFACE_OWNER,
  removePort,
} from './port-rows.js';
import { findSubnet } from './subnets.js';

type Router = NeutronRow<'Router'>;
type Port = NeutronRow<'Port'>;

/** Accepts the gateway of a router: `{"network_id": ...}`, or an empty object for none. */
const gatewayInfo: Converter<Uuid | null> = (value, name) => {
  const { network_id: network, ...others } = object(value, name);
  const unknown = Object.keys(others).filter((key) => key !== 'external_fixed_ips');
  if (unknown.length > 0) {
    throw invalidAttribute(name, `Unexpected keys supplied: ${unknown.join(', ')}`);
  }
  return network === undefined ? null : uuid(network, name);
};

const ATTRIBUTES = {
  name: { post: true, put: true, default: '', convert: text },
  admin_state_up: { post: true, put: true, default: true, convert: truth },
  external_gateway_info: { post: true, put: true, convert: orNone(gatewayInfo) },
  routes: { put: true, convert: routes },
  status: {},
} satisfies Attributes;

export const ROUTERS = defineResource({
  name: 'router',
  table: 'Router',
  quota: 10,
  missing: (id) => missing('Router', id),
  attributes: ATTRIBUTES,
  create(session, values, tenant) {
    const { tx } = session;
    const { name = '', admin_state_up = true, external_gateway_info: network } = values;
    const router = { tenant, name, admin_state_up, routes: '[]' };
    const id = tx.insert('Router', router, session.newId());
    const row = tx.get('Router', id);
    if (network && row) setGateway(session, row, network);
    return id;
  },
  update(session, row, values) {
    const { tx } = session;
    const { name, admin_state_up, external_gateway_info: network } = values;
    if (network !== undefined) {
      clearGateway(session, row);
      if (network !== null) setGateway(session, row, network);
    }
    tx.update('Router', row._uuid, {
      ...(name === undefined ? {} : { name }),
      ...(admin_state_up === undefined ? {} : { admin_state_up }),
      ...(values.routes ? { routes: JSON.stringify(values.routes) } : {}),
    });
  },
  delete(session, row) {
    if (interfacesOf(session, row).length > 0) {
      throw conflict('RouterInUse', `Router ${row._uuid} still has ports`);
    }
    clearGateway(session, row);
    session.tx.delete('Router', row._uuid);
  },
  show: (session, row): JsonObject => ({
    id: row._uuid,
    name: row.name,
    tenant_id: row.tenant,
    admin_state_up: row.admin_state_up,
    status: 'ACTIVE',
    external_gateway_info: gatewayJson(session, row),
    routes: JSON.parse(row.routes),
  }),
  actions: {
    add_router_interface: addInterface,
    remove_router_interface: removeInterface,
  },
});

function gatewayJson(session: Session, { gateway_port }: Router): Json {
  const port = gateway_port === undefined ? undefined : session.tx.get('Port', gateway_port);
  if (!port) return null;
  return {
    network_id: port.network,
    external_fixed_ips: fixedIps(session.tx, port).map(({ subnet, ip_address }) => ({
      subnet_id: subnet ?? null,
      ip_address,
    })),
  };
}

function setGateway(session: Session, row: Router, id: Uuid): void {
  const { tx } = session;
  const network = tx.get('Network', id);
  if (!network) throw missing('Network', id);
  if (!network.external) throw badRouterRequest(`Network ${id} is not an external network`);
  const mac = session.newMac(id);
  const to = { network: id, mac, subnets: [...subnetsOf(session, id)] };
  const addresses = automaticAddresses(session, to);
  const port = insertPort(session, session.randomId(), {
    // Like the reference's, the port of a gateway belongs to no tenant.
    tenant: '',
    network: id,
    mac_address: mac,
    fixed_ips: addresses.map((address) => insertAllocation(session, id, address)),
    device_id: row._uuid,
    device_owner: ROUTER_GATEWAY_OWNER,
  });
  tx.update('Router', row._uuid, { gateway_port: port });
}

function clearGateway(session: Session, row: Router): void {
  const { gateway_port } = row;
  if (gateway_port === undefined) return;
  session.tx.update('Router', row._uuid, { gateway_port: undefined });
  const port = session.tx.get('Port', gateway_port);
  if (port) removePort(session, port);
}

/** Returns the ports through which a router is in networks of tenants. */
export function interfacesOf({ tx }: Pick<Session, 'tx'>, { _uuid }: Router): readonly Port[] {
  return [...tx.rows('Port')].filter(
    ({ device_id, device_owner }) => device_id === _uuid && device_owner === ROUTER_INTERFACE_OWNER,
  );
}

interface Target {
  readonly port?: string | undefined;
  readonly subnet?: string | undefined;
}

function targetIn(body: JsonObject): Target {
  const { port_id: port, subnet_id: subnet } = isJsonObject(body) ? body : {};
  const one = { port: textOrNone(port), subnet: textOrNone(subnet) };
  if (one.port === undefined && one.subnet === undefined) {
    throw badRouterRequest('Either subnet_id or port_id must be specified');
  }
  return one;
}

const textOrNone = (json: Json | undefined): string | undefined =>
  typeof json === 'string' && json !== '' ? json : undefined;

function addInterface(session: Session, row: Router, body: JsonObject): JsonObject {
  const { port, subnet } = targetIn(body);
  if (port !== undefined && subnet !== undefined) {
    throw badRouterRequest('Cannot specify both subnet-id and port-id');
  }
  return port === undefined
    ? addSubnet(session, row, findSubnet(session, subnet ?? ''))
    : addPort(session, row, port);
}

function addSubnet(session: Session, row: Router, subnet: NeutronRow<'Subnet'>): JsonObject {
  const { gateway_ip, network } = subnet;
  if (gateway_ip === undefined) {
    throw badRouterRequest('Subnet for router interface must have a gateway IP');
  }
  checkNewSubnet(session, row, subnet);
  const fixed = { ip_address: gateway_ip, subnet: subnet._uuid };
  const port = insertPort(session, session.newId(), {
    tenant: row.tenant,
    network,
    fixed_ips: [insertAllocation(session, network, fixed)],
    device_id: row._uuid,
    device_owner: ROUTER_INTERFACE_OWNER,
  });
  return interfaceJson(row, port, [subnet._uuid]);
}

function addPort(session: Session, row: Router, id: string): JsonObject {
  const { tx } = session;
  const port = isUuid(id) ? tx.get('Port', id) : undefined;
  if (!port) throw missing('Port', id);
  if (port.device_id !== '') {
    throw conflict(
      'PortInUse',
      `Unable to complete operation on port ${id} for network ${port.network}. ` +
        `Port already has an attached device ${port.device_id}.`,
    );
  }
  const subnets = fixedIps(session.tx, port).flatMap((fixed) =>
    fixed.subnet === undefined ? [] : [findSubnet(session, fixed.subnet)],
  );
  if (subnets.length === 0) throw badRouterRequest('Router port must have at least one fixed IP');
  if (subnets.filter(({ ip_version }) => ip_version === 4).length > 1) {
    throw badRouterRequest('Cannot have multiple IPv4 subnets on router port');
  }
  for (const subnet of subnets) checkNewSubnet(session, row, subnet);
  tx.update('Port', port._uuid, {
    device_id: row._uuid,
    device_owner: ROUTER_INTERFACE_OWNER,
    security_groups: [],
  });
  return interfaceJson(
    row,
    port._uuid,
    subnets.map(({ _uuid }) => _uuid),
  );
}

/** Checks that a router can have an interface in a subnet. Mirrors `_check_for_dup_router_subnet()`. */
function checkNewSubnet(session: Session, row: Router, subnet: NeutronRow<'Subnet'>): void {
  const cidr = parseCidr(subnet.cidr);
  for (const port of interfacesOf(session, row)) {
    for (const { subnet: id } of fixedIps(session.tx, port)) {
      if (id === undefined) continue;
      if (id === subnet._uuid) {
        throw badRouterRequest(`Router already has a port on subnet ${id}`);
      }
      const other = findSubnet(session, id);
      const taken = parseCidr(other.cidr);
      if (cidr && taken && overlap(cidr, taken)) {
        throw badRouterRequest(
          `Cidr ${subnet.cidr} of subnet ${subnet._uuid} overlaps with cidr ${other.cidr} ` +
            `of subnet ${id}`,
        );
      }
    }
  }
}

function removeInterface(session: Session, row: Router, body: JsonObject): JsonObject {
  const { port: portId, subnet } = targetIn(body);
  const ports = interfacesOf(session, row);
  if (portId !== undefined) {
    const port = ports.find(({ _uuid }) => _uuid === portId);
    if (!port) {
      throw notFound(
        'RouterInterfaceNotFound',
        `Router ${row._uuid} does not have an interface with id ${portId}`,
      );
    }
    const subnets = fixedIps(session.tx, port).flatMap((fixed) => fixed.subnet ?? []);
    if (subnet !== undefined && !subnets.includes(subnet)) {
      throw conflict(
        'SubnetMismatchForPort',
        `Subnet on port ${portId} does not match the requested subnet ${subnet}`,
      );
    }
    removePort(session, port);
    return interfaceJson(row, portId, subnets);
  }
  const { _uuid: id } = findSubnet(session, subnet ?? '');
  const port = ports.find((one) => fixedIps(session.tx, one).some((fixed) => fixed.subnet === id));
  if (!port) {
    throw notFound(
      'RouterInterfaceNotFoundForSubnet',
      `Router ${row._uuid} has no interface on subnet ${id}`,
    );
  }
  removePort(session, port);
  return interfaceJson(row, port._uuid, [id]);
}

const interfaceJson = (row: Router, port: Uuid, subnets: readonly Uuid[]): JsonObject => ({
  id: row._uuid,
  tenant_id: row.tenant,
  port_id: port,
  subnet_id: subnets[0] ?? null,
  subnet_ids: subnets,
});
