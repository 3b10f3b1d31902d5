/** The connection of the `neutron` command to its server: requests, and resources by name. */
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.js';
import type { Caller, NeutronApi, NeutronMethod } from '../../neutron/api.js';

/** An error that the command prints. */
export class ClientError extends Error {}

export type Query = readonly (readonly [name: string, value: string])[];

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/i;

export class Client {
  readonly #api: NeutronApi;
  readonly #caller: Caller;

  constructor(api: NeutronApi, caller: Caller) {
    this.#api = api;
    this.#caller = caller;
  }

  /** @throws ClientError with the server's message */
  #request(method: NeutronMethod, path: string, more: { query?: Query; body?: JsonObject } = {}) {
    const { status, body = {} } = this.#api.request({
      ...{ method, path, caller: this.#caller },
      ...more,
    });
    if (status < 400) return body;
    const { NeutronError: error } = body;
    const { message, detail } = isJsonObject(error) ? error : {};
    const text = typeof message === 'string' ? message : `HTTP status ${status}`;
    throw new ClientError(
      typeof detail === 'string' && detail !== '' ? `${text}\n${detail}` : text,
    );
  }

  list(resource: string, query: Query = []): readonly JsonObject[] {
    const found = this.#request('GET', pathOf(resource), { query })[pluralOf(resource)];
    return Array.isArray(found) ? found.filter(isJsonObject) : [];
  }

  show(resource: string, id: string, query: Query = []): JsonObject {
    return objectIn(this.#request('GET', `${pathOf(resource)}/${id}`, { query })[resource]);
  }

  create(resource: string, attributes: JsonObject): JsonObject {
    const body = { [resource]: attributes };
    return objectIn(this.#request('POST', pathOf(resource), { body })[resource]);
  }

  update(resource: string, id: string, attributes: JsonObject): void {
    this.#request('PUT', `${pathOf(resource)}/${id}`, { body: { [resource]: attributes } });
  }

  delete(resource: string, id: string): void {
    this.#request('DELETE', `${pathOf(resource)}/${id}`);
  }

  /** Calls an action of a resource, such as `add_router_interface`. */
  act(resource: string, id: string, action: string, body: JsonObject): JsonObject {
    return this.#request('PUT', `${pathOf(resource)}/${id}/${action}`, { body });
  }

  /**
   * Returns the id of a resource that is given by name or id.
   *
   * @throws ClientError unless there is exactly one
   */
  find(resource: string, nameOrId: string): string {
    const fields = ['fields', 'id'] as const;
    if (UUID.test(nameOrId)) {
      const [found] = this.list(resource, [['id', nameOrId], fields]);
      if (found) return idOf(found);
    }
    const found = this.list(resource, [['name', nameOrId], fields]);
    const [only] = found;
    if (!only) throw new ClientError(`Unable to find ${resource} with name '${nameOrId}'`);
    if (found.length === 1) return idOf(only);
    throw new ClientError(
      `Multiple ${resource} matches found for name '${nameOrId}', use an ID to be more specific.`,
    );
  }
}

const objectIn = (json: Json | undefined): JsonObject => (isJsonObject(json) ? json : {});

export const idOf = ({ id }: JsonObject): string => (typeof id === 'string' ? id : '');

export const pluralOf = (resource: string): string => `${resource}s`;

const pathOf = (resource: string): string => pluralOf(resource).replaceAll('_', '-');
