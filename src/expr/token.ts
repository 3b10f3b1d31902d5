/** Declares the tokens of the logical language and formats them. Mirrors `struct lex_token`. */
import { formatIpv4, formatIpv6, formatMac } from '../lib/addresses.js';
import { formatHex, maskToPrefix } from './bits.js';

/** Tokens that have no content: each is its own text. Longer ones come before their prefixes. */
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

/** The notation of an integer, in which its token is printed. */
export type IntegerFormat = 'decimal' | 'hexadecimal' | 'ipv4' | 'ipv6' | 'ethernet';

export interface IntegerToken {
  readonly type: 'integer';
  readonly format: IntegerFormat;
  readonly value: bigint;
}

/** An integer of which only the bits in `mask` count; the others are 0. */
export interface MaskedIntegerToken {
  readonly type: 'masked-integer';
  readonly format: IntegerFormat;
  readonly value: bigint;
  readonly mask: bigint;
}

/** A word of the logical language (the reference's `struct lex_token`). */
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
 * Returns the text of a token, from which the lexer makes the same token again, unless it is an
 * error.
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

/** Returns the text of a mask; for an address its prefix length, if it has one. */
function formatMask({ mask, format }: MaskedIntegerToken): string {
  const width = format === 'ipv4' ? 32 : format === 'ipv6' ? 128 : undefined;
  const prefix = width === undefined ? undefined : maskToPrefix(mask, width);
  return prefix?.toString() ?? formatInteger(mask, format);
}
