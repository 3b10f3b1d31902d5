/** The server whose answers the recorded commands got. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../src/lib/json.js';
import type { NeutronApi, NeutronRequest, NeutronResponse } from '../../../src/neutron/api.js';

export interface Canned {
  /** The sets of rules that the groups have; by default one group with those of `scene1`. */
  readonly groups?: readonly string[];
  readonly ports?: number;
  readonly admin?: boolean;
  /** The error with which the server answers changes. */
  readonly error?: string;
}

const TENANT = 'c41f413079aa4389b7a41932cd8a6be6';
const GROUP = 'a5e41dd4-4b15-4e68-a81d-45466bda3949';
const NETWORK = 'a920d5ef-eca8-4c4f-9c24-55e29e1c03d6';
const PORT = 'a4a81c09-4e93-41e2-be83-cfe1f8b39f77';
const V4 = '299d182b-2f2c-44e2-9bc9-d094b9ea317b';
const V6 = '64bc14c2-52a6-4188-aaeb-d24922125c2c';

const RULES: Readonly<Record<string, readonly (readonly [string, JsonObject])[]>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'canned-rules.json'), 'utf8'),
);

const rule = (id: string, more: JsonObject, group = GROUP): JsonObject => ({
  ...{ remote_group_id: null, direction: 'ingress', protocol: null, ethertype: 'IPv4' },
  ...{ tenant_id: TENANT, port_range_max: null, security_group_id: group },
  ...{ port_range_min: null, remote_ip_prefix: null, id },
  ...more,
});

const group = (set: string): JsonObject => ({
  ...{ id: GROUP, tenant_id: TENANT, name: set === 'many' ? 'many' : 'default' },
  description: 'Default security group',
  security_group_rules: (RULES[set] ?? []).map(([id, more]) => rule(id, more)),
});

const network: JsonObject = {
  ...{ id: NETWORK, name: 'private', tenant_id: TENANT, admin_state_up: true, shared: false },
  ...{ 'router:external': false, status: 'ACTIVE', subnets: [V6, V4] },
};

const subnet = (more: JsonObject): JsonObject => ({
  ...{ tenant_id: TENANT, network_id: NETWORK, dns_nameservers: [], host_routes: [] },
  ...{ enable_dhcp: true, ipv6_address_mode: null, ipv6_ra_mode: null, subnetpool_id: null },
  ...more,
});

const SUBNETS: readonly JsonObject[] = [
  subnet({
    ...{ id: V4, name: 'private-subnet', cidr: '10.0.0.0/24', gateway_ip: '10.0.0.1' },
    ...{ ip_version: 4, allocation_pools: [{ start: '10.0.0.2', end: '10.0.0.254' }] },
  }),
  subnet({
    ...{ id: V6, name: 'ipv6-private-subnet', cidr: 'fde5:95da:6b50::/64', ip_version: 6 },
    gateway_ip: 'fde5:95da:6b50::1',
    allocation_pools: [{ start: 'fde5:95da:6b50::2', end: 'fde5:95da:6b50:0:ffff:ffff:ffff:ffff' }],
  }),
];

const port = (admin: boolean): JsonObject => ({
  ...{ id: PORT, name: '', tenant_id: TENANT, network_id: NETWORK, admin_state_up: true },
  ...{ status: 'ACTIVE', mac_address: 'fa:16:3e:c5:a9:74', device_id: '', device_owner: '' },
  fixed_ips: [
    { subnet_id: V6, ip_address: 'fde5:95da:6b50:0:f816:3eff:fec5:a974' },
    { subnet_id: V4, ip_address: '10.0.0.3' },
  ],
  ...{ security_groups: [GROUP], 'binding:vnic_type': 'normal', extra_dhcp_opts: [] },
  ...(admin
    ? {
        'binding:host_id': '',
        'binding:profile': { parent_name: PORT, tag: 42 },
        'binding:vif_details': { port_filter: true },
        'binding:vif_type': 'ovs',
      }
    : {}),
});

const router: JsonObject = {
  ...{ id: '5e2cc3bb-8d1b-4b5c-9a83-5bb1b7a3d0aa', name: 'router1', tenant_id: TENANT },
  ...{ admin_state_up: true, status: 'ACTIVE', external_gateway_info: null, routes: [] },
};

/** Returns what the server answered to the creation of a resource. */
function created(collection: string, attributes: JsonObject): JsonObject {
  switch (collection) {
    case 'security-groups': {
      const id = '0000001e-0000-4000-8000-00000000001e';
      const rules = ['IPv4', 'IPv6'].map((ethertype, i) =>
        rule(
          `000000${28 + i}-0000-4000-8000-0000000000${28 + i}`,
          { direction: 'egress', ethertype },
          id,
        ),
      );
      const { name = '', description = '' } = attributes;
      return { id, tenant_id: TENANT, name, description, security_group_rules: rules };
    }
    case 'security-group-rules': {
      const number = attributes['remote_group_id'] === undefined ? '2a' : '2b';
      const id = `000000${number}-0000-4000-8000-0000000000${number}`;
      const {
        security_group_id: _,
        port_range_min: min,
        port_range_max: max,
        ...more
      } = attributes;
      const ports =
        min === undefined ? {} : { port_range_min: Number(min), port_range_max: Number(max) };
      return rule(id, { ...more, ...ports });
    }
    case 'networks':
      return { ...network, subnets: [] };
    case 'subnets':
      return SUBNETS[0] ?? {};
    case 'ports': {
      const { extra_dhcp_opts: _, ...shown } = port(false);
      return shown;
    }
    default:
      return router;
  }
}

export function cannedServer({
  groups = ['scene1'],
  ports = 1,
  admin = false,
  error,
}: Canned): NeutronApi {
  const collections: Readonly<Record<string, readonly JsonObject[]>> = {
    'security-groups': groups.map(group),
    'security-group-rules': (RULES[groups[0] ?? ''] ?? []).map(([id, more]) => rule(id, more)),
    networks: [network],
    subnets: SUBNETS,
    ports: Array.from({ length: ports }, () => port(admin)),
    routers: [router],
  };
  return {
    request({ method, path, query = [], body = {} }: NeutronRequest): NeutronResponse {
      const [collection = '', id, action] = path.split('/');
      const plural = collection.replaceAll('-', '_');
      const singular = plural.slice(0, -1);
      if (method !== 'GET' && error !== undefined) {
        return { status: 409, body: { NeutronError: { type: '', message: error, detail: '' } } };
      }
      if (action !== undefined) return { status: 200, body: { port_id: PORT } };
      if (method === 'POST') {
        const attributes = Object.values(body)[0] as JsonObject;
        return { status: 201, body: { [singular]: created(collection, attributes) } };
      }
      if (method !== 'GET') return { status: 200, body: {} };
      const fields = query.filter(([name]) => name === 'fields').map(([, value]) => value);
      const trimmed = (resource: JsonObject): JsonObject =>
        fields.length === 0
          ? resource
          : Object.fromEntries(Object.entries(resource).filter(([name]) => fields.includes(name)));
      const all = collections[collection] ?? [];
      if (id !== undefined) {
        const found = all.find((resource) => resource['id'] === id);
        return { status: 200, body: { [singular]: trimmed(found ?? {}) } };
      }
      const matching = all.filter((resource) =>
        ['id', 'name'].every((name) => {
          const wanted = query.filter(([other]) => other === name).map(([, value]) => value);
          return wanted.length === 0 || wanted.includes(String(resource[name]));
        }),
      );
      return { status: 200, body: { [plural]: matching.map(trimmed) } };
    },
  };
}
