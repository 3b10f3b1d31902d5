/** Tests laws of the server and the driver over random histories. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/json.js';
import { SeededRandom } from '../../src/lib/random.js';
import { NeutronDriver } from '../../src/neutron/driver/driver.js';
import { northboundJson } from '../../src/neutron/driver/northbound-json.js';
import { Database } from '../../src/ovsdb/database.js';
import { OVN_NORTHBOUND } from '../../src/releases/2015/schemas/ovn-northbound.js';
import { LONG_TIMEOUT, times } from '../slow.js';
import { newServer } from './requests.js';

/** A request whose ids are numbers of existing resources. */
interface Request {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const request: fc.Arbitrary<Request> = fc.record({
  kind: fc.nat(),
  a: fc.nat(20),
  b: fc.nat(20),
  c: fc.nat(20),
});

/** Sends requests to a server, some of which fail. */
class History {
  readonly server = newServer();

  constructor() {
    // The first list of groups makes the default group.
    this.#id('security-groups', 0);
  }

  #id(collection: string, n: number): string {
    const list = Object.values(this.server.request('GET', collection).body ?? {})[0];
    const ids = (Array.isArray(list) ? list : []).map((row) => String((row as JsonObject)['id']));
    return ids[n % Math.max(1, ids.length)] ?? '11111111-2222-4333-8444-555555555555';
  }

  /** @returns the status of the answer */
  send({ kind, a, b, c }: Request): number {
    const { request: send } = this.server;
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

/** Replaces the UUIDs of router ports, which no two databases share. */
const withoutUuids = (northbound: JsonObject): string =>
  JSON.stringify(northbound).replace(/"router-port":"[\da-f-]{36}"/g, '"router-port":"UUID"');

it(
  'what the driver wrote step by step is what it would write at once',
  () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 60 }), (requests) => {
        const history = new History();
        for (const one of requests) history.send(one);
        const { database, nb, neutron } = history.server;
        expect(neutron.compare(false)).toEqual([]);
        const fresh = new Database(OVN_NORTHBOUND, SeededRandom.fromSeed(1));
        new NeutronDriver({ neutron: database, nb: fresh }).compare(true);
        expect(withoutUuids(northboundJson(nb))).toBe(withoutUuids(northboundJson(fresh)));
      }),
      { numRuns: times(60, 5000) },
    );
  },
  LONG_TIMEOUT,
);

it(
  'a request that fails changes nothing',
  () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 40 }), (requests) => {
        const history = new History();
        for (const one of requests) {
          const before = history.server.look();
          if (history.send(one) >= 400) expect(history.server.look()).toBe(before);
        }
      }),
      { numRuns: times(15, 2000) },
    );
  },
  LONG_TIMEOUT,
);

it(
  'sync repairs whatever was changed by hand among its rows, and leaves others alone',
  () => {
    fc.assert(
      fc.property(
        fc.array(request, { maxLength: 40 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
        (requests, places) => {
          const history = new History();
          for (const one of requests) history.send(one);
          const { nb, neutron } = history.server;
          const wanted = withoutUuids(northboundJson(nb));
          const own = nb.begin();
          own.insert('Logical_Switch', { name: 'mine', external_ids: new Map([['a', 'b']]) });
          own.commit();
          for (const place of places) {
            const acls = [...nb.rows('ACL')];
            const ports = [...nb.rows('Logical_Port')];
            const tx = nb.begin();
            const acl = acls[place % Math.max(1, acls.length)];
            const port = ports[place % Math.max(1, ports.length)];
            const home = [...nb.rows('Logical_Switch')].find((row) =>
              row.ports.includes(port?._uuid ?? ''),
            );
            if (place % 3 === 0 && acl) tx.update('ACL', acl._uuid, { match: 'ip', log: true });
            else if (place % 3 === 1 && port)
              tx.update('Logical_Port', port._uuid, { addresses: ['unknown'] });
            else if (home && port) {
              tx.update('Logical_Switch', home._uuid, {
                ports: home.ports.filter((id) => id !== port._uuid),
              });
            }
            tx.commit();
          }
          const found = neutron.compare(false);
          expect(neutron.compare(true)).toEqual(found);
          expect(neutron.compare(false)).toEqual([]);
          const { switches, ...rest } = northboundJson(nb);
          const kept = (switches as JsonObject[]).filter(({ name }) => name !== 'mine');
          expect(kept.length).toBe((switches as JsonObject[]).length - 1);
          expect(withoutUuids({ ...rest, switches: kept })).toBe(wanted);
        },
      ),
      { numRuns: times(40, 3000) },
    );
  },
  LONG_TIMEOUT,
);
