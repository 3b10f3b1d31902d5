/** Sends requests to a Neutron server over empty databases. */
import { ManualClock } from '../../src/lib/clock.js';
import type { JsonObject } from '../../src/lib/json.js';
import { SeededRandom } from '../../src/lib/random.js';
import type { Caller, NeutronMethod, NeutronResponse } from '../../src/neutron/api.js';
import { NeutronDriver } from '../../src/neutron/driver/driver.js';
import { NEUTRON } from '../../src/neutron/schema.js';
import { NeutronService } from '../../src/neutron/service.js';
import { Database } from '../../src/ovsdb/database.js';
import { OVN_NORTHBOUND } from '../../src/releases/2015/schemas/ovn-northbound.js';

export const DEMO: Caller = { tenant: 'demo', admin: false };

/** Returns a server with its driver. */
export function newServer() {
  const random = SeededRandom.fromSeed(7);
  const database = new Database(NEUTRON, random);
  const nb = new Database(OVN_NORTHBOUND, random);
  const driver = new NeutronDriver({ neutron: database, nb });
  const neutron = new NeutronService({
    ...{ database, driver, random, clock: new ManualClock(1e12) },
    settle: () => driver.run(),
  });
  const request = (
    method: NeutronMethod,
    path: string,
    body?: JsonObject,
    caller = DEMO,
  ): NeutronResponse => neutron.server.request({ method, path, caller, ...(body ? { body } : {}) });
  return {
    ...{ database, nb, driver, neutron, request },
    /** Creates a resource, which must succeed, and returns it. */
    create(path: string, attributes: JsonObject, caller = DEMO): JsonObject {
      const name = path.replaceAll('-', '_').slice(0, -1);
      const { status, body = {} } = request('POST', path, { [name]: attributes }, caller);
      if (status !== 201) throw new Error(JSON.stringify(body));
      return body[name] as JsonObject;
    },
    /** Returns everything that a request can change. */
    look: (): string => JSON.stringify([database.toJSON(), nb.toJSON()]),
  };
}
