/** Finds tables and columns by the abbreviated names that the generic commands accept. */
import type { ColumnSchema } from '../../ovsdb/types.js';
import { fatal } from '../program/exit.js';
import type { CtlTable } from './ctl-table.js';

/** Returns the score of a match, 0 for none. Ignores case, and treats `-` as `_`. */
function score(name: string, typed: string): number {
  if (name === typed) return Number.POSITIVE_INFINITY;
  const fold = (text: string) => text.replaceAll('-', '_').toLowerCase();
  if (fold(name) === fold(typed)) return Number.MAX_SAFE_INTEGER;
  return fold(name).startsWith(fold(typed)) ? typed.length : 0;
}

/** Returns the best match; says in the result if there are several or none. */
function bestMatch<T>(
  candidates: readonly T[],
  typed: string,
  nameOf: (candidate: T) => string,
): T | 'ambiguous' | 'none' {
  const scores = candidates.map((candidate) => score(nameOf(candidate), typed));
  const best = Math.max(0, ...scores);
  if (best === 0) return 'none';
  const [match, second] = candidates.filter((_, i) => scores[i] === best);
  return match === undefined || second !== undefined ? 'ambiguous' : match;
}

/** Finds a table by its abbreviated name. @throws ToolExit */
export function findTable(tables: readonly CtlTable[], typed: string): CtlTable {
  const table = bestMatch(tables, typed, ({ name }) => name);
  if (table === 'none') return fatal(`unknown table "${typed}"`);
  if (table === 'ambiguous') return fatal(`multiple table names match "${typed}"`);
  return table;
}

/** A column and its name. */
export interface Column {
  readonly name: string;
  readonly schema: ColumnSchema;
}

/** Returns the columns of a table sorted by name, as in listings. */
export function columnsOf(table: CtlTable): Column[] {
  return Object.entries(table.schema.columns)
    .map(([name, schema]) => ({ name, schema }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Finds a column by its abbreviated name. @throws ToolExit */
export function findColumn(table: CtlTable, typed: string): Column {
  const column = bestMatch(columnsOf(table), typed, ({ name }) => name);
  if (column === 'none') {
    return fatal(`${table.name} does not contain a column whose name matches "${typed}"`);
  }
  if (column === 'ambiguous') {
    return fatal(`${table.name} contains more than one column whose name matches "${typed}"`);
  }
  return column;
}
