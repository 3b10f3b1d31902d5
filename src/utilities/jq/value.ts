/** The values of jq: JSON, with objects that keep the order of their keys. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = ReadonlyMap<string, Json>;

/** An error that `try` catches. */
export class JqError extends Error {
  constructor(readonly value: Json) {
    super(typeof value === 'string' ? value : 'jq error');
  }
}

export const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);
export const isObject = (value: Json): value is JsonObject => value instanceof Map;

export function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  return isObject(value) ? 'object' : typeof value;
}

export const isTrue = (value: Json): boolean => value !== null && value !== false;

/** Returns the rank of a value's type in jq's order. */
function rank(value: Json): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return value ? 2 : 1;
  if (typeof value === 'number') return 3;
  if (typeof value === 'string') return 4;
  return isArray(value) ? 5 : 6;
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const sortedKeys = (object: JsonObject): string[] => [...object.keys()].sort(byText);

/** Compares values in jq's order. */
export function compare(a: Json, b: Json): number {
  const order = rank(a) - rank(b);
  if (order !== 0) return order;
  if (typeof a === 'number' && typeof b === 'number') {
    // NaN sorts below every number.
    return a < b || Number.isNaN(a) ? -1 : a === b ? 0 : 1;
  }
  if (typeof a === 'string' && typeof b === 'string') return byText(a, b);
  if (isArray(a) && isArray(b)) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const result = compare(a[i] ?? null, b[i] ?? null);
      if (result !== 0) return result;
    }
    return a.length - b.length;
  }
  if (isObject(a) && isObject(b)) {
    const [keys, others] = [sortedKeys(a), sortedKeys(b)];
    const result = compare(keys, others);
    if (result !== 0) return result;
    for (const key of keys) {
      const difference = compare(a.get(key) ?? null, b.get(key) ?? null);
      if (difference !== 0) return difference;
    }
  }
  return 0;
}

/** Returns a value for a message, as in `number (5)`. */
export function described(value: Json): string {
  return `${typeOf(value)} (${shortened(value)})`;
}

const LONGEST = 14;

function shortened(value: Json): string {
  const text = stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}

const NAMED: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are escaped.
const ESCAPED = /[\0-\x1f"\\\x7f]/g;

const codeEscape = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;

export interface Layout {
  /** The text for one level, or `undefined` to print everything on one line. */
  readonly indent?: string | undefined;
  readonly sortKeys?: boolean;
  readonly ascii?: boolean;
}

function quoteText(text: string, ascii: boolean): string {
  const quoted = text.replace(
    ESCAPED,
    (character) => NAMED[character] ?? codeEscape(character.charCodeAt(0)),
  );
  return `"${ascii ? quoted.replace(/[\u0080-\uffff]/g, (character) => codeEscape(character.charCodeAt(0))) : quoted}"`;
}

/** Returns a number with up to 17 digits, and with an exponent if it has many zeros. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return 'null';
  if (!Number.isFinite(value)) return numberText(value > 0 ? Number.MAX_VALUE : -Number.MAX_VALUE);
  if (Object.is(value, -0)) return '-0';
  const [, sign = '', first = '', rest = '', power = '0'] =
    /^(-?)(\d)(?:\.(\d+))?e([-+]\d+)$/.exec(value.toExponential()) ?? [];
  const exponent = Number(power);
  const digits = first + rest;
  const point = exponent + 1;
  if (value !== 0 && (point <= -4 || point > digits.length + 15)) {
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${first}${rest === '' ? '' : `.${rest}`}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Writes a value as JSON. */
export function stringify(value: Json, layout: Layout = {}, margin = '\n'): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return quoteText(value, layout.ascii ?? false);
  const { indent } = layout;
  const inner = indent === undefined ? '' : margin + indent;
  const outer = indent === undefined ? '' : margin;
  const next = margin + (indent ?? '');
  if (isArray(value)) {
    if (value.length === 0) return '[]';
    return `[${inner}${value.map((item) => stringify(item, layout, next)).join(`,${inner}`)}${outer}]`;
  }
  if (value.size === 0) return '{}';
  const colon = indent === undefined ? ':' : ': ';
  const keys = layout.sortKeys ? sortedKeys(value) : [...value.keys()];
  const entries = keys.map(
    (key) =>
      quoteText(key, layout.ascii ?? false) +
      colon +
      stringify(value.get(key) ?? null, layout, next),
  );
  return `{${inner}${entries.join(`,${inner}`)}${outer}}`;
}
