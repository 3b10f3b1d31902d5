/**
 * Brings values into the one form in which rows hold them: type-checked, sorted and without
 * duplicates. The rest of this layer relies on it. Only their types make sets and maps read-only,
 * since copying a frozen array is slow.
 */
import { isUuid } from '../lib/uuid.js';
import { compareAtoms, equalValues } from './compare.js';
import { kindOf } from './shape.js';
import type { Atom, AtomicType, ColumnType, Value } from './types.js';

const ZERO_UUID = '00000000-0000-0000-0000-000000000000';

const EMPTY_SET: readonly Atom[] = [];
const EMPTY_MAP: ReadonlyMap<Atom, Atom> = new Map();

/** Returns the default of a type: zero, the empty string, false, or the all-zeros UUID. */
export function defaultAtom(type: AtomicType): Atom {
  switch (type) {
    case 'integer':
    case 'real':
      return 0;
    case 'boolean':
      return false;
    case 'string':
      return '';
    case 'uuid':
      return ZERO_UUID;
  }
}

/** Returns the default value of a column (RFC 7047, section 5.2.1). */
export function defaultValue(type: ColumnType): Value {
  const atom = defaultAtom(type.key.type);
  switch (kindOf(type)) {
    case 'one':
      return atom;
    case 'optional':
      return undefined;
    case 'set':
      return type.min === 0 ? EMPTY_SET : [atom];
    case 'map':
      return type.min === 0 || !type.value
        ? EMPTY_MAP
        : new Map([[atom, defaultAtom(type.value.type)]]);
  }
}

/**
 * Returns a value in canonical form, without checking its constraints.
 *
 * @param previous a canonical value of the same column. It is returned if it equals `value`. If
 *   it is a large set that differs in a few elements, the elements in common cost only a
 *   comparison.
 * @throws TypeError if the value is not of the type.
 */
export function canonical(type: ColumnType, value: Value, previous: Value): Value {
  if (value === previous) return previous;
  const kind = kindOf(type);
  switch (kind) {
    case 'one':
    case 'optional':
      if (value === undefined && kind === 'optional') return undefined;
      return canonicalAtom(type.key.type, value);
    case 'set':
      if (!Array.isArray(value)) throw new TypeError(`expected a set of ${type.key.type}s`);
      return canonicalSet(type.key.type, value, Array.isArray(previous) ? previous : EMPTY_SET);
    case 'map': {
      if (!(value instanceof Map) || !type.value) throw new TypeError('expected a map');
      const map = canonicalMap(type.key.type, type.value.type, value);
      return equalValues(map, previous) ? previous : map;
    }
  }
}

/**
 * Builds the canonical value of a type from elements in any order.
 *
 * @param values the values of a map, in the order of its keys.
 * @throws TypeError if the elements are not of the type, or too many for its shape.
 */
export function fromElements(
  type: ColumnType,
  keys: readonly Atom[],
  values: readonly Atom[],
): Value {
  const fallback = defaultValue(type);
  switch (kindOf(type)) {
    case 'one':
    case 'optional': {
      const [only, ...others] = keys;
      if (others.length > 0) throw new TypeError('expected a single atom');
      return canonical(type, only, fallback);
    }
    case 'set':
      return canonical(type, keys, fallback);
    case 'map':
      return canonical(type, new Map(zip(keys, values)), fallback);
  }
}

function* zip(keys: readonly Atom[], values: readonly Atom[]): IterableIterator<[Atom, Atom]> {
  for (const [i, key] of keys.entries()) {
    const value = values[i];
    if (value !== undefined) yield [key, value];
  }
}

function canonicalAtom(type: AtomicType, value: unknown): Atom {
  switch (type) {
    case 'integer':
      // Adding zero turns a negative zero into a plain one.
      if (typeof value === 'number' && Number.isSafeInteger(value)) return value + 0;
      break;
    case 'real':
      if (typeof value === 'number' && Number.isFinite(value)) return value + 0;
      break;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'string':
      if (typeof value !== 'string') break;
      if (value.includes('\0')) throw new TypeError('expected string without null characters');
      return value;
    case 'uuid':
      if (typeof value === 'string' && isUuid(value)) return value.toLowerCase();
      break;
  }
  throw new TypeError(`expected ${type}`);
}

function canonicalMap(
  keyType: AtomicType,
  valueType: AtomicType,
  map: ReadonlyMap<unknown, unknown>,
): ReadonlyMap<Atom, Atom> {
  if (map.size === 0) return EMPTY_MAP;
  if (map.size === 1) {
    for (const [key, value] of map) {
      return singleton(canonicalAtom(keyType, key), canonicalAtom(valueType, value));
    }
  }
  return new Map(
    Array.from(map, ([key, value]): [Atom, Atom] => [
      canonicalAtom(keyType, key),
      canonicalAtom(valueType, value),
    ]).sort(([a], [b]) => compareAtoms(keyType, a, b)),
  );
}

