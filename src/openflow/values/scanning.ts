/**
 * Pieces of the text that flows are written in: numbers as C's library reads
 * them, and lists of keys with values.
 */

import type { LogLevel } from '../../lib/log.js';

/** A flow, a match or an action that cannot be read. The message is the reference's. */
export class OpenFlowTextError extends Error {}

/** How many remarks of a kind a program makes before it falls silent. */
export interface RateLimit {
  readonly name: string;
  readonly burst: number;
}

/** The limit on remarks about messages that a switch, or the program itself, would misread. */
export const BAD_MESSAGE: RateLimit = { name: 'bad message', burst: 5 };

/** The limit on remarks about actions, and that on remarks about fields that they use. */
export const BAD_ACTION: RateLimit = { name: 'bad action', burst: 5 };
export const BAD_SUBFIELD: RateLimit = { name: 'bad subfield', burst: 5 };

/**
 * Where remarks go that do not stop the reading: the module that makes it, and the
 * remark, which may be of several messages.
 */
export type TextLog = (
  level: LogLevel,
  module: string,
  message: string | readonly string[],
  limit?: RateLimit,
) => void;

/** A number at the start of a text, and where it ends. */
export interface ScannedInteger {
  readonly value: bigint;
  readonly end: number;
}

const INTEGER = /^[ \t\n\v\f\r]*([+-]?)(0[xX][0-9a-fA-F]+|[0-9]+)/;

/**
 * The integer that a text starts with, in decimal, in octal after a 0 or in
 * hexadecimal after 0x, as `strtoll` with base 0 takes it.
 */
export function scanInteger(text: string): ScannedInteger | undefined {
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

/** The integer that a whole text is, or `undefined`. */
export function wholeInteger(text: string): bigint | undefined {
  const found = scanInteger(text);
  return found !== undefined && found.end === text.length ? found.value : undefined;
}

/** An unsigned number of at most 8 or 16 bits; `name` is what an error calls it. */
export function parseSmall(text: string, name: string, bits: 8 | 16): number {
  const value = wholeInteger(text);
  if (value === undefined || value < 0n || value >= 1n << BigInt(bits)) {
    throw new OpenFlowTextError(`invalid ${name} "${text}"`);
  }
  return Number(value);
}

/** A number of 32 or 64 bits; negative ones wrap around as C's unsigned ones do. */
export function parseWide(text: string, bits: 32 | 64): bigint {
  if (text === '') throw new OpenFlowTextError('missing required numeric argument');
  const value = wholeInteger(text);
  if (value === undefined || value >= 1n << 64n || value <= -(1n << 64n)) {
    throw new OpenFlowTextError(`invalid numeric format ${text}`);
  }
  return BigInt.asUintN(bits, value);
}

/** What `atoi` makes of a text: the decimal number at its start, or 0. */
export function leadingDecimal(text: string): number {
  const found = /^\s*[+-]?\d+/.exec(text);
  return found === null ? 0 : Number(found[0]);
}

/** A key and its value; the value is empty where there is none. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
  /** Whether the value stood in parentheses. */
  readonly parenthesized: boolean;
}

const SEPARATOR = /[, \t\r\n]/;
const KEY_END = /[:=(, \t\r\n]/;

/**
 * Splits `key=value,key:value,key(value),key` into its items. Items end at a
 * comma or at white space; parentheses nest.
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
      yield { key, value: text.slice(valueStart, at), parenthesized: false };
      at++;
    } else if (delimiter === '(') {
      at = closingParenthesis(text, valueStart);
      yield { key, value: text.slice(valueStart, at), parenthesized: true };
      at++;
    } else {
      yield { key, value: '', parenthesized: false };
    }
  }
}

/** Where the parenthesis that was open before `start` closes; the end, where it does not. */
function closingParenthesis(text: string, start: number): number {
  let level = 1;
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '(') level++;
    else if (char === ')' && --level === 0) return at;
  }
  return text.length;
}

/** `0x` and the number in hexadecimal, but plain `0` for zero. */
export function hex(value: bigint | number): string {
  return value === 0n || value === 0 ? '0' : `0x${value.toString(16)}`;
}
