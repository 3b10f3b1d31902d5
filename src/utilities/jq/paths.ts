/** Reads and changes the parts of values that paths refer to. */
import { described, isArray, isObject, JqError, type Json, typeOf } from './value.js';

export type Path = readonly Json[];

const MOST_ITEMS = 1_000_000;

/** Returns a member. @throws JqError */
export function getMember(value: Json, key: Json): Json {
  if (isObject(value) && typeof key === 'string') return value.get(key) ?? null;
  if (isArray(value) && typeof key === 'number') {
    const index = Math.floor(key);
    return value[index < 0 ? value.length + index : index] ?? null;
  }
  if (isObject(key) && (isArray(value) || typeof value === 'string' || value === null)) {
    return slice(value, key.get('start') ?? null, key.get('end') ?? null);
  }
  if (isArray(value) && isArray(key)) return indices(value, key);
  if (value === null && (typeof key === 'string' || typeof key === 'number' || key === null))
    return null;
  throw new JqError(
    typeof key === 'string'
      ? `Cannot index ${typeOf(value)} with string "${key}"`
      : `Cannot index ${typeOf(value)} with ${typeOf(key)}`,
  );
}

/** Returns the places of a value, or of a sequence of values, in an array. */
export function indices(values: readonly Json[], part: readonly Json[]): Json {
  if (part.length === 0) return null;
  const texts = (items: readonly Json[]) => items.map((item) => JSON.stringify(plain(item)));
  const [all, wanted] = [texts(values), texts(part)];
  return all.flatMap((_, i) => (wanted.every((text, j) => all[i + j] === text) ? [i] : []));
}

const plain = (value: Json): unknown =>
  isObject(value)
    ? Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]))
    : isArray(value)
      ? value.map(plain)
      : value;

/** Returns the ends of a slice as counts of items. @throws JqError */
function bounds(length: number, from: Json, to: Json): readonly [number, number] {
  const end = (bound: Json, fallback: number, round: (value: number) => number): number => {
    if (bound === null) return fallback;
    if (typeof bound !== 'number')
      throw new JqError('Start and end indices of an array slice must be numbers');
    const at = round(bound < 0 ? length + bound : bound);
    return Math.max(0, Math.min(length, at));
  };
  const start = end(from, 0, Math.floor);
  return [start, Math.max(start, end(to, length, Math.ceil))];
}

export function slice(value: Json, from: Json, to: Json): Json {
  if (value === null) return null;
  if (typeof value === 'string') {
    const characters = [...value];
    return characters.slice(...bounds(characters.length, from, to)).join('');
  }
  if (isArray(value)) return value.slice(...bounds(value.length, from, to));
  throw new JqError(`Cannot index ${typeOf(value)} with object`);
}

/** Returns a copy of a value with one member replaced. */
function setMember(value: Json, key: Json, member: Json): Json {
  if (typeof key === 'string' && (value === null || isObject(value)))
    return new Map(value ?? []).set(key, member);
  if (typeof key === 'number' && (value === null || isArray(value))) {
    const items = [...(value ?? [])];
    const index = Math.floor(key) < 0 ? items.length + Math.floor(key) : Math.floor(key);
    if (index < 0) throw new JqError('Out of bounds negative array index');
    if (index > MOST_ITEMS) throw new JqError('Array index too large');
    while (items.length < index) items.push(null);
    items[index] = member;
    return items;
  }
  if (isObject(key) && (value === null || isArray(value))) {
    if (!isArray(member))
      throw new JqError('A slice of an array can only be assigned another array');
    const items = value ?? [];
    const [start, end] = bounds(items.length, key.get('start') ?? null, key.get('end') ?? null);
    return [...items.slice(0, start), ...member, ...items.slice(end)];
  }
  getMember(value, key);
  throw new JqError(`Cannot update field at ${typeOf(key)} of ${typeOf(value)}`);
}

export function getPath(value: Json, path: Path): Json {
  let at = value;
  for (const key of path) {
    if (at === null) return null;
    at = getMember(at, key);
  }
  return at;
}

export function setPath(value: Json, path: Path, member: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return member;
  return setMember(
    value,
    key,
    rest.length === 0 ? member : setPath(getMember(value, key), rest, member),
  );
}

/** Returns a copy of a value without the part that a path refers to. */
export function deletePath(value: Json, path: Path): Json {
  const [key, ...rest] = path;
  if (key === undefined) return null;
  if (value === null) return null;
  if (rest.length > 0) {
    const member = getMember(value, key);
    return member === null ? value : setMember(value, key, deletePath(member, rest));
  }
  if (isObject(value) && typeof key === 'string') {
    const copy = new Map(value);
    copy.delete(key);
    return copy;
  }
  if (isArray(value) && typeof key === 'number') {
    const index = Math.floor(key) < 0 ? value.length + Math.floor(key) : Math.floor(key);
    return value.filter((_, i) => i !== index);
  }
  if (isArray(value) && isObject(key)) {
    const [start, end] = bounds(value.length, key.get('start') ?? null, key.get('end') ?? null);
    return [...value.slice(0, start), ...value.slice(end)];
  }
  throw new JqError(
    typeof key === 'string'
      ? `Cannot delete fields from ${typeOf(value)}`
      : `Cannot delete field at ${typeOf(key)} index of ${typeOf(value)}`,
  );
}

/** Returns an error for values that an operator does not take. */
export const cannot = (left: Json, right: Json, what: string): JqError =>
  new JqError(`${described(left)} and ${described(right)} cannot be ${what}`);
