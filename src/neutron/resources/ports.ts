/** Ports. Mirrors `neutron/db/db_base_plugin_v2.py` and the plugin of networking-ovn. */
import type { Json, JsonObject } from '../../lib/json.js';
import { isUuid, type Uuid } from '../../lib/uuid.js';
import { newAddresses } from '../addressing/allocate.js';
import type { Attributes, Converter } from '../attributes/attribute.js';
import {
  listOf,
  macAddress,
  object,
  oneOf,
  orNone,
  text,
  truth,
  uuid,
  wantedIps,
} from '../attributes/converters.js';
import { readProfile } from '../driver/binding-profile.js';
import { conflict, invalidInput, missing, missingGroup, type NeutronError } from '../errors.js';
import { pythonText } from '../python-text.js';
import { defineResource } from '../resource.js';
import type { NeutronRow } from '../schema.js';
import type { Session } from '../session.js';
import { homeOf, subnetsOf } from './networks.js';
import { changedAddresses } from './port-addresses.js';
import {
  assertMacIsFree,
  fixedIps,
  insertPort,
  isTrusted,
  ROUTER_GATEWAY_OWNER,
  ROUTER_INTERFACE_OWNER,
  removePort,
} from './port-rows.js';
import { ensureDefault } from './security-groups.js';

const VNIC_TYPES = ['normal', 'direct', 'macvtap', 'baremetal'];

/** Owners whose ports only the router API removes. */
const ROUTER_OWNERS = [ROUTER_INTERFACE_OWNER, ROUTER_GATEWAY_OWNER];

/** Accepts ids of security groups. Mirrors `convert_to_uuid_list_or_none()`. */
const groupIds: Converter<readonly Uuid[]> = (value) => {
  if (value === null) return [];
  return (Array.isArray(value) ? value : [value]).map((id: Json) => {
    const written = pythonText(id);
    if (!isUuid(written)) throw invalidInput(`'${written}' is not an integer or uuid`);
    return written.toLowerCase();
  });
};

const ATTRIBUTES = {
  name: { post: true, put: true, default: '', convert: text },
  network_id: { post: true, required: true, convert: uuid },
  admin_state_up: { post: true, put: true, default: true, convert: truth },
  mac_address: { post: true, put: true, convert: macAddress },
  fixed_ips: { post: true, put: true, convert: wantedIps },
  device_id: { post: true, put: true, default: '', convert: text },
  device_owner: { post: true, put: true, default: '', convert: text },
  security_groups: { post: true, put: true, convert: groupIds },
  'binding:vnic_type': {
    post: true,
    put: true,
    default: 'normal',
    convert: oneOf(VNIC_TYPES),
  },
  'binding:host_id': { post: true, put: true, convert: orNone(text) },
  'binding:profile': { post: true, put: true, convert: orNone(object) },
  'binding:vif_type': {},
  'binding:vif_details': {},
  extra_dhcp_opts: { post: true, put: true, convert: orNone(listOf(object)) },
  status: {},
} satisfies Attributes;

