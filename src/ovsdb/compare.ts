/** Defines the order of atoms and values, which sets, maps and listings follow. */
import { keysOf, valuesOf } from './shape.js';
import type { Atom, AtomicType, ColumnType, Value } from './types.js';

/** The first UTF-16 surrogate. Below it, code units sort like code points. */
const FIRST_SURROGATE = 0xd800;

/**
 * Compares strings by code point, which is the order of their UTF-8 encodings. (JavaScript's `<`
 * compares UTF-16 code units, which puts U+10000 before U+E000.)
 */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    if (x < FIRST_SURROGATE || y < FIRST_SURROGATE) return x < y ? -1 : 1;
    return (a.codePointAt(i) ?? 0) < (b.codePointAt(i) ?? 0) ? -1 : 1;
  }
  return a.length < b.length ? -1 : 1;
}

/** Compares two atoms of one type. UUIDs compare like their lower-case texts. */
export function compareAtoms(type: AtomicType, a: Atom, b: Atom): number {
  if (type === 'string') return compareStrings(String(a), String(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareAll(type: AtomicType, a: readonly Atom[], b: readonly Atom[]): number {
  for (const [i, atom] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    const order = compareAtoms(type, atom, other);
    if (order !== 0) return order;
  }
  return 0;
}

/**
 * Compares two values of one column type: first the number of their elements, then the elements
 * themselves (for maps all keys, then all values).
 */
export function compareValues(type: ColumnType, a: Value, b: Value): number {
  if (a === b) return 0;
  const aKeys = keysOf(a);
  const bKeys = keysOf(b);
  if (aKeys.length !== bKeys.length) return aKeys.length < bKeys.length ? -1 : 1;
  const order = compareAll(type.key.type, aKeys, bKeys);
  if (order !== 0 || !type.value) return order;
  return compareAll(type.value.type, valuesOf(a), valuesOf(b));
}

/** Returns true if two canonical values of one column are equal. */
export function equalValues(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a instanceof Map) {
    if (!(b instanceof Map) || a.size !== b.size) return false;
    for (const [key, value] of a) if (b.get(key) !== value) return false;
    return true;
  }
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((atom, i) => atom === b[i]);
  }
  return false;
}
