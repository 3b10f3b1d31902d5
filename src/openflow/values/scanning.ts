/** Scans the pieces of flows as text: numbers as C's library reads them, and lists of key-value pairs. */

/**
 * The error for a flow, match or action that cannot be parsed, with the message of the reference.
 */
export class OpenFlowTextError extends Error {}

/** A number at the start of a text, and the index at which it ends. */
export interface IntegerAtStart {
  readonly value: bigint;
  readonly end: number;
}

const INTEGER = /^[ \t\n\v\f\r]*([+-]?)(0[xX][0-9a-fA-F]+|[0-9]+)/;

/**
 * Returns the integer at the start of a text, as `strtoll()` with base 0 reads it: in octal after
 * 0, in hexadecimal after 0x, otherwise in decimal.
 */
export function integerAtStart(text: string): IntegerAtStart | undefined {
  const found = INTEGER.exec(text);
  if (found === null) return undefined;
  const [all, sign, digits = ''] = found;
  const octal = /^0[0-7]*/.exec(digits);
  if (octal !== null && !/^0[xX]/.test(digits)) {
    const end = all.length - digits.length + octal[0].length;
    return { value: signed(sign, BigInt(`0o0${octal[0]}`)), end };
  }
  return { value: signed(sign, BigInt(digits)), end: all.length };
}

function signed(sign: string | undefined, value: bigint): bigint {
  return sign === '-' ? -value : value;
}

/** Returns the integer that makes up the whole text, or `undefined`. */
export function wholeInteger(text: string): bigint | undefined {
  const found = integerAtStart(text);
  return found !== undefined && found.end === text.length ? found.value : undefined;
}

/**
 * Parses an unsigned number of 8 or 16 bits, called `name` in errors; mirrors `str_to_u8()` and
 * `str_to_u16()`.
 */
export function parseSmall(text: string, name: string, bits: 8 | 16): number {
  const value = wholeInteger(text);
  if (value === undefined || value < 0n || value >= 1n << BigInt(bits)) {
    throw new OpenFlowTextError(`invalid ${name} "${text}"`);
  }
  return Number(value);
}

/**
 * Parses a number of 32 or 64 bits, in which negative numbers wrap around; mirrors `str_to_u32()`
 * and `str_to_u64()`.
 */
export function parseWide(text: string, bits: 32 | 64): bigint {
  if (text === '') throw new OpenFlowTextError('missing required numeric argument');
  const value = wholeInteger(text);
  if (value === undefined || value >= 1n << 64n || value <= -(1n << 64n)) {
    throw new OpenFlowTextError(`invalid numeric format ${text}`);
  }
  return BigInt.asUintN(bits, value);
}

/** Returns the decimal number at the start of a text, or 0, as `atoi()` does. */
export function leadingDecimal(text: string): number {
  const found = /^\s*[+-]?\d+/.exec(text);
  return found === null ? 0 : Number(found[0]);
}

/** A key and its value; the value is empty if there is none. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
  /** True if the value was in parentheses. */
  readonly parenthesized: boolean;
  /** The index after the item and the character that ends it. */
  readonly end: number;
}

const SEPARATOR = /[, \t\r\n]/;
const KEY_END = /[:=(, \t\r\n]/;

/**
 * Splits `key=value,key:value,key(value),key` into its items. Items end at a comma or white
 * space; parentheses nest. Mirrors `ofputil_parse_key_value()`.
 */
export function* keyValues(text: string): IterableIterator<KeyValue> {
  let at = 0;
  for (;;) {
    while (at < text.length && SEPARATOR.test(text.charAt(at))) at++;
    if (at >= text.length) return;
    const keyStart = at;
    while (at < text.length && !KEY_END.test(text.charAt(at))) at++;
    const key = text.slice(keyStart, at);
    const delimiter = text.charAt(at);
    const valueStart = at + 1;
    at = valueStart;
    if (delimiter === ':' || delimiter === '=') {
      while (at < text.length && !SEPARATOR.test(text.charAt(at))) at++;
      const value = text.slice(valueStart, at++);
      yield { key, value, parenthesized: false, end: at };
    } else if (delimiter === '(') {
      at = closingParenthesis(text, valueStart);
      const value = text.slice(valueStart, at++);
      yield { key, value, parenthesized: true, end: at };
    } else {
      yield { key, value: '', parenthesized: false, end: at };
    }
  }
}

/** Returns the index of the parenthesis that closes the one before `start`, or the end of the text. */
function closingParenthesis(text: string, start: number): number {
  let level = 1;
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '(') level++;
    else if (char === ')' && --level === 0) return at;
  }
  return text.length;
}

/** Returns the number in hexadecimal after `0x`, or plain `0`, as `printf()` does with `%#x`. */
export function hex(value: bigint | number): string {
  return value === 0n || value === 0 ? '0' : `0x${value.toString(16)}`;
}
