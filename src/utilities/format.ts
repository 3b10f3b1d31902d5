/** Formats values like `printf` of the C library. */

/** A value of `printf`: a number or a text. */
export type Formattable = number | string;

export interface Formatted {
  readonly text: string;
  /** An error that ended the formatting: a conversion without a value, or one that does not exist. */
  readonly problem?: 'missing' | { readonly conversion: number };
}

const DIRECTIVE = /%([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d*))?(?:hh|h|ll|l|L|j|z|t)?([a-zA-Z%]|$)/g;
const MAX_INT = 2 ** 31 - 1;

/** The conversions of values to numbers and text. */
interface Conversions {
  toNumber(value: Formattable): number;
  toText(value: Formattable): string;
}

const PLAIN: Conversions = { toNumber: Number, toText: String };

/** Formats `values`; numbers are clamped to 32 bits, as in mawk. */
export function formatText(
  format: string,
  values: readonly Formattable[],
  { toNumber, toText }: Conversions = PLAIN,
): Formatted {
  let text = '';
  let from = 0;
  let used = 0;
  let count = 0;
  for (const found of format.matchAll(DIRECTIVE)) {
    const [whole, flags = '', wide, precise, conversion = ''] = found;
    text += format.slice(from, found.index);
    from = found.index + whole.length;
    if (whole === '%%') {
      text += '%';
      continue;
    }
    count += 1;
    const stars = Number(wide === '*') + Number(precise === '*');
    if (conversion === '' || !'cdiouxXeEfFgGs'.includes(conversion))
      return { text, problem: { conversion: count } };
    if (used + stars >= values.length) return { text, problem: 'missing' };
    const next = (): Formattable => values[used++] ?? '';
    const given = wide === '*' ? Math.trunc(toNumber(next())) : Number(wide ?? 0);
    const precision =
      precise === '*'
        ? Math.trunc(toNumber(next()))
        : precise === undefined
          ? undefined
          : Number(precise);
    const directive = {
      flags: given < 0 ? `${flags}-` : flags,
      width: Math.abs(given),
      precision: precision !== undefined && precision < 0 ? undefined : precision,
    };
    text += pad(
      convert(conversion, next(), directive, { toNumber, toText }),
      conversion,
      directive,
    );
  }
  return { text: text + format.slice(from) };
}

interface Directive {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
}

function convert(
  conversion: string,
  value: Formattable,
  { flags, precision }: Directive,
  { toNumber, toText }: Conversions,
): string {
  switch (conversion) {
    case 's':
      return toText(value).slice(0, precision);
    case 'c':
      return typeof value === 'number'
        ? String.fromCharCode(Math.trunc(value) & 0xff)
        : value.slice(0, 1);
    case 'd':
    case 'i': {
      const number = clamp(toNumber(value));
      return signed(number < 0, flags) + digitsOf(Math.abs(number), 10, precision);
    }
    case 'o':
    case 'u':
    case 'x':
    case 'X': {
      const number = clamp(toNumber(value)) >>> 0;
      const base = { o: 8, u: 10, x: 16, X: 16 }[conversion];
      const prefix =
        flags.includes('#') && number !== 0 ? { o: '0', u: '', x: '0x', X: '0X' }[conversion] : '';
      const digits = prefix + digitsOf(number, base, precision);
      return conversion === 'X' ? digits.toUpperCase() : digits;
    }
    default: {
      const number = toNumber(value);
      const text = realText(Math.abs(number), conversion.toLowerCase(), precision ?? 6, flags);
      const shown =
        (Number.isNaN(number) ? '-' : signed(number < 0 || Object.is(number, -0), flags)) + text;
      return conversion === conversion.toLowerCase() ? shown : shown.toUpperCase();
    }
  }
}

const digitsOf = (number: number, base: number, precision: number | undefined): string =>
  number === 0 && precision === 0 ? '' : number.toString(base).padStart(precision ?? 1, '0');

/** Returns an integer of 32 bits; one that is too large becomes the largest. */
const clamp = (number: number): number =>
  Number.isNaN(number)
    ? -MAX_INT - 1
    : Math.max(
        -MAX_INT - 1,
        Math.min(number > MAX_INT && number < 2 ** 32 ? number : number, MAX_INT),
      ) | 0;

function pad(text: string, conversion: string, { flags, width, precision }: Directive): string {
  if (flags.includes('-')) return text.padEnd(width);
  const integer = 'diouxX'.includes(conversion);
  const zeros =
    flags.includes('0') &&
    !'sc'.includes(conversion) &&
    !(integer && precision !== undefined) &&
    !/inf|nan/i.test(text);
  if (!zeros) return text.padStart(width);
  const [, prefix = '', rest = ''] = /^([-+ ]?(?:0[xX])?)(.*)$/s.exec(text) ?? [];
  return prefix + rest.padStart(width - prefix.length, '0');
}

export const signed = (negative: boolean, flags: string): string =>
  negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';

/** Enough digits to tell if a number is exactly halfway between two results. */
const MORE_DIGITS = 25;
/** The most digits that JavaScript writes. */
const MOST_DIGITS = 100;

/** Rounds like C: halfway cases to the even digit, where JavaScript rounds up. */
function rounded(precision: number, write: (digits: number) => string): string {
  if (precision > MOST_DIGITS - MORE_DIGITS) return write(Math.min(precision, MOST_DIGITS));
  const [mantissa = '', exponent] = write(precision + MORE_DIGITS).split('e');
  const kept = mantissa.slice(0, -MORE_DIGITS).replace(/\.$/, '');
  const isTie = /[02468]$/.test(kept) && /^50+$/.test(mantissa.slice(-MORE_DIGITS));
  if (!isTie) return write(precision);
  return exponent === undefined ? kept : `${kept}e${exponent}`;
}

const exponential = (value: number, precision: number): string =>
  rounded(precision, (digits) => value.toExponential(digits)).replace(/e([-+])(\d)$/, 'e$10$2');

const fixed = (value: number, precision: number): string =>
  value < 1e21
    ? rounded(precision, (digits) => value.toFixed(digits))
    : `${BigInt(value)}${precision > 0 ? `.${'0'.repeat(precision)}` : ''}`;

/** Formats a number that is not negative as `f`, `e` or `g`. */
export function realText(
  value: number,
  conversion: string,
  precision: number,
  flags: string,
): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : 'inf';
  if (conversion === 'f') return fixed(value, precision);
  if (conversion === 'e') return exponential(value, precision);
  const digits = Math.max(1, precision);
  const exponent = value === 0 ? 0 : Number(exponential(value, digits - 1).split('e')[1]);
  const text =
    exponent < -4 || exponent >= digits
      ? exponential(value, digits - 1)
      : fixed(value, Math.max(0, digits - 1 - exponent));
  if (flags.includes('#') || !text.includes('.')) return text;
  return text.replace(/\.?0+(?=e|$)/, '');
}
