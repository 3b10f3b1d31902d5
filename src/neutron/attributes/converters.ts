/** Converters of attribute values. Mirrors the validators of `neutron/api/v2/attributes.py`. */
import { parseMac } from '../../lib/addresses.js';
import { formatIp, parseIp } from '../../lib/ip.js';
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.js';
import { isUuid } from '../../lib/uuid.js';
import { parseCidr } from '../addressing/cidr.js';
import { invalidAttribute, invalidInput } from '../errors.js';
import { pythonRepr, pythonText } from '../python-text.js';
import type { Converter } from './attribute.js';

/** The maximum length of names and other texts. */
const MAX_TEXT = 255;

export const text: Converter<string> = (value, name) => {
  if (typeof value !== 'string') {
    throw invalidAttribute(name, `'${pythonText(value)}' is not a valid string`);
  }
  if (value.length > MAX_TEXT) {
    throw invalidAttribute(name, `'${value}' exceeds maximum length of ${MAX_TEXT}`);
  }
  return value;
};

/** Accepts anything; a resource checks the text itself. */
export const anyText: Converter<string> = (value) => pythonText(value);

/** Returns a converter that also accepts the absence of a value. */
export const orNone =
  <T>(convert: Converter<T>): Converter<T | null> =>
  (value, name) =>
    value === null ? null : convert(value, name);

export const truth: Converter<boolean> = (value) => {
  if (typeof value === 'boolean') return value;
  if (value === 1 || value === 0) return value === 1;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (word === 'true' || word === '1') return true;
  if (word === 'false' || word === '0') return false;
  throw invalidInput(`'${pythonText(value)}' cannot be converted to boolean`);
};

/** Returns the integer that a value stands for, as Python's `int()` does. */
export function integerIn(value: Json): number | undefined {
  if (typeof value === 'number') return Math.trunc(value);
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : undefined;
}

export const whole: Converter<number> = (value) => {
  const number = integerIn(value);
  if (number !== undefined) return number;
  throw invalidInput(`'${pythonText(value)}' is not a integer`);
};

export const uuid: Converter<string> = (value, name) => {
  if (typeof value === 'string' && isUuid(value)) return value.toLowerCase();
  throw invalidAttribute(name, `'${pythonText(value)}' is not a valid UUID`);
};

/** Returns a converter that accepts one of a few values. */
export const oneOf =
  <const T extends Json>(values: readonly T[], convert?: Converter<Json>): Converter<T> =>
  (value, name) => {
    const converted = convert ? convert(value, name) : value;
    const found = values.find((candidate) => candidate === converted);
    if (found !== undefined) return found;
    throw invalidAttribute(name, `'${pythonText(converted)}' is not in ${pythonRepr([...values])}`);
  };

export const macAddress: Converter<string> = (value, name) => {
  const mac = typeof value === 'string' ? parseMac(value) : undefined;
  const complete = typeof value === 'string' && /^[\da-f]{2}(:[\da-f]{2}){5}$/i.test(value);
  if (complete && mac !== 0n && mac !== 0xffff_ffff_ffffn) return value.toLowerCase();
  throw invalidAttribute(name, `'${pythonText(value)}' is not a valid MAC address`);
};

export const ipAddress: Converter<string> = (value, name) => {
  const address = typeof value === 'string' ? parseIp(value) : undefined;
  if (address) return formatIp(address);
  throw invalidAttribute(name, `'${pythonText(value)}' is not a valid IP address`);
};

/** Accepts a network in full, such as `10.0.0.0/24`. */
export const subnetCidr: Converter<string> = (value, name) => {
  const written = pythonText(value);
  const cidr = parseCidr(written);
  if (!cidr) throw invalidAttribute(name, `'${written}' is not a valid IP subnet`);
  const right = cidr.family === 4 ? cidr.network : cidr.written;
  if (written.includes('/') && right.split('/')[0] === written.split('/')[0]) return cidr.written;
  if (cidr.family === 6 && written.includes('/')) return cidr.written;
  throw invalidAttribute(
    name,
    `'${written}' isn't a recognized IP subnet cidr, '${cidr.network}' is recommended`,
  );
};

export const object: Converter<JsonObject> = (value, name) => {
  if (isJsonObject(value)) return value;
  throw invalidAttribute(name, `'${pythonText(value)}' is not a dictionary`);
};

/** Returns a converter of lists. */
export const listOf =
  <T>(convert: Converter<T>): Converter<readonly T[]> =>
  (value, name) => {
    if (value === null) return [];
    if (!Array.isArray(value)) {
      throw invalidAttribute(name, `'${pythonText(value)}' is not a list`);
    }
    return value.map((item) => convert(item, name));
  };

