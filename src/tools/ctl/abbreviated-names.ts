/** Tables and columns by abbreviated names, as the generic commands take them. */
import type { ColumnSchema } from '../../ovsdb/types.js';
import { fatal } from '../program/exit.js';
import type { CtlTable } from './ctl-table.js';

/** How well `typed` fits `name`: 0 not at all, more is better; case and `-` for `_` do not matter. */
function score(name: string, typed: string): number {
  if (name === typed) return Number.POSITIVE_INFINITY;
  const fold = (text: string) => text.replaceAll('-', '_').toLowerCase();
  if (fold(name) === fold(typed)) return Number.MAX_SAFE_INTEGER;
  return fold(name).startsWith(fold(typed)) ? typed.length : 0;
}

/** The candidate that fits `typed` best, `ambiguous` where several do, `none` where none does. */
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

/** The table of a program that `typed` names. */
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

/** The columns of a table in the order in which listings have them: by name. */
export function columnsOf(table: CtlTable): Column[] {
  return Object.entries(table.schema.columns)
    .map(([name, schema]) => ({ name, schema }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The column of a table that `typed` names. */
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
