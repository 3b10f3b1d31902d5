/**
 * Computes the union, difference and inclusion of values of any shape. The results are wide: arrays
 * or maps even if the column holds one atom, until {@link narrow} converts them.
 */
import { fromElements } from './canonical.js';
import { isMap, keysOf, sizeOf, valuesOf } from './shape.js';
import type { Atom, ColumnType, Value } from './types.js';

/** Returns the same type without a maximum number of elements. */
export function widen(type: ColumnType): ColumnType {
  return { ...type, min: 0, max: Number.POSITIVE_INFINITY };
}

/**
 * Converts a wide value to the shape of `type`.
 *
 * @throws Error if it has too few or too many elements.
 */
export function narrow(type: ColumnType, wide: Value): Value {
  const size = sizeOf(wide);
  if (size < type.min || size > type.max) throw new Error(`${size} elements do not fit`);
  return fromElements(type, keysOf(wide), valuesOf(wide));
}

const isMapValue = (value: Value): value is ReadonlyMap<Atom, Atom> =>
  typeof value === 'object' && isMap(value);

/**
 * Returns the elements of both values. If both are maps that have a key, the value from `a` wins.
 */
export function union(type: ColumnType, a: Value, b: Value): Value {
  const wide = widen(type);
  if (type.value) {
    const pairs = new Map([...(isMapValue(b) ? b : []), ...(isMapValue(a) ? a : [])]);
    return fromElements(wide, [...pairs.keys()], [...pairs.values()]);
  }
  return fromElements(wide, [...keysOf(a), ...keysOf(b)], []);
}

/** Returns the elements of `a` that are not in `b`. If `a` is a map, `b` may be a set of keys. */
export function subtract(type: ColumnType, a: Value, b: Value): Value {
  const wide = widen(type);
  if (isMapValue(a)) {
    const rest = [...a].filter(([key, value]) => !hasPair(b, key, value));
    return fromElements(
      wide,
      rest.map(([key]) => key),
      rest.map(([, value]) => value),
    );
  }
  const gone = new Set(keysOf(b));
  return fromElements(
    wide,
    keysOf(a).filter((key) => !gone.has(key)),
    [],
  );
}

function hasPair(value: Value, key: Atom, atom: Atom): boolean {
  return isMapValue(value) ? value.get(key) === atom : keysOf(value).includes(key);
}

/** Returns true if `b` has every element of `a`; in maps, with the same value. */
export function includesAll(a: Value, b: Value): boolean {
  if (isMapValue(a)) return [...a].every(([key, value]) => hasPair(b, key, value));
  const there = new Set(keysOf(b));
  return keysOf(a).every((key) => there.has(key));
}
