/** The arithmetic of jq. */
import { cannot } from './paths.js';
import { compare, isArray, isObject, isTrue, type Json, type JsonObject } from './value.js';

/** Applies an operator to two values. @throws JqError */
export function operate(operator: string, a: Json, b: Json): Json {
  switch (operator) {
    case '+':
      return add(a, b);
    case '-':
      if (typeof a === 'number' && typeof b === 'number') return a - b;
      if (isArray(a) && isArray(b))
        return a.filter((item) => !b.some((other) => compare(item, other) === 0));
      throw cannot(a, b, 'subtracted');
    case '*':
      return multiply(a, b);
    case '/':
      if (typeof a === 'number' && typeof b === 'number') {
        if (b === 0) throw cannot(a, b, 'divided because the divisor is zero');
        return a / b;
      }
      if (typeof a === 'string' && typeof b === 'string') return a === '' ? [] : a.split(b);
      throw cannot(a, b, 'divided');
    case '%': {
      if (typeof a !== 'number' || typeof b !== 'number') throw cannot(a, b, 'divided');
      const divisor = Math.abs(Math.trunc(b));
      if (divisor === 0) throw cannot(a, b, 'divided (remainder) because the divisor is zero');
      return (Math.trunc(a) % divisor) + 0;
    }
    case '==':
      return compare(a, b) === 0;
    case '!=':
      return compare(a, b) !== 0;
    case '<':
      return compare(a, b) < 0;
    case '<=':
      return compare(a, b) <= 0;
    case '>':
      return compare(a, b) > 0;
    case '>=':
      return compare(a, b) >= 0;
    default:
      return isTrue(a) ? a : b;
  }
}

const LONGEST = 64 * 2 ** 20;

function add(a: Json, b: Json): Json {
  if (a === null) return b;
  if (b === null) return a;
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a === 'string' && typeof b === 'string' && a.length + b.length <= LONGEST)
    return a + b;
  if (isArray(a) && isArray(b)) return [...a, ...b];
  if (isObject(a) && isObject(b)) return new Map([...a, ...b]);
  throw cannot(a, b, 'added');
}

function multiply(a: Json, b: Json): Json {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (typeof a === 'string' && typeof b === 'number') {
    if (b <= 0) return null;
    const count = Math.max(1, Math.ceil(b - 0.5));
    if (a.length * count > LONGEST) throw cannot(a, b, 'multiplied');
    return a.repeat(count);
  }
  if (typeof a === 'number' && typeof b === 'string') return multiply(b, a);
  if (isObject(a) && isObject(b)) return merge(a, b);
  throw cannot(a, b, 'multiplied');
}

function merge(a: JsonObject, b: JsonObject): JsonObject {
  const result = new Map(a);
  for (const [key, value] of b) {
    const own = result.get(key) ?? null;
    result.set(key, isObject(own) && isObject(value) ? merge(own, value) : value);
  }
  return result;
}
