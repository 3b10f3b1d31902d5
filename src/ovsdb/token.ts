/** Splits command-line arguments such as `external_ids:key="a b"` into tokens. */
import { TextError } from './text-error.js';

const DELIMITERS = new Set(':=, []{}!<>');

/** Returns true if `char` ends a token, as does the end of the text. */
export const isDelimiter = (char: string): boolean => DELIMITERS.has(char);

/** Returns the index of the first character at `start` or later that is not white space. */
export function skipSpaces(text: string, start: number): number {
  let at = start;
  while (/^[ \t\n\v\f\r]$/.test(text.charAt(at))) at++;
  return at;
}

/**
 * Reads the token at `start` up to a delimiter. Mirrors `ovsdb_token_parse()`: a backslash escapes
 * a delimiter and is dropped; within double quotes nothing is a delimiter, and the quotes and
 * backslashes are kept.
 *
 * @returns the token, empty if a delimiter is at `start`, and the index of its end.
 * @throws TextError if a quote is not closed or nothing follows a backslash.
 */
export function parseToken(
  text: string,
  start: number,
): { readonly token: string; readonly end: number } {
  let token = '';
  let inQuotes = false;
  let at = start;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '\\') {
      if (at + 1 === text.length) {
        throw new TextError(`${text.slice(start)}: backslash at end of argument`);
      }
      token += inQuotes ? text.slice(at, at + 2) : text.charAt(at + 1);
      at += 2;
      continue;
    }
    if (!inQuotes && isDelimiter(char)) break;
    if (char === '"') inQuotes = !inQuotes;
    token += char;
    at++;
  }
  if (inQuotes) {
    throw new TextError(`${text.slice(start)}: quoted string extends past end of argument`);
  }
  return { token, end: at };
}
