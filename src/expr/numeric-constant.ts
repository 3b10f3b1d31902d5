/** Parses numeric constants. Mirrors `lex_parse_integer()`. */
import { parseIpv4, parseIpv6 } from '../lib/addresses.js';
import { prefixToMask } from './bits.js';
import type { IntegerFormat, IntegerToken, MaskedIntegerToken, Token } from './token.js';

/** Enough for the widest field, 128 bytes. */
const MAX_HEX_DIGITS = 256;
const MAX_DECIMAL = 2n ** 64n - 1n;
/** Longer words are not IPv6 addresses (`INET6_ADDRSTRLEN`). */
const MAX_ADDRESS_LENGTH = 45;

const DECIMAL_PATTERN = /^[0-9]+$/;
/** Matches six numbers, each of which may be longer than a byte: its last eight bits count. */
const MAC_PATTERN = /^(?:(?:0x)?[0-9a-f]+:){5}(?:0x)?[0-9a-f]+$/i;
type NumberToken = IntegerToken | Extract<Token, { type: 'error' }>;

function error(message: string): Extract<Token, { type: 'error' }> {
  return { type: 'error', message };
}

function integer(value: bigint, format: IntegerFormat): IntegerToken {
  return { type: 'integer', format, value };
}

/** Returns the token of an integer without mask: decimal, hexadecimal, IPv4, IPv6 or Ethernet. */
export function parseInteger(text: string): NumberToken {
  if (text === '') return error('Integer constant expected.');
  if (text.length === 17 && MAC_PATTERN.test(text)) return integer(macOf(text), 'ethernet');
  if (DECIMAL_PATTERN.test(text)) return parseDecimal(text);
  if (text.startsWith('0x') || text.startsWith('0X')) return parseHexadecimal(text);
  return parseAddress(text);
}

function macOf(text: string): bigint {
  const byte = (part: string) => BigInt(Number.parseInt(part, 16) & 0xff);
  return text.split(':').reduce((mac, part) => (mac << 8n) | byte(part), 0n);
}

function parseDecimal(text: string): NumberToken {
  if (text.length > 1 && text.startsWith('0')) {
    return error('Decimal constants must not have leading zeros.');
  }
  const value = BigInt(text);
  if (value > MAX_DECIMAL) return error('Decimal constants must be less than 2**64.');
  return integer(value, 'decimal');
}

function parseHexadecimal(text: string): NumberToken {
  const digits = text.slice(2);
  if (digits === '') return error(`Hex digits expected following ${text}.`);
  // Of several errors, the reference reports the rightmost.
  for (let i = digits.length - 1; i >= 0; i--) {
    const digit = Number.parseInt(digits.charAt(i), 16);
    if (Number.isNaN(digit)) return error('Invalid syntax in hexadecimal constant.');
    if (digit !== 0 && digits.length - i > MAX_HEX_DIGITS) {
      return error(`Hexadecimal constant requires more than ${MAX_HEX_DIGITS * 4} bits.`);
    }
  }
  return integer(BigInt(text), 'hexadecimal');
}

function parseAddress(text: string): NumberToken {
  if (text.length <= MAX_ADDRESS_LENGTH) {
    const ipv4 = parseIpv4(text);
    if (ipv4 !== undefined) return integer(BigInt(ipv4), 'ipv4');
    const ipv6 = parseIpv6(text);
    if (ipv6 !== undefined) return integer(ipv6, 'ipv6');
  }
  return error('Invalid numeric constant.');
}

/** Returns the token of `value/mask`, where both sides are integers by themselves. */
export function withMask(value: IntegerToken, mask: IntegerToken): Token {
  const masked = combine(value, mask);
  if (masked === undefined) return error('Value and mask have incompatible formats.');
  if ((masked.value & ~masked.mask) !== 0n) return error('Value contains unmasked 1-bits.');
  return masked;
}

function combine(value: IntegerToken, mask: IntegerToken): MaskedIntegerToken | undefined {
  const masked = (bits: bigint, format = value.format): MaskedIntegerToken => ({
    type: 'masked-integer',
    format,
    value: value.value,
    mask: bits,
  });
  if (value.format === mask.format) return masked(mask.value);
  if (mask.format === 'decimal') {
    // The reference keeps 32 bits of a prefix's length.
    const prefix = Number(BigInt.asUintN(32, mask.value));
    if (value.format === 'ipv4' && prefix <= 32) return masked(prefixToMask(prefix, 32));
    if (value.format === 'ipv6' && prefix <= 128) return masked(prefixToMask(prefix, 128));
  }
  // A hexadecimal zero is printed as `0`, so a decimal zero must be accepted with any mask.
  if (value.format === 'decimal' && value.value === 0n && mask.format === 'hexadecimal') {
    return masked(mask.value, 'hexadecimal');
  }
  return undefined;
}
