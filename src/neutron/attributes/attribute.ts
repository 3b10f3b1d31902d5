/**
 * Defines attributes of resources as rows that say who may set them, and how their values are
 * checked. Mirrors `RESOURCE_ATTRIBUTE_MAP` of the reference.
 */
import type { Json, JsonObject } from '../../lib/json.js';
import { badRequest } from '../errors.js';

/**
 * Checks a value and brings it into the form that is stored.
 *
 * @throws NeutronError if the value is not accepted
 */
export type Converter<T> = (value: Json, name: string) => T;

export interface Attribute<T = unknown> {
  /** Accepted in requests that create the resource. */
  readonly post?: boolean;
  /** Accepted in requests that update it. */
  readonly put?: boolean;
  /** True if requests that create the resource must have it. */
  readonly required?: boolean;
  /** The value of requests that leave it out, before conversion. */
  readonly default?: Json;
  readonly convert?: Converter<T>;
}

export type Attributes = Readonly<Record<string, Attribute>>;

/** The values of attributes after conversion. Those that a request leaves out are undefined. */
export type Values<A extends Attributes> = {
  readonly [N in keyof A]: A[N] extends Attribute<infer T> ? T | undefined : never;
};

/**
 * Checks the body of a request. Mirrors `prepare_request_body()` and `convert_value()`.
 *
 * @throws NeutronError if an attribute is unknown, missing, not settable or not acceptable
 */
export function readBody<A extends Attributes>(
  attributes: A,
  body: JsonObject,
  method: 'POST' | 'PUT',
): Values<A> {
  const unknown = Object.keys(body).filter((name) => !Object.hasOwn(attributes, name));
  if (unknown.length > 0) {
    throw badRequest('HTTPBadRequest', `Unrecognized attribute(s) '${unknown.join(', ')}'`);
  }
  const given: Record<string, Json> = { ...body };
  for (const [name, attribute] of Object.entries(attributes)) {
    const present = Object.hasOwn(body, name);
    if (method === 'PUT') {
      if (present && attribute.put !== true) {
        throw badRequest('HTTPBadRequest', `Cannot update read-only attribute ${name}`);
      }
    } else if (attribute.post !== true) {
      if (present) throw badRequest('HTTPBadRequest', `Attribute '${name}' not allowed in POST`);
    } else if (!present && attribute.required === true) {
      throw badRequest(
        'HTTPBadRequest',
        `Failed to parse request. Required attribute '${name}' not specified`,
      );
    } else if (!present && attribute.default !== undefined) {
      given[name] = attribute.default;
    }
  }
  const values: Record<string, unknown> = {};
  for (const [name, { convert }] of Object.entries(attributes)) {
    const value = given[name];
    if (value !== undefined) values[name] = convert ? convert(value, name) : value;
  }
  // Each converter returns the type of its attribute.
  return values as Values<A>;
}
