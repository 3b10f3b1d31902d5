/** Writes JSON values as Python 2 prints them in messages. */
import type { Json } from '../lib/json.js';

/** Returns `str()` of a value. */
export const pythonText = (value: Json): string =>
  typeof value === 'string' ? value : pythonRepr(value);

/** Returns `repr()` of a value, with strings of bytes. */
export function pythonRepr(value: Json): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  const members = Object.entries(value).map(([name, member]) => [name, member] as const);
  return `{${members.map(([name, member]) => `${quoted(name)}: ${pythonRepr(member)}`).join(', ')}}`;
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
