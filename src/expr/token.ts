/** Declares the tokens of the logical language and formats them. Mirrors `struct lex_token`. */
import { formatIpv4, formatIpv6, formatMac } from '../lib/addresses.js';
import { formatHex, maskToPrefix } from './bits.js';

/** The tokens without content, each of which is its own text. A token comes before its prefixes. */
export const PUNCTUATION = [
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  '==',
  '=',
  '!=',
  '!',
  '<->',
  '<=',
  '<',
  '>=',
  '>',
  '&&',
  '||',
  '..',
  ',',
  ';',
  '--',
] as const;

export type Punctuation = (typeof PUNCTUATION)[number];

/** The notation in which an integer was written and is printed. */
export type IntegerFormat = 'decimal' | 'hexadecimal' | 'ipv4' | 'ipv6' | 'ethernet';

export interface IntegerToken {
  readonly type: 'integer';
  readonly format: IntegerFormat;
  readonly value: bigint;
}

/** An integer with a mask; bits outside `mask` are 0. */
export interface MaskedIntegerToken {
  readonly type: 'masked-integer';
  readonly format: IntegerFormat;
  readonly value: bigint;
  readonly mask: bigint;
}

/** A token of the logical language. Mirrors `struct lex_token`. */
export type Token =
  | { readonly type: 'end' }
  | { readonly type: 'identifier'; readonly name: string }
  | { readonly type: 'string'; readonly text: string }
  | IntegerToken
  | MaskedIntegerToken
  | { readonly type: 'error'; readonly message: string }
  | { readonly type: Punctuation };

export type TokenType = Token['type'];

/**
 * Returns the text of a token. The lexer turns it back into the same token, unless it is an error.
 */
export function formatToken(token: Token): string {
  switch (token.type) {
    case 'end':
      return '$';
    case 'identifier':
      return token.name;
    case 'string':
      return JSON.stringify(token.text);
    case 'integer':
      return formatInteger(token.value, token.format);
    case 'masked-integer':
      return `${formatInteger(token.value, token.format)}/${formatMask(token)}`;
    case 'error':
      return `error(${JSON.stringify(token.message)})`;
    default:
      return token.type;
  }
}

function formatInteger(value: bigint, format: IntegerFormat): string {
  switch (format) {
    case 'decimal':
      return value.toString();
    case 'hexadecimal':
      return formatHex(value);
    case 'ipv4':
      return formatIpv4(Number(value));
    case 'ipv6':
      return formatIpv6(value);
    case 'ethernet':
      return formatMac(value);
  }
}

/** Returns the text of a mask: a prefix length for an address if possible. */
function formatMask({ mask, format }: MaskedIntegerToken): string {
  const width = format === 'ipv4' ? 32 : format === 'ipv6' ? 128 : undefined;
  const prefix = width === undefined ? undefined : maskToPrefix(mask, width);
  return prefix?.toString() ?? formatInteger(mask, format);
}
