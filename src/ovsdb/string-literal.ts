/** Parses strings in double quotes, with JSON escapes. */
import { TextError } from './text-error.js';

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

const isLeadingSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isTrailingSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/**
 * Parses a literal, which starts with a quote. Unlike in JSON, control characters are allowed.
 *
 * @throws TextError that quotes `literal`.
 */
export function parseStringLiteral(literal: string): string {
  if (literal.length < 2 || !literal.endsWith('"')) {
    throw new TextError(`${literal}: missing quote at end of quoted string`);
  }
  const fail = (reason: string): never => {
    throw new TextError(`${literal}: ${reason}`);
  };
  const end = literal.length - 1;
  let result = '';
  let at = 1;

  const codeUnit = (): number => {
    const digits = literal.slice(at, Math.min(at + 4, end));
    if (digits.length < 4) return fail('quoted string ends within \\u escape');
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) return fail('malformed \\u escape');
    const unit = Number.parseInt(digits, 16);
    if (unit === 0) return fail('null bytes not supported in quoted strings');
    at += 4;
    return unit;
  };

  const unicodeEscape = (): string => {
    const first = codeUnit();
    if (isTrailingSurrogate(first)) throw new TextError(loneSurrogate(first));
    if (!isLeadingSurrogate(first)) return String.fromCharCode(first);
    if (literal.slice(at, Math.min(at + 2, end)) !== '\\u') {
      return fail('malformed escaped surrogate pair');
    }
    at += 2;
    const second = codeUnit();
    if (!isTrailingSurrogate(second)) {
      return fail('second half of escaped surrogate pair is not trailing surrogate');
    }
    return String.fromCharCode(first, second);
  };

  while (at < end) {
    const char = literal.charAt(at++);
    if (char === '"') fail('quoted string may not include unescaped "');
    if (char !== '\\') {
      result += char;
      continue;
    }
    if (at >= end) fail('quoted string may not end with backslash');
    const letter = literal.charAt(at++);
    if (letter === 'u') result += unicodeEscape();
    else result += SIMPLE_ESCAPES.get(letter) ?? fail(`bad escape \\${letter}`);
  }
  return result;
}

/**
 * Returns the error for a surrogate without a partner. The reference detects it only when it checks
 * that the string is valid UTF-8.
 */
function loneSurrogate(unit: number): string {
  const octets = [0xed, 0x80 | ((unit >> 6) & 0x3f)].map((octet) => `0x${octet.toString(16)}`);
  return `constraint violation: not a valid UTF-8 string: invalid UTF-8 sequence ${octets.join(' ')}`;
}
