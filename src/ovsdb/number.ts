/** Real numbers as text. */

/** The decimal digits that any real number keeps when it is formatted and parsed. */
const DIGITS = 15;

/**
 * Writes a real number with up to 15 significant digits, in the shorter of the
 * plain and the exponential notation, as C does for `%.15g`.
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
