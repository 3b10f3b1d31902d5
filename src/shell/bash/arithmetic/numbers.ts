/** Parses the numbers of arithmetic: decimal, octal, hexadecimal, and `BASE#DIGITS`. */

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_';

/** Wraps a value around to 64 bits, as all arithmetic does. */
export const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

/** Returns the number that `text` denotes, or an error message. */
export function parseNumber(text: string): bigint | string {
  const hash = text.indexOf('#');
  if (hash >= 0) {
    const base = Number(text.slice(0, hash));
    if (!Number.isInteger(base) || base < 2 || base > 64) return 'invalid arithmetic base';
    const digits = text.slice(hash + 1);
    return digits === '' ? 'invalid integer constant' : inBase(digits, base);
  }
  if (/^0[xX]/.test(text)) return inBase(text.slice(2), 16);
  return text.length > 1 && text.startsWith('0') ? inBase(text.slice(1), 8) : inBase(text, 10);
}

function inBase(digits: string, base: number): bigint | string {
  let value = 0n;
  for (const char of digits) {
    // Up to base 36, letters of both cases are the same digits.
    const digit = DIGITS.indexOf(base <= 36 ? char.toLowerCase() : char);
    if (digit < 0 || digit >= base) return 'value too great for base';
    value = wrap(value * BigInt(base) + BigInt(digit));
  }
  return value;
}
