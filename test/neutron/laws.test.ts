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
import { History, requests } from './history.js';
import { newServer } from './requests.js';

/** Replaces the UUIDs of router ports, which no two databases share. */
const withoutUuids = (northbound: JsonObject): string =>
  JSON.stringify(northbound).replace(/"router-port":"[\da-f-]{36}"/g, '"router-port":"UUID"');

it(
  'what the driver wrote step by step is what it would write at once',
  () => {
    fc.assert(
      fc.property(requests(60), (sent) => {
        const server = newServer();
        const history = new History(server.request).furnish();
        for (const one of sent) history.send(one);
        const { database, nb, neutron } = server;
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
      fc.property(requests(40), (sent) => {
        const server = newServer();
        const history = new History(server.request).furnish();
        for (const one of sent) {
          const before = server.look();
          if (history.send(one) >= 400) expect(server.look()).toBe(before);
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
        requests(40),
        fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
        (sent, places) => {
          const server = newServer();
          const history = new History(server.request).furnish();
          for (const one of sent) history.send(one);
          const { nb, neutron } = server;
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
