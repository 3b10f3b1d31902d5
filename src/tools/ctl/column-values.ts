/** Completes columns, the keys of maps, and the values that they can have. */
import { lookUp } from '../../lib/dictionary.js';
import type { Database } from '../../ovsdb/database.js';
import type { BaseType } from '../../ovsdb/types.js';
import type { CompletionPlace, ValueLists } from '../program/command-row.js';
import { listValues } from '../program/complete.js';
import { endingAt, type Suggestion, suggestion } from '../program/suggestion.js';
import { type Column, columnsOf, findColumn } from './abbreviated-names.js';
import type { CtlTable } from './ctl-table.js';

/** The parts of a program that decide what a column can contain. */
export interface ColumnContext {
  readonly tables: readonly CtlTable[];
  readonly database: Database;
  /** Values that the schema does not say, by `Table.column` or `Table.column:key`. */
  readonly known: ValueLists;
}

/** The form of an argument: a column, a column and perhaps a key, or one with a value. */
export type ColumnForm = 'COLUMN' | 'COLUMN[:KEY]' | 'COLUMN[:KEY]=VALUE';

/** Completes an argument that starts with a column of `table`. */
export function completeColumn(
  table: CtlTable,
  form: ColumnForm,
  place: CompletionPlace,
  context: ColumnContext,
): Suggestion[] {
  const { word } = place;
  const [, name = '', , key, operator] = /^([\w-]*)(:"?([^=!<>{]*?)"?)?(=|!=|<=?|>=?|\{=\})?$/.exec(
    word.replace(/(=).*$/s, '$1'),
  ) ?? ['', word];
  const column = findExact(table, name);
  if (operator !== undefined && form === 'COLUMN[:KEY]=VALUE') {
    const start = word.indexOf('=') + 1;
    const offers = column === undefined ? [] : columnValues(table, column, key, place, context);
    return offers.map(endingAt(start));
  }
  if (key !== undefined && form !== 'COLUMN') {
    const start = name.length + 1;
    const suffix = form === 'COLUMN[:KEY]' ? '' : '=';
    const keys = column === undefined ? [] : keysOf(table, column, context);
    return [...keys].map((text) => ({
      text: text + suffix,
      start,
      ...(suffix === '' ? {} : { open: true }),
    }));
  }
  return columnsOf(table).map((each) => columnSuggestion(each, form));
}

const findExact = (table: CtlTable, typed: string): Column | undefined => {
  try {
    return findColumn(table, typed);
  } catch {
    return undefined;
  }
};

function columnSuggestion({ name, schema }: Column, form: ColumnForm): Suggestion {
  const help = typeText(schema);
  if (form === 'COLUMN[:KEY]=VALUE') {
    return { text: `${name}${schema.value === undefined ? '=' : ':'}`, help, open: true };
  }
  return { text: name, help };
}

function typeText({ key, value, min, max }: Column['schema']): string {
  const of = ({ type, refTable }: BaseType) => refTable ?? type;
  if (value !== undefined) return `map from ${of(key)} to ${of(value)}`;
  if (max > 1) return `set of ${of(key)}`;
  return min === 0 ? `${of(key)}, optional` : of(key);
}

/** Returns the keys of a map: those with known values, and those in use. */
function keysOf(
  table: CtlTable,
  { name }: Column,
  { database, known }: ColumnContext,
): Set<string> {
  const prefix = `${table.name}.${name}:`;
  const keys = new Set<string>();
  for (const place of Object.keys(known)) {
    if (place.startsWith(prefix)) keys.add(place.slice(prefix.length));
  }
  for (const row of database.rows(table.name)) {
    const map = row[name];
    if (map instanceof Map) for (const key of map.keys()) keys.add(String(key));
  }
  return keys;
}

/** Returns the values that a column, or a key of it, can have. */
export function columnValues(
  table: CtlTable,
  { name, schema }: Column,
  key: string | undefined,
  place: CompletionPlace,
  context: ColumnContext,
): Suggestion[] {
  const path = key === undefined ? `${table.name}.${name}` : `${table.name}.${name}:${key}`;
  const known = lookUp(context.known, path);
  if (known !== undefined) return listValues(known, place);
  const base =
    key === undefined ? (schema.value === undefined ? schema.key : undefined) : schema.value;
  if (base === undefined) return [];
  if (base.enum !== undefined) return base.enum.map((value) => ({ text: String(value) }));
  if (base.type === 'boolean') return ['true', 'false'].map(suggestion);
  return base.refTable === undefined ? [] : [...references(base.refTable, context)];
}

/** Returns the UUIDs of the rows of a table, with their names. */
export function* references(
  table: string,
  { database }: Pick<ColumnContext, 'database'>,
): Iterable<Suggestion> {
  for (const row of database.rows(table)) {
    const name = row['name'] ?? row['match'] ?? row['target'];
    yield { text: row._uuid, ...(typeof name === 'string' ? { help: name } : {}) };
  }
}
