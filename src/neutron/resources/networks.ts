/** Networks. Mirrors `neutron/db/db_base_plugin_v2.py` and the plugin of networking-ovn. */
import type { JsonObject } from '../../lib/json.js';
import type { Uuid } from '../../lib/uuid.js';
import type { Attributes } from '../attributes/attribute.js';
import { text, truth, whole } from '../attributes/converters.js';
import { checkProvider } from '../driver/provider.js';
import { conflict, foreignNetwork, invalidInput, missing } from '../errors.js';
import { defineResource } from '../resource.js';
import type { NeutronRow } from '../schema.js';
import type { Session } from '../session.js';
import { DHCP_OWNER, ROUTER_GATEWAY_OWNER, removePort } from './port-rows.js';

type Network = NeutronRow<'Network'>;

const ATTRIBUTES = {
  name: { post: true, put: true, default: '', convert: text },
  admin_state_up: { post: true, put: true, default: true, convert: truth },
  shared: { post: true, put: true, default: false, convert: truth },
  'router:external': { post: true, put: true, default: false, convert: truth },
  'provider:network_type': { post: true, put: true, convert: text },
  'provider:physical_network': { post: true, put: true, convert: text },
  'provider:segmentation_id': { post: true, put: true, convert: whole },
  status: {},
  subnets: {},
} satisfies Attributes;

export const NETWORKS = defineResource({
  name: 'network',
  table: 'Network',
  quota: 10,
  missing: (id) => missing('Network', id),
  attributes: ATTRIBUTES,
  isShared: (_, row) => isOpen(row),
  create(session, values, tenant) {
    const network = {
      tenant,
      name: values.name ?? '',
      admin_state_up: values.admin_state_up ?? true,
      shared: values.shared ?? false,
      external: values['router:external'] ?? false,
      network_type: values['provider:network_type'],
      physical_network: values['provider:physical_network'],
      segmentation_id: values['provider:segmentation_id'],
    };
    checkProvider(network);
    return session.tx.insert('Network', network, session.newId());
  },
  update(session, row, values) {
    const provider = Object.keys(values).some((name) => name.startsWith('provider:'));
    if (provider) throw invalidInput('Plugin does not support updating provider attributes');
    const { name, admin_state_up, shared, 'router:external': external } = values;
    if (row.shared && shared === false) checkUnused(session, row);
    session.tx.update('Network', row._uuid, {
      ...(name === undefined ? {} : { name }),
      ...(admin_state_up === undefined ? {} : { admin_state_up }),
      ...(shared === undefined ? {} : { shared }),
      ...(external === undefined ? {} : { external }),
    });
  },
  delete(session, row) {
    const ports = [...session.referrers(row._uuid, 'Port', 'network')];
    if (ports.some(({ device_owner }) => device_owner !== DHCP_OWNER)) {
      throw conflict(
        'NetworkInUse',
        `Unable to complete operation on network ${row._uuid}. ` +
          'There are one or more ports still in use on the network.',
      );
    }
    for (const port of ports) removePort(session, port);
    for (const { _uuid } of subnetsOf(session, row._uuid)) session.tx.delete('Subnet', _uuid);
    session.tx.delete('Network', row._uuid);
  },
  show: (session, row): JsonObject => ({
    id: row._uuid,
    name: row.name,
    admin_state_up: row.admin_state_up,
    shared: row.shared,
    'router:external': row.external,
    status: 'ACTIVE',
    subnets: Array.from(subnetsOf(session, row._uuid), ({ _uuid }) => _uuid),
    tenant_id: row.tenant,
  }),
});

/** Returns true if all tenants see a network. */
const isOpen = ({ shared, external }: Network): boolean => shared || external;

/** Returns a network that the caller sees. @throws NeutronError if there is none with the id */
export function findNetwork(session: Session, id: Uuid): Network {
  const row = session.tx.get('Network', id);
  if (!row || !(session.owns(row) || isOpen(row))) throw missing('Network', id);
  return row;
}

/**
 * Returns the network of a new resource. Mirrors `_validate_network_tenant_ownership()`.
 *
 * @throws NeutronError if the caller may not use it
 */
export function homeOf(session: Session, id: Uuid, tenant: string, resource: string): Network {
  const row = findNetwork(session, id);
  if (!session.caller.admin && !row.shared && row.tenant !== tenant) {
    throw foreignNetwork(tenant, resource);
  }
  return row;
}

/** @throws NeutronError if tenants other than the owner use a network */
function checkUnused(session: Session, row: Network): void {
  const ports = [...session.referrers(row._uuid, 'Port', 'network')].filter(
    ({ device_owner }) => device_owner !== ROUTER_GATEWAY_OWNER,
  );
  const users = [...ports, ...subnetsOf(session, row._uuid)];
  if (users.every(({ tenant }) => tenant === row.tenant)) return;
  throw conflict(
    'InvalidSharedSetting',
    `Unable to reconfigure sharing settings for network ${row.name}. ` +
      'Multiple tenants are using it',
  );
}

/** Iterates over the subnets of a network, oldest first. */
export const subnetsOf = (
  session: Session,
  network: Uuid,
): IterableIterator<NeutronRow<'Subnet'>> => session.referrers(network, 'Subnet', 'network');
