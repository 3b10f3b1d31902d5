/** Filters, sorts and trims lists of resources as a query asks. */
import type { Json, JsonObject } from '../lib/json.js';
import { pythonText } from './python-text.js';

type Query = readonly (readonly [name: string, value: string])[];

/** The parameters that are not filters. */
const RESERVED = ['fields', 'sort_key', 'sort_dir', 'limit', 'marker', 'page_reverse', 'verbose'];

/** Applies a query to a list. Filters on attributes that the resources do not have are ignored. */
export function listed(all: readonly JsonObject[], query: Query): readonly JsonObject[] {
  const valuesOf = (wanted: string): readonly string[] =>
    query.filter(([name]) => name === wanted).map(([, value]) => value);
  const filters = [...new Set(query.map(([name]) => name))]
    .filter((name) => !RESERVED.includes(name))
    .map((name) => [name, valuesOf(name)] as const);
  const kept = all.filter((resource) =>
    filters.every(([name, values]) => matches(resource[name], values)),
  );
  const fields = valuesOf('fields');
  return sorted(kept, valuesOf('sort_key'), valuesOf('sort_dir')).map((resource) =>
    fields.length === 0
      ? resource
      : Object.fromEntries(Object.entries(resource).filter(([name]) => fields.includes(name))),
  );
}

function matches(value: Json | undefined, wanted: readonly string[]): boolean {
  if (value === undefined) return true;
  if (typeof value === 'boolean') {
    return wanted.some((word) => ['true', '1'].includes(word.toLowerCase()) === value);
  }
  return wanted.includes(value === null ? '' : pythonText(value));
}

function sorted(
  list: readonly JsonObject[],
  keys: readonly string[],
  directions: readonly string[],
): readonly JsonObject[] {
  if (keys.length === 0) return list;
  return [...list].sort((a, b) => {
    for (const [i, key] of keys.entries()) {
      const order = compare(a[key] ?? null, b[key] ?? null);
      if (order !== 0) return directions[i] === 'desc' ? -order : order;
    }
    return 0;
  });
}

function compare(a: Json, b: Json): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [x, y] = [a === null ? '' : pythonText(a), b === null ? '' : pythonText(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}
