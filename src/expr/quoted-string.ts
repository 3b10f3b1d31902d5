/** Parses quoted strings. Mirrors `lex_parse_string()`. */
import type { Token } from './token.js';

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

const error = (message: string): Token => ({ type: 'error', message });

/**
 * Returns the token of a quoted string with JSON escapes.
 *
 * @param raw the text between the quotes.
 */
export function parseQuotedString(raw: string): Token {
  if (!raw.includes('\\')) return { type: 'string', text: raw };
  let text = '';
  let position = 0;
  while (position < raw.length) {
    const char = raw.charAt(position++);
    if (char !== '\\') {
      text += char;
      continue;
    }
    const letter = raw.charAt(position++);
    const simple = SIMPLE_ESCAPES.get(letter);
    if (simple !== undefined) {
      text += simple;
    } else if (letter === 'u') {
      const units = parseUnicodeEscape(raw, position);
      if (typeof units === 'string') return error(units);
      text += String.fromCharCode(...units);
      position += units.length === 1 ? 4 : 10;
    } else {
      return error(`bad escape \\${letter}`);
    }
  }
  return { type: 'string', text };
}

/**
 * Returns the one or two UTF-16 units of the escape whose digits start at `start`, or an error
 * message.
 */
function parseUnicodeEscape(raw: string, start: number): readonly number[] | string {
  const first = parseUnit(raw, start);
  if (typeof first === 'string' || first < 0xd800 || first > 0xdbff) {
    return typeof first === 'string' ? first : [first];
  }
  if (!raw.startsWith('\\u', start + 4)) return 'malformed escaped surrogate pair';
  const second = parseUnit(raw, start + 6);
  if (typeof second === 'string') return second;
  if (second < 0xdc00 || second > 0xdfff) {
    return 'second half of escaped surrogate pair is not trailing surrogate';
  }
  return [first, second];
}

function parseUnit(raw: string, start: number): number | string {
  const digits = raw.slice(start, start + 4);
  if (digits.length < 4) return 'quoted string ends within \\u escape';
  if (!/^[0-9a-f]{4}$/i.test(digits)) return 'malformed \\u escape';
  const unit = Number.parseInt(digits, 16);
  return unit === 0 ? 'null bytes not supported in quoted strings' : unit;
}