/** Maps with a single entry, by key and value. Many rows share the same ones. */
const SINGLETONS = new Map<Atom, Map<Atom, ReadonlyMap<Atom, Atom>>>();
const MAX_SINGLETON_KEYS = 100;
const MAX_SINGLETONS = 100;

function singleton(key: Atom, value: Atom): ReadonlyMap<Atom, Atom> {
  let byValue = SINGLETONS.get(key);
  if (!byValue) {
    if (SINGLETONS.size === MAX_SINGLETON_KEYS) SINGLETONS.clear();
    byValue = new Map();
    SINGLETONS.set(key, byValue);
  }
  let map = byValue.get(value);
  if (!map) {
    if (byValue.size === MAX_SINGLETONS) byValue.clear();
    map = new Map([[key, value]]);
    byValue.set(value, map);
  }
  return map;
}

/**
 * Returns a set in canonical form. Most new sets are the previous one with an element added or
 * removed, so the ends in common are copied without checking them again.
 */
function canonicalSet(
  type: AtomicType,
  given: readonly Atom[],
  previous: readonly Atom[],
): readonly Atom[] {
  const { head, tail } = sharedEnds(previous, given);
  const end = given.length - tail;
  if (head === end) return given.length === previous.length ? previous : given.slice();
  const fresh = given.slice(head, end).map((atom) => canonicalAtom(type, atom));
  fresh.sort((a, b) => compareAtoms(type, a, b));
  const [added] = fresh;
  if (fresh.length === 1 && added !== undefined && head + tail === previous.length) {
    return withOne(type, previous, added);
  }
  const known = given.slice(0, head).concat(given.slice(end));
  const result = merge(type, known, fresh);
  return equalValues(result, previous) ? previous : result;
}

/** Adds one atom to a canonical set, and remembers the ends that both sets have in common. */
function withOne(type: AtomicType, set: readonly Atom[], atom: Atom): readonly Atom[] {
  const at = lowerBound(type, set, atom);
  if (set[at] === atom) return set;
  const result = set.toSpliced(at, 0, atom);
  last = { a: set, b: result, ends: { head: at, tail: set.length - at } };
  return result;
}

/** The largest number of new elements that are inserted one by one. */
const FEW = 32;

/** Merges two sorted lists of atoms, `known` without duplicates, into a set. */
function merge(type: AtomicType, known: readonly Atom[], fresh: readonly Atom[]): readonly Atom[] {
  if (fresh.length > FEW || known.length === 0) {
    // Sorting two sorted runs takes linear time.
    const all = known.concat(fresh).sort((a, b) => compareAtoms(type, a, b));
    return all.filter((atom, i) => atom !== all[i - 1]);
  }
  const pieces: (readonly Atom[])[] = [];
  let from = 0;
  for (const [i, atom] of fresh.entries()) {
    const to = lowerBound(type, known, atom, from);
    if (known[to] === atom || atom === fresh[i - 1]) continue;
    pieces.push(known.slice(from, to), [atom]);
    from = to;
  }
  return known.slice(0, 0).concat(...pieces, known.slice(from));
}

/**
 * Returns the index of the first atom of the sorted `set`, at `low` or later, that does not sort
 * before `atom`.
 */
export function lowerBound(type: AtomicType, set: readonly Atom[], atom: Atom, low = 0): number {
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = set[middle];
    if (candidate !== undefined && compareAtoms(type, candidate, atom) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The number of elements that two sets have in common at the start, and at the end of the rest. */
export interface CommonEnds {
  readonly head: number;
  readonly tail: number;
}

/** The most recent result. All observers of a change to a large set compare the same two values. */
let last: { a: readonly Atom[]; b: readonly Atom[]; ends: CommonEnds } = {
  a: EMPTY_SET,
  b: EMPTY_SET,
  ends: { head: 0, tail: 0 },
};

/** Returns the lengths of the common start and end of two canonical sets. */
export function commonEnds(a: readonly Atom[], b: readonly Atom[]): CommonEnds {
  if (a === b) return { head: a.length, tail: 0 };
  if (last.a !== a || last.b !== b) last = { a, b, ends: sharedEnds(a, b) };
  return last.ends;
}

function sharedEnds(a: readonly Atom[], b: readonly Atom[]): CommonEnds {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return { head, tail };
}
