/** Random histories of requests to a Neutron server. */
import fc from 'fast-check';
import type { JsonObject } from '../../src/lib/json.js';
import type { NeutronMethod, NeutronResponse } from '../../src/neutron/api.js';

/** Long enough for histories in which most requests find resources. */
export const requests = (maxLength: number): fc.Arbitrary<readonly Request[]> =>
  fc.array(request, { maxLength, size: 'max' });

/** A request whose ids are numbers of existing resources. */
export interface Request {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const request: fc.Arbitrary<Request> = fc.record({
  kind: fc.nat(25),
  a: fc.nat(20),
  b: fc.nat(20),
  c: fc.nat(20),
});

type Send = (method: NeutronMethod, path: string, body?: JsonObject) => NeutronResponse;

/** Sends requests to a server, some of which fail. */
export class History {
  readonly #request: Send;

  constructor(request: Send) {
    this.#request = request;
  }

  /** Creates a few resources, which later requests use. */
  furnish(): this {
    // The first list of groups makes the default group.
    this.#id('security-groups', 0);
    const send = this.#request;
    for (const [i, more] of [{}, provider(0), { 'router:external': true }].entries()) {
      send('POST', 'networks', { network: { name: `n${i}`, ...more } });
      const network_id = this.#id('networks', i);
      const subnet = { network_id, ip_version: 4, cidr: `10.${i}.0.0/28` };
      send('POST', 'subnets', { subnet });
      for (let n = 0; n < 2; n++) send('POST', 'ports', { port: { network_id } });
    }
    send('POST', 'security-groups', { security_group: { name: 'g' } });
    send('POST', 'routers', { router: {} });
    const path = `routers/${this.#id('routers', 0)}/add_router_interface`;
    send('PUT', path, { subnet_id: this.#id('subnets', 0) });
    return this;
  }

  #id(collection: string, n: number): string {
    const list = Object.values(this.#request('GET', collection).body ?? {})[0];
    const ids = (Array.isArray(list) ? list : []).map((row) => String((row as JsonObject)['id']));
    return ids[n % Math.max(1, ids.length)] ?? '11111111-2222-4333-8444-555555555555';
  }

  /** @returns the status of the answer */
  send({ kind, a, b, c }: Request): number {
    const send = this.#request;
    const id = (collection: string, n: number) => this.#id(collection, n);
    const group = () => id('security-groups', b);
    const kinds: readonly (() => { readonly status: number })[] = [
      () => send('POST', 'networks', { network: { name: `n${a}`, ...provider(b) } }),
      () =>
        send('POST', 'subnets', {
          subnet: { network_id: id('networks', a), ip_version: 4, cidr: `10.${b}.0.0/28` },
        }),
      () => send('POST', 'ports', { port: { network_id: id('networks', a), name: `p${b}` } }),
      () =>
        send('POST', 'ports', {
          port: {
            network_id: id('networks', a),
            security_groups: [group(), id('security-groups', c)],
          },
        }),
      () =>
        send('PUT', `ports/${id('ports', a)}`, {
          port: { security_groups: c % 3 ? [group()] : [] },
        }),
      () =>
        send('PUT', `ports/${id('ports', a)}`, {
          port: { admin_state_up: b % 2 === 0, name: `q${c}` },
        }),
      () =>
        send('PUT', `ports/${id('ports', a)}`, {
          port: { fixed_ips: [{ ip_address: `10.${b}.0.${c}` }] },
        }),
      () => send('DELETE', `ports/${id('ports', a)}`),
      () => send('POST', 'security-groups', { security_group: { name: `g${a}` } }),
      () => send('DELETE', `security-groups/${group()}`),
      () =>
        send('POST', 'security-group-rules', {
          security_group_rule: {
            ...{ security_group_id: group(), direction: a % 3 ? 'ingress' : 'egress' },
            ...(c % 2
              ? { remote_group_id: id('security-groups', c) }
              : { remote_ip_prefix: `10.${a}.0.0/16` }),
            ...(a % 2 ? { protocol: 'tcp', port_range_min: b, port_range_max: b + c } : {}),
          },
        }),
      () => send('DELETE', `security-group-rules/${id('security-group-rules', a)}`),
      () => send('PUT', `networks/${id('networks', a)}`, { network: { name: `m${b}` } }),
      () => send('DELETE', `networks/${id('networks', a)}`),
      () => send('POST', 'routers', { router: { name: `r${a}` } }),
      () =>
        send('PUT', `routers/${id('routers', a)}/add_router_interface`, {
          subnet_id: id('subnets', b),
        }),
      () =>
        send('PUT', `routers/${id('routers', a)}/remove_router_interface`, {
          subnet_id: id('subnets', b),
        }),
      () => send('DELETE', `routers/${id('routers', a)}`),
      () =>
        send('PUT', `routers/${id('routers', a)}/add_router_interface`, {
          port_id: id('ports', b),
        }),
      () =>
        send('PUT', `routers/${id('routers', a)}`, {
          router: {
            ...(b % 3 ? { name: `s${b}` } : { routes: [route(b, c)] }),
            ...(c % 2 ? { external_gateway_info: c % 4 ? gateway(id('networks', c)) : {} } : {}),
          },
        }),
      () =>
        send('POST', 'networks', {
          network: { name: `x${a}`, 'router:external': true, shared: b % 2 === 0 },
        }),
      () =>
        send('POST', 'subnets', {
          subnet: {
            ...{ network_id: id('networks', a), ip_version: 6, cidr: `fd00:${b}::/64` },
            ...(c % 2 ? { ipv6_address_mode: 'slaac', ipv6_ra_mode: 'slaac' } : {}),
          },
        }),
      () =>
        send('PUT', `subnets/${id('subnets', a)}`, {
          subnet: { gateway_ip: `10.${b}.0.${c}`, enable_dhcp: c % 2 === 0 },
        }),
      () =>
        send('PUT', `ports/${id('ports', a)}`, {
          port: { fixed_ips: [{ subnet_id: id('subnets', b) }, { subnet_id: id('subnets', c) }] },
        }),
      () =>
        send('POST', 'ports', {
          port: {
            network_id: id('networks', a),
            'binding:profile':
              c % 3
                ? { parent_name: id('ports', b), tag: c }
                : { vtep_physical_switch: 'p', vtep_logical_switch: 'l' },
          },
        }),
      () => send('DELETE', `subnets/${id('subnets', b)}`),
    ];
    const one = kinds[kind % kinds.length];
    if (!one) throw new Error('unreachable');
    return one().status;
  }
}

const provider = (n: number): JsonObject =>
  n % 4 === 0
    ? {
        'provider:network_type': 'vlan',
        'provider:physical_network': 'p',
        'provider:segmentation_id': n,
      }
    : {};

const route = (b: number, c: number): JsonObject => ({
  destination: `10.${c}.0.0/16`,
  nexthop: `10.${b}.0.9`,
});

const gateway = (network_id: string): JsonObject => ({ network_id });
