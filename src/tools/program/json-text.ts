/** Formats JSON as the programs of the reference print it. */
import { formatReal } from '../../ovsdb/number.js';

/** A JSON value. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json };

/**
 * Formats JSON like `json_to_string()`, the members of objects sorted by name.
 *
 * @param options.pretty true to break lines before members and elements.
 */
export function jsonText(json: Json, { pretty = false } = {}): string {
  return serialize(json, pretty ? 0 : undefined);
}

/** Serializes on one line, or on several if `depth`, the number of open brackets, is given. */
function serialize(json: Json, depth: number | undefined): string {
  const inner = depth === undefined ? undefined : depth + 1;
  const newline = inner === undefined ? '' : `\n${'  '.repeat(inner)}`;
  if (typeof json === 'number') return formatNumber(json);
  if (json === null || typeof json !== 'object') return JSON.stringify(json);
  if (isArray(json)) {
    if (json.length === 0) return '[]';
    return `[${newline}${json.map((element) => serialize(element, inner)).join(`,${newline}`)}]`;
  }
  const members = Object.keys(json)
    .sort()
    .map((name) => {
      const value = serialize(json[name] ?? null, inner);
      return `${JSON.stringify(name)}:${inner === undefined ? '' : ' '}${value}`;
    });
  return `{${newline}${members.join(`,${newline}`)}}`;
}

export const isArray = (json: Json): json is readonly Json[] => Array.isArray(json);

const formatNumber = (value: number) =>
  Number.isSafeInteger(value) ? String(value) : formatReal(value);
