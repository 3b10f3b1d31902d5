/** The values of awk, and the conversions between them. */
import { formatText } from '../format.js';

/** Text from input, which compares as a number if it looks like one. */
export class InputText {
  #number: number | undefined;
  #checked = false;

  constructor(readonly text: string) {}

  /** The number, if the text looks like one. */
  get number(): number | undefined {
    if (!this.#checked) {
      this.#checked = true;
      if (
        /^[ \t\n]*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?[ \t\n]*$|^\s*[-+]?(0[xX][0-9a-fA-F]+|inf|nan)\s*$/.test(
          this.text,
        )
      ) {
        this.#number = parseNumber(this.text);
      }
    }
    return this.#number;
  }
}

/** `undefined` is a variable without a value: both zero and the empty text. */
export type Value = number | string | InputText | undefined;

const MAX_INT = 2 ** 31 - 1;

const LEADING_NUMBER =
  /^[ \t\n]*([-+]?)(0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|inf(?:inity)?|nan)/i;

/** Returns the number that a text starts with, or 0. */
export function parseNumber(text: string): number {
  const direct = Number(text);
  if (text !== '' && !Number.isNaN(direct) && /\d$/.test(text) && !/^[-+]?0[bBoO]/.test(text))
    return direct;
  const [, sign, digits] = LEADING_NUMBER.exec(text) ?? [];
  if (digits === undefined) return 0;
  const lower = digits.toLowerCase();
  const size = lower.startsWith('inf')
    ? Number.POSITIVE_INFINITY
    : lower === 'nan'
      ? Number.NaN
      : Number(digits);
  return sign === '-' ? -size : size;
}

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  if (typeof value === 'string') return parseNumber(value);
  return value.number ?? parseNumber(value.text);
}

/** Formats a number; an integer of 32 bits has all its digits, whatever the format. */
export function numberText(value: number, format: string): string {
  if (Number.isInteger(value) && Math.abs(value) <= MAX_INT)
    return Object.is(value, -0) ? '-0' : String(value);
  return formatText(format, [value]).text;
}

export function toBoolean(value: Value): boolean {
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') return value !== '';
  if (value === undefined) return false;
  return value.number === undefined ? value.text !== '' : value.number !== 0;
}

/** Returns the number of a value that compares as one, and `undefined` for a text. */
function comparable(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  return typeof value === 'string' ? undefined : value.number;
}

/** Returns a number below, equal to or above zero. */
export function compare(left: Value, right: Value, toText: (value: Value) => string): number {
  const [a, b] = [comparable(left), comparable(right)];
  if (a !== undefined && b !== undefined) return a < b ? -1 : a > b ? 1 : a === b ? 0 : 1;
  const [first, second] = [toText(left), toText(right)];
  return first < second ? -1 : first > second ? 1 : 0;
}
