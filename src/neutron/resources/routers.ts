/** Routers. Mirrors `neutron/db/l3_db.py` and `l3_gwmode_db.py`. */
import { isJsonObject, type JsonObject } from '../../lib/json.js';
import type { Attributes, Converter } from '../attributes/attribute.js';
import {
  object,
  routes,
  text,
  truth,
  uuid,
  wantedIps,
  withKeys,
} from '../attributes/converters.js';
import { conflict, missing } from '../errors.js';
import { defineResource } from '../resource.js';
import { type GatewayInfo, gatewayJson, setGateway } from './router-gateway.js';
import { addInterface, removeInterface } from './router-interfaces.js';
import { attachedPorts, isInterface } from './router-ports.js';
import { checkRoutes } from './router-routes.js';

/** Accepts the gateway of a router; an empty object is none. */
const gatewayInfo: Converter<GatewayInfo | null> = (value, name) => {
  if (!value || (isJsonObject(value) && Object.keys(value).length === 0)) return null;
  const info = object(value, name);
  const { network_id } = withKeys(info, name, ['network_id'], true);
  const { external_fixed_ips: ips = null, enable_snat: snat } = info;
  return {
    network: uuid(network_id, name),
    ips: ips === null ? [] : wantedIps(ips, name),
    snat: snat !== false,
  };
};

const ATTRIBUTES = {
  name: { post: true, put: true, default: '', convert: text },
  admin_state_up: { post: true, put: true, default: true, convert: truth },
  external_gateway_info: { post: true, put: true, convert: gatewayInfo },
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
    const { name = '', admin_state_up = true, external_gateway_info: gateway } = values;
    const router = { tenant, name, admin_state_up, routes: '[]' };
    const id = tx.insert('Router', router, session.newId());
    const row = tx.get('Router', id);
    if (gateway && row) setGateway(session, row, gateway);
    return id;
  },
  update(session, row, values) {
    const { name, admin_state_up, external_gateway_info: gateway, routes } = values;
    if (routes) checkRoutes(session, row, routes);
    if (gateway !== undefined) setGateway(session, row, gateway);
    session.tx.update('Router', row._uuid, {
      ...(name === undefined ? {} : { name }),
      ...(admin_state_up === undefined ? {} : { admin_state_up }),
      ...(routes ? { routes: JSON.stringify(routes) } : {}),
    });
  },
  delete(session, row) {
    if (attachedPorts(session, row).some(isInterface)) {
      throw conflict('RouterInUse', `Router ${row._uuid} still has ports`);
    }
    setGateway(session, row, null);
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
