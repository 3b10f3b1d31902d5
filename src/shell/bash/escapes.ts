/** Decodes escapes with backslashes, as `echo -e`, `printf` and `$'...'` define them. */

import { decodeRaw, encodeRaw } from '../../lib/raw-text.js';

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

const CODE = 'x([\\dA-Fa-f]{1,2})|u([\\dA-Fa-f]{1,4})|U([\\dA-Fa-f]{1,8})';
const ESCAPE = new RegExp(`\\\\(?:0([0-7]{0,3})|${CODE}|([\\s\\S]))`, 'g');
const FORMAT_ESCAPE = new RegExp(`\\\\(?:([0-7]{1,3})|${CODE}|([\\s\\S]))`, 'g');
const ANSI_ESCAPE = new RegExp(`\\\\(?:([0-7]{1,3})|${CODE}|c([\\s\\S])|([\\s\\S]))`, 'g');

const MAX_CODE_POINT = 0x10ffff;

/** Joins bytes that were written one by one into characters. */
const joinBytes = (text: string): string => decodeRaw(encodeRaw(text));

/** Returns the character of a code point that is written in hexadecimal digits. */
function character(digits: string): string {
  const point = Number.parseInt(digits, 16);
  const isCharacter = point <= MAX_CODE_POINT && !(point >= 0xd800 && point <= 0xdfff);
  return isCharacter ? String.fromCodePoint(point) : decodeRaw(encodedBeyond(point));
}

/** Returns the bytes that bash writes for a number that is not a character: extended UTF-8. */
function encodedBeyond(point: number): Uint8Array {
  const bytes: number[] = [];
  let [rest, room] = [point, 0x3f];
  for (; rest > room; rest = Math.floor(rest / 64), room >>= 1) bytes.unshift(0x80 | (rest & 0x3f));
  return Uint8Array.of((0xff & ~(2 * room + 1)) | rest, ...bytes);
}

/** Returns the raw text of one byte. */
const byte = (code: number): string => decodeRaw(Uint8Array.of(code & 0xff));

const octal = (digits: string): string => byte(Number.parseInt(digits, 8));

/**
 * Decodes the escapes of `echo -e`, or of a `format` of `printf`. If `\c` ends
 * the text, `stopped` is true.
 */
export function unescapeText(text: string, format = false): { text: string; stopped: boolean } {
  const end = format ? -1 : /(?:^|[^\\])(?:\\\\)*\\c/.exec(text)?.index;
  const at = end === undefined || end < 0 ? -1 : text.indexOf('\\c', end);
  const kept = at < 0 ? text : text.slice(0, at);
  const sequence = format ? FORMAT_ESCAPE : ESCAPE;
  const decoded = kept.replace(sequence, (whole, digits, hex, small, large, letter) => {
    if (digits !== undefined) return octal(digits === '' ? '0' : digits);
    if (hex !== undefined) return byte(Number.parseInt(hex, 16));
    const point = small ?? large;
    if (point !== undefined) return character(point);
    if (format && (letter === '"' || letter === "'")) return letter;
    return SIMPLE[letter] ?? whole;
  });
  return { text: joinBytes(decoded), stopped: at >= 0 };
}

/** Decodes the text between the quotes of `$'...'`, which a NUL character ends. */
export function unescapeAnsi(text: string): string {
  const decoded = text.replace(ANSI_ESCAPE, (whole, digits, hex, small, large, control, letter) => {
    if (digits !== undefined) return octal(digits);
    if (hex !== undefined) return byte(Number.parseInt(hex, 16));
    const point = small ?? large;
    if (point !== undefined) return character(point);
    if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) & 0x1f);
    return '\'"?'.includes(letter) ? letter : (SIMPLE[letter] ?? whole);
  });
  const nul = decoded.indexOf('\0');
  return joinBytes(nul < 0 ? decoded : decoded.slice(0, nul));
}