export const nameservers: Converter<readonly string[]> = (value, name) => {
  const list: readonly Json[] | undefined = value === null ? [] : arrayOrNone(value);
  if (!list) {
    throw invalidAttribute(name, `Invalid data format for nameserver: '${pythonText(value)}'`);
  }
  const seen = new Set<string>();
  for (const item of list) {
    const address = typeof item === 'string' ? parseIp(item) : undefined;
    if (!address) {
      const written = `'${pythonText(item)}'`;
      throw invalidAttribute(
        name,
        `${written} is not a valid nameserver. ${written} is not a valid IP address`,
      );
    }
    const known = formatIp(address);
    if (seen.has(known)) throw invalidAttribute(name, `Duplicate nameserver '${known}'`);
    seen.add(known);
  }
  return [...seen];
};

/** A route of a subnet or a router. */
export type Route = JsonObject & { readonly destination: string; readonly nexthop: string };

export const routes: Converter<readonly Route[]> = (value, name) => {
  if (value === null) return [];
  if (!Array.isArray(value)) {
    throw invalidAttribute(name, `Invalid data format for hostroute: '${pythonText(value)}'`);
  }
  const seen = new Set<string>();
  return value.map((route: Json) => {
    const { destination, nexthop } = withKeys(route, name, ['destination', 'nexthop']);
    const checked = {
      destination: subnetCidr(destination, name),
      nexthop: ipAddress(nexthop, name),
    };
    const key = `${checked.destination} ${checked.nexthop}`;
    if (seen.has(key)) throw invalidAttribute(name, `Duplicate hostroute '${pythonText(checked)}'`);
    seen.add(key);
    return checked;
  });
};

/**
 * Returns the members of an object that has certain keys. Mirrors `_verify_dict_keys()`.
 *
 * @param others true if it may have other keys as well
 * @throws NeutronError if a value is anything else
 */
export function withKeys<const K extends string>(
  value: Json,
  name: string,
  keys: readonly K[],
  others = false,
): Readonly<Record<K, Json>> {
  if (!isJsonObject(value)) {
    throw invalidAttribute(
      name,
      `Invalid input. '${pythonText(value)}' must be a dictionary with keys: ` +
        pythonRepr([...keys]),
    );
  }
  const given = Object.keys(value);
  if (!keys.every((key) => given.includes(key)) || (!others && given.length > keys.length)) {
    throw invalidAttribute(
      name,
      `Validation of dictionary's keys failed. Expected keys: set(${pythonRepr([...keys])}) ` +
        `Provided keys: set(${pythonRepr(given, 'u')})`,
    );
  }
  const members = keys.map((key) => [key, value[key] ?? null]);
  return Object.fromEntries(members) as Record<K, Json>;
}

const arrayOrNone = (value: Json): readonly Json[] | undefined =>
  Array.isArray(value) ? value : undefined;

/** A part of a request for addresses: a subnet, an address, or both. */
export interface WantedIp {
  readonly subnet_id?: string | undefined;
  readonly ip_address?: string | undefined;
}

export const wantedIps: Converter<readonly WantedIp[]> = (value, name) => {
  const list = arrayOrNone(value);
  const bad = (json: Json) =>
    invalidAttribute(name, `Invalid data format for fixed IP: '${pythonText(json)}'`);
  if (!list) throw bad(value);
  const seen = new Set<string>();
  return list.map((item): WantedIp => {
    if (!isJsonObject(item)) throw bad(item);
    const { ip_address, subnet_id } = item;
    const ip = ip_address === undefined ? undefined : ipAddress(ip_address, name);
    if (ip !== undefined && seen.has(ip)) {
      throw invalidAttribute(name, `Duplicate IP address '${ip}'`);
    }
    if (ip !== undefined) seen.add(ip);
    return {
      ip_address: ip,
      subnet_id: subnet_id === undefined ? undefined : uuid(subnet_id, name),
    };
  });
};

/** A range of addresses, first and last. */
export type Pool = JsonObject & { readonly start: string; readonly end: string };

export const pools: Converter<readonly Pool[]> = (value, name) => {
  const list = arrayOrNone(value);
  if (!list) {
    throw invalidAttribute(name, `Invalid data format for IP pool: '${pythonText(value)}'`);
  }
  return list.map((pool) => {
    const { start, end } = withKeys(pool, name, ['start', 'end']);
    return { start: ipAddress(start, name), end: ipAddress(end, name) };
  });
};
