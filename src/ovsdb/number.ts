/** Formats real numbers. */

/** The number of decimal digits that survive formatting and parsing of any real number. */
const DIGITS = 15;

/**
 * Formats a real number with up to 15 significant digits, in the shorter of plain and exponential
 * notation, like `%.15g` in C.
 */
export function formatReal(value: number): string {
  if (value === 0) return '0';
  const [mantissa = '', exponentText = '0'] = value.toExponential(DIGITS - 1).split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < DIGITS) {
    return withoutTrailingZeros(value.toFixed(DIGITS - 1 - exponent));
  }
  const sign = exponent < 0 ? '-' : '+';
  return `${withoutTrailingZeros(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

const withoutTrailingZeros = (text: string): string =>
  text.includes('.') ? text.replace(/\.?0+$/, '') : text;
