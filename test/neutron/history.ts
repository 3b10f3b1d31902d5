/** Random histories of requests to a Neutron server. */
import fc from 'fast-check';
import type { JsonObject } from '../../src/lib/json.js';
import type { NeutronMethod, NeutronResponse } from '../../src/neutron/api.js';

/** A request whose ids are numbers of existing resources. */
export interface Request {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

export const request: fc.Arbitrary<Request> = fc.record({
  kind: fc.nat(),
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
    // The first list of groups makes the default group.
    this.#id('security-groups', 0);
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
