/** Converts atoms and values to the JSON of RFC 7047, section 5.1, for listings. */
import { keysOf, valuesOf } from './shape.js';
import type { Atom, AtomicType, ColumnType, Value } from './types.js';

export type DatumJson = Atom | readonly DatumJson[];

/** Returns `["uuid", "..."]` for a UUID, and any other atom as it is. */
export function atomToJson(type: AtomicType, atom: Atom): DatumJson {
  return type === 'uuid' ? ['uuid', atom] : atom;
}

/** Returns an atom for a single value, otherwise `["set", [...]]` or `["map", [[k, v], ...]]`. */
export function datumToJson(type: ColumnType, value: Value): DatumJson {
  const keys = keysOf(value).map((key) => atomToJson(type.key.type, key));
  const base = type.value;
  if (base) {
    const values = valuesOf(value).map((atom) => atomToJson(base.type, atom));
    return ['map', keys.map((key, i) => [key, values[i] ?? ''])];
  }
  const [only, ...others] = keys;
  return only !== undefined && others.length === 0 ? only : ['set', keys];
}