export const PORTS = defineResource({
  name: 'port',
  table: 'Port',
  quota: 50,
  missing: (id) => missing('Port', id),
  attributes: ATTRIBUTES,
  create(session, values, tenant) {
    const { network_id: network = '', device_owner = '' } = values;
    homeOf(session, network, tenant, 'port');
    const profile = values['binding:profile'] ?? {};
    readProfile(profile, (id) => isPort(session, id));
    const mac = values.mac_address ?? session.newMac(network);
    assertMacIsFree(session, network, mac);
    const to = { network, mac, owner: device_owner, subnets: [...subnetsOf(session, network)] };
    const addresses = newAddresses(session, to, values.fixed_ips);
    const groups = isTrusted(device_owner)
      ? []
      : values.security_groups
        ? knownGroups(session, values.security_groups, tenant)
        : [ensureDefault(session, tenant)];
    return insertPort(session, session.newId(), {
      tenant,
      network,
      name: values.name ?? '',
      admin_state_up: values.admin_state_up ?? true,
      mac_address: mac,
      fixed_ips: addresses,
      security_groups: groups,
      device_id: values.device_id ?? '',
      device_owner,
      vnic_type: values['binding:vnic_type'] ?? 'normal',
      host_id: values['binding:host_id'] ?? '',
      binding_profile: JSON.stringify(profile),
      extra_dhcp_opts: JSON.stringify(values.extra_dhcp_opts ?? []),
    });
  },
  answer: ({ caller }, { extra_dhcp_opts: _, ...shown }, { 'binding:profile': profile }) =>
    caller.admin && profile ? { ...shown, 'binding:profile': profile } : shown,
  update(session, row, values) {
    const { tx } = session;
    const { network } = row;
    const { mac_address, security_groups, device_owner, fixed_ips } = values;
    const profile = values['binding:profile'];
    if (profile) readProfile(profile, (id) => isPort(session, id));
    const trusted = isTrusted(device_owner || row.device_owner);
    if (mac_address !== undefined && mac_address !== row.mac_address) {
      if (trusted) throw fixedMac(row, device_owner || row.device_owner);
      assertMacIsFree(session, network, mac_address);
    }
    const addresses = fixed_ips && changedAddresses(session, row, fixed_ips);
    const groups = security_groups && knownGroups(session, security_groups);
    tx.update('Port', row._uuid, {
      ...taken(values, 'name', 'admin_state_up', 'mac_address', 'device_id', 'device_owner'),
      ...(trusted ? { security_groups: [] } : groups ? { security_groups: groups } : {}),
      ...(addresses ? { fixed_ips: addresses } : {}),
      ...(values['binding:vnic_type'] === undefined
        ? {}
        : { vnic_type: values['binding:vnic_type'] }),
      ...(values['binding:host_id'] === undefined
        ? {}
        : { host_id: values['binding:host_id'] ?? '' }),
      ...(profile === undefined ? {} : { binding_profile: JSON.stringify(profile ?? {}) }),
      ...(values.extra_dhcp_opts === undefined
        ? {}
        : { extra_dhcp_opts: JSON.stringify(values.extra_dhcp_opts ?? []) }),
    });
  },
  delete(session, row) {
    if (ROUTER_OWNERS.includes(row.device_owner)) {
      throw conflict(
        'ServicePortInUse',
        `Port ${row._uuid} cannot be deleted directly via the port API: ` +
          `has device owner ${row.device_owner}`,
      );
    }
    removePort(session, row);
  },
  show(session, row): JsonObject {
    const admin: JsonObject = session.caller.admin
      ? {
          'binding:host_id': row.host_id === '' ? null : row.host_id,
          'binding:vif_details': { port_filter: true },
          'binding:vif_type': 'ovs',
        }
      : {};
    return {
      id: row._uuid,
      name: row.name,
      tenant_id: row.tenant,
      network_id: row.network,
      admin_state_up: row.admin_state_up,
      status: 'ACTIVE',
      mac_address: row.mac_address,
      fixed_ips: fixedIps(session.tx, row).map(({ ip_address, subnet }) => ({
        subnet_id: subnet ?? null,
        ip_address,
      })),
      security_groups: row.security_groups,
      device_id: row.device_id,
      device_owner: row.device_owner,
      'binding:vnic_type': row.vnic_type,
      extra_dhcp_opts: JSON.parse(row.extra_dhcp_opts),
      ...admin,
    };
  },
});

const fixedMac = ({ _uuid }: NeutronRow<'Port'>, owner: string): NeutronError =>
  conflict(
    'UnsupportedPortDeviceOwner',
    `Operation mac address update is not supported for device_owner ${owner} on port ${_uuid}.`,
  );

/** Returns the members of an object with these names that are not undefined. */
function taken<T extends object, N extends keyof T>(
  values: T,
  ...names: readonly N[]
): { [K in N]?: Exclude<T[K], undefined> } {
  const found = names.filter((name) => values[name] !== undefined);
  return Object.fromEntries(found.map((name) => [name, values[name]])) as {
    [K in N]?: Exclude<T[K], undefined>;
  };
}

const isPort = ({ tx }: Session, id: string): boolean =>
  isUuid(id) && tx.get('Port', id) !== undefined;

/**
 * Returns ids without repetitions. Mirrors `_get_security_groups_on_port()`.
 *
 * @param tenant the tenant whose groups they must be
 * @throws NeutronError if there are no such groups
 */
function knownGroups(session: Session, ids: readonly Uuid[], tenant?: string): readonly Uuid[] {
  const unknown = ids.filter((id) => {
    const group = session.tx.get('Security_Group', id);
    return !group || (tenant === undefined ? !session.owns(group) : group.tenant !== tenant);
  });
  if (unknown.length > 0) throw missingGroup(unknown.join(', '));
  return [...new Set(ids)];
}
