/** Writes JSON values as Python 2 prints them in messages. */
import type { Json } from '../lib/json.js';

/** Returns `str()` of a value that came from a request, where all strings are Unicode. */
export const pythonText = (value: Json): string =>
  typeof value === 'string' ? value : pythonRepr(value, 'u');

/**
 * Returns `repr()` of a value.
 *
 * @param prefix `u` if strings are Unicode; otherwise they are bytes
 */
export function pythonRepr(value: Json, prefix: 'u' | '' = ''): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return `${prefix}${quoted(value)}`;
  if (Array.isArray(value)) return `[${value.map((item) => pythonRepr(item, prefix)).join(', ')}]`;
  const members = Object.entries(value).map(
    ([name, member]) => `${prefix}${quoted(name)}: ${pythonRepr(member, prefix)}`,
  );
  return `{${members.join(', ')}}`;
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] ?? character);
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};
