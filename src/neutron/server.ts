/** The Neutron server: dispatches requests and answers them. Mirrors `neutron/api/v2/base.py`. */

import type { Clock } from '../lib/clock.js';
import { isJsonObject, type JsonObject } from '../lib/json.js';
import type { RandomSource } from '../lib/random.js';
import { isUuid } from '../lib/uuid.js';
import type { Caller, NeutronApi, NeutronRequest, NeutronResponse } from './api.js';
import { badRequest, NeutronError, noSuchPath } from './errors.js';
import { listed } from './listing.js';
import type { Resource } from './resource.js';
import { NETWORKS } from './resources/networks.js';
import { PORTS } from './resources/ports.js';
import { ROUTERS } from './resources/routers.js';
import { SECURITY_GROUP_RULES } from './resources/security-group-rules.js';
import { SECURITY_GROUPS } from './resources/security-groups.js';
import { SUBNETS } from './resources/subnets.js';
import type { NeutronDatabase } from './schema.js';
import { Session } from './session.js';

export const RESOURCES: readonly Resource[] = [
  NETWORKS,
  SUBNETS,
  PORTS,
  ROUTERS,
  SECURITY_GROUPS,
  SECURITY_GROUP_RULES,
];

/** Resources by the names in paths: `security-groups`. */
const BY_PATH = new Map(
  RESOURCES.map((resource) => [resource.plural.replaceAll('_', '-'), resource]),
);

export interface ServerOptions {
  readonly database: NeutronDatabase;
  readonly random: RandomSource;
  readonly clock: Clock;
  /** Updates everything that is derived from Neutron's state. Called after each change. */
  readonly settle: () => void;
}

export class NeutronServer implements NeutronApi {
  readonly #options: ServerOptions;

  constructor(options: ServerOptions) {
    this.#options = options;
  }

  request(request: NeutronRequest): NeutronResponse {
    try {
      return this.#handle(request);
    } catch (error) {
      if (!(error instanceof NeutronError)) throw error;
      const { status, type, message } = error;
      return { status, body: { NeutronError: { type, message, detail: '' } } };
    }
  }

  /** @throws NeutronError */
  #handle({ method, path, query = [], body, caller }: NeutronRequest): NeutronResponse {
    const [collection = '', id, action, ...rest] = path.split('/');
    const resource = BY_PATH.get(collection);
    if (!resource || rest.length > 0) throw noSuchPath();
    if (id === undefined) {
      if (method === 'GET') {
        this.#write(caller, (session) => resource.prepare?.(session));
        return { status: 200, body: list(this.#session(caller), resource, query) };
      }
      if (method !== 'POST') throw noSuchPath();
      const attributes = attributesIn(resource, body);
      const id = this.#write(caller, (session) => resource.create(session, attributes));
      const session = this.#session(caller);
      const shown = show(session, resource, id, []);
      const answer = resource.answer?.(session, shown, attributes) ?? shown;
      return { status: 201, body: { [resource.name]: answer } };
    }
    if (!isUuid(id)) throw resource.missing(id);
    const found = id.toLowerCase();
    if (action !== undefined) {
      const act = method === 'PUT' ? resource.actions.get(action) : undefined;
      if (!act) throw noSuchPath();
      const answer = this.#write(caller, (session) => act(session, found, body ?? {}));
      return { status: 200, body: answer };
    }
    if (method === 'POST') throw noSuchPath();
    if (method === 'DELETE') {
      this.#write(caller, (session) => resource.delete(session, found));
      return { status: 204 };
    }
    if (method === 'PUT') {
      const attributes = attributesIn(resource, body);
      this.#write(caller, (session) => resource.update(session, found, attributes));
    }
    const shown = show(this.#session(caller), resource, found, query);
    return { status: 200, body: { [resource.name]: shown } };
  }

  #session(caller: Caller): Session {
    const { database, random, clock } = this.#options;
    return new Session(database, random, caller, clock.now());
  }

  /** Runs `change` in a transaction of its own. */
  #write<T>(caller: Caller, change: (session: Session) => T): T {
    const session = this.#session(caller);
    const result = change(session);
    if (session.tx.commit().tables.size > 0) this.#options.settle();
    return result;
  }
}

function attributesIn({ name }: Resource, body: JsonObject = {}): JsonObject {
  const attributes = body[name];
  if (isJsonObject(attributes)) return attributes;
  throw badRequest('HTTPBadRequest', `Unable to find '${name}' in request body`);
}

function list(
  session: Session,
  resource: Resource,
  query: readonly (readonly [string, string])[],
): JsonObject {
  const all: JsonObject[] = [];
  for (const { _uuid } of session.tx.rows(resource.table)) {
    const shown = resource.show(session, _uuid);
    if (shown) all.push(shown);
  }
  return { [resource.plural]: listed(all, query) };
}

function show(
  session: Session,
  resource: Resource,
  id: string,
  query: readonly (readonly [string, string])[],
): JsonObject {
  const shown = resource.show(session, id);
  if (!shown) throw resource.missing(id);
  const [only = shown] = listed(
    [shown],
    query.filter(([name]) => name === 'fields'),
  );
  return only;
}
