/** Parses arguments such as `external_ids:key=value`, whose column can be abbreviated. */
import { parseToken } from '../../../ovsdb/token.js';
import { fatal } from '../../program/exit.js';
import { type Column, findColumn } from '../abbreviated-names.js';
import type { CtlTable } from '../ctl-table.js';

/** The part of an argument before its operator. */
export interface ColumnKey {
  readonly column: Column;
  /** The unparsed key after the column's name. */
  readonly key: string | undefined;
}

export interface ColumnKeyValue<O extends string> extends ColumnKey {
  readonly operator: O;
  readonly value: string;
}

/** Parses the column at the front of `arg`; `end` is the end of its name. */
function parseColumn(table: CtlTable, arg: string): { column: Column; end: number } {
  const { token, end } = parseToken(arg, 0);
  if (token === '') fatal(`${arg}: missing column name`);
  return { column: findColumn(table, token), end };
}

/** Checks that `arg` starts with the name of a column. @throws ToolExit */
export function checkColumn(table: CtlTable, arg: string): void {
  parseColumn(table, arg);
}

function parseFront(table: CtlTable, arg: string): ColumnKey & { readonly end: number } {
  const { column, end } = parseColumn(table, arg);
  if (arg.charAt(end) !== ':') return { column, key: undefined, end };
  const key = parseToken(arg, end + 1);
  return { column, key: key.token, end: key.end };
}

/** Parses `COLUMN[:KEY]`. @throws ToolExit */
export function parseColumnKey(table: CtlTable, arg: string): ColumnKey {
  const { column, key, end } = parseFront(table, arg);
  if (end < arg.length) fatal(`${arg}: trailing garbage "${arg.slice(end)}" in argument`);
  return { column, key };
}

/** Parses `COLUMN[:KEY]`, the longest matching operator and a value. @throws ToolExit */
export function parseColumnKeyValue<O extends string>(
  table: CtlTable,
  arg: string,
  operators: readonly O[],
): ColumnKeyValue<O> {
  const { column, key, end } = parseFront(table, arg);
  const [operator] = operators
    .filter((text) => arg.startsWith(text, end) && arg.length > end + text.length)
    .sort((a, b) => b.length - a.length);
  if (operator === undefined) {
    return fatal(`${arg}: argument does not end in ${enumerate(operators)} followed by a value.`);
  }
  return { column, key, operator, value: arg.slice(end + operator.length) };
}

/** Joins words as in `"a"`, `"a" or "b"` or `"a", "b", or "c"`. */
function enumerate(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`);
  const last = quoted.pop() ?? '';
  if (quoted.length === 0) return last;
  return `${quoted.join(', ')}${quoted.length > 1 ? ',' : ''} or ${last}`;
}
