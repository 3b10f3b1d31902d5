/** Gives uniform access to the elements of values of any type. */
import type { Atom, ColumnType, Value } from './types.js';

/** The shapes that a value can have. */
export type Kind = 'one' | 'optional' | 'set' | 'map';

/** Returns the shape of a type's values. */
export function kindOf(type: ColumnType): Kind {
  if (type.value) return 'map';
  if (type.max > 1) return 'set';
  return type.min === 1 ? 'one' : 'optional';
}

/** Returns the atoms of a value, or the keys of a map, as an array. */
export function keysOf(value: Value): readonly Atom[] {
  if (value === undefined) return [];
  if (typeof value !== 'object') return [value];
  return isMap(value) ? [...value.keys()] : value;
}

/** Returns the values of a map, in the order of its keys; an empty array for other values. */
export function valuesOf(value: Value): readonly Atom[] {
  return typeof value === 'object' && isMap(value) ? [...value.values()] : [];
}

/** Returns true for maps. */
export function isMap(
  value: readonly Atom[] | ReadonlyMap<Atom, Atom>,
): value is ReadonlyMap<Atom, Atom> {
  return !Array.isArray(value);
}

/** Returns the number of elements of a value. */
export function sizeOf(value: Value): number {
  if (value === undefined) return 0;
  if (typeof value !== 'object') return 1;
  return isMap(value) ? value.size : value.length;
}
