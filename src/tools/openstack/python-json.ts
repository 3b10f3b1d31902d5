/** Writes JSON as Python 2.7's `json.dumps()` does. */
import type { Json, JsonObject } from '../../lib/json.js';
import { pythonOrder } from './python-order.js';

/** Returns the members of an object in the order in which a client that has decoded it sees them. */
export const members = (object: JsonObject): readonly (readonly [string, Json])[] =>
  pythonOrder(Object.keys(object)).map((name) => [name, object[name] ?? null]);

/** Returns JSON text. @param indent the number of blanks for each level; undefined for one line */
export function dumps(value: Json, indent?: number, level = 0): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const items = Array.isArray(value)
    ? value.map((item: Json) => dumps(item, indent, level + 1))
    : members(value as JsonObject).map(
        ([name, member]) => `${quoted(name)}: ${dumps(member, indent, level + 1)}`,
      );
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (items.length === 0) return `${open}${close}`;
  if (indent === undefined) return `${open}${items.join(', ')}${close}`;
  // Python 2 leaves a blank before the end of the line.
  const inner = `\n${' '.repeat(indent * (level + 1))}`;
  return `${open}${inner}${items.join(`, ${inner}`)}\n${' '.repeat(indent * level)}${close}`;
}

const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
