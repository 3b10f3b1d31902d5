/** Values of columns as text. */
import { formatAtom, formatAtomBare } from './atom.js';
import { keysOf, sizeOf, valuesOf } from './shape.js';
import type { ColumnType, Value } from './types.js';

/** The elements of a value, written by `format`. */
function elements(type: ColumnType, value: Value, format: typeof formatAtom): string[] {
  const keys = keysOf(value).map((key) => format(type.key.type, key));
  const base = type.value;
  if (!base) return keys;
  const values = valuesOf(value).map((atom) => format(base.type, atom));
  return keys.map((key, i) => `${key}=${values[i]}`);
}

/** Writes a value so that it can be read back: `up`, `[a, b]`, `{k=v}`. */
export function formatDatum(type: ColumnType, value: Value): string {
  const text = elements(type, value, formatAtom).join(', ');
  if (type.max === 1 && sizeOf(value) > 0) return text;
  return type.value ? `{${text}}` : `[${text}]`;
}

/** Writes a value the way scripts like it: elements with a space between them. */
export function formatDatumBare(type: ColumnType, value: Value): string {
  return elements(type, value, formatAtomBare).join(' ');
}
