/** Writes rows as JSON text, which is kept for the rows that do not change until the next time. */
import { equalValues } from './compare.js';
import { isMap } from './shape.js';
import type { Table } from './table.js';
import type { AnyRow, Atom } from './types.js';

export type ValueJson = Atom | readonly Atom[] | { readonly [key: string]: Atom };

/** Consecutive rows of a table, and their text. */
interface Chunk {
  readonly rows: readonly AnyRow[];
  readonly separator: string;
  readonly text: string;
}

/** The chunk that was written last, by its first row. Rows are immutable. */
const CHUNKS = new WeakMap<AnyRow, Chunk>();

/** Returns the text of rows of a table, in order. */
export function rowTexts(table: Table, rows: readonly AnyRow[], separator: string): string {
  let text = '';
  for (let from = 0; from < rows.length; ) {
    const to = endOfChunk(rows, from);
    text += (from === 0 ? '' : separator) + chunkText(table, rows, from, to, separator);
    from = to;
  }
  return text;
}

const ZERO = '0'.charCodeAt(0);

/**
 * Returns the end of the chunk that starts at `from`. One row in 256 ends a chunk, depending on its
 * UUID alone, so an added or deleted row changes one chunk only.
 */
function endOfChunk(rows: readonly AnyRow[], from: number): number {
  let to = from;
  while (to < rows.length) {
    const uuid = rows[to++]?._uuid;
    if (uuid?.charCodeAt(35) === ZERO && uuid.charCodeAt(34) === ZERO) break;
  }
  return to;
}

function chunkText(
  table: Table,
  rows: readonly AnyRow[],
  from: number,
  to: number,
  separator: string,
): string {
  const first = rows[from];
  if (!first) return '';
  const known = CHUNKS.get(first);
  if (known?.separator === separator && isSlice(known.rows, rows, from, to)) return known.text;
  const chunk = rows.slice(from, to);
  const text = chunk.map((row) => rowText(table, row)).join(separator);
  CHUNKS.set(first, { rows: chunk, separator, text });
  return text;
}

function isSlice(
  slice: readonly AnyRow[],
  rows: readonly AnyRow[],
  from: number,
  to: number,
): boolean {
  if (slice.length !== to - from) return false;
  for (const [i, row] of slice.entries()) if (row !== rows[from + i]) return false;
  return true;
}

const rowText = (table: Table, row: AnyRow): string =>
  `"${row._uuid}": ${JSON.stringify(saveRow(table, row))}`;

function saveRow(table: Table, row: AnyRow): Readonly<Record<string, ValueJson>> {
  const saved: Record<string, ValueJson> = {};
  for (const column of table.columns) {
    const { name, schema } = column;
    const value = row[name];
    if (schema.ephemeral || value === undefined || equalValues(value, column.default)) continue;
    saved[name] = typeof value === 'object' && isMap(value) ? Object.fromEntries(value) : value;
  }
  return saved;
}
