/** Converts databases to and from the plain JSON that state files hold. */
import { isUuid, type Uuid } from '../lib/uuid.js';
import { canonical } from './canonical.js';
import { checkValue } from './constraints.js';
import { OvsdbError } from './error.js';
import { type ReferenceChange, rowReferenceChanges } from './references.js';
import { rowTexts, type ValueJson } from './row-texts.js';
import { kindOf } from './shape.js';
import type { Store } from './store.js';
import type { Table } from './table.js';
import type { AnyRow, Atom, AtomicType, ColumnType, Value } from './types.js';

/** Rows by table and UUID, in creation order. Columns that hold their default are left out. */
export interface DatabaseJson {
  readonly tables: {
    readonly [table: string]: { readonly [uuid: Uuid]: { readonly [column: string]: ValueJson } };
  };
}

/** The persistent contents of a database at one point in time. Taking one copies no row. */
export interface DatabaseSnapshot {
  /** The number of rows. */
  readonly size: number;
  /**
   * Returns the contents, those of a {@link DatabaseJson}, as JSON text with one row per line.
   *
   * @param indent the indentation of the last line.
   */
  stringify(indent: string): string;
}

export function takeSnapshot(store: Store): DatabaseSnapshot {
  const tables = Array.from(store.tables.values(), (table) => ({
    table,
    rows: [...table.rows.values()],
  })).filter(({ rows }) => rows.length > 0);
  return {
    size: tables.reduce((sum, { rows }) => sum + rows.length, 0),
    stringify: (indent) => stringifyTables(tables, indent),
  };
}

function stringifyTables(
  tables: readonly { readonly table: Table; readonly rows: readonly AnyRow[] }[],
  indent: string,
): string {
  const [inner, tableIndent, rowIndent] = [`${indent}  `, `${indent}    `, `${indent}      `];
  // Concatenated strings are copied only once, at the end.
  let text = '';
  for (const { table, rows } of tables) {
    if (text !== '') text += `,\n${tableIndent}`;
    text += `${JSON.stringify(table.name)}: {\n${rowIndent}`;
    text += `${rowTexts(table, rows, `,\n${rowIndent}`)}\n${tableIndent}}`;
  }
  const all = text === '' ? '{}' : `{\n${tableIndent}${text}\n${inner}}`;
  return `{\n${inner}"tables": ${all}\n${indent}}`;
}

/**
 * Fills an empty store.
 * @throws OvsdbError that locates the error, with nothing changed.
 */
export function loadDatabase(store: Store, json: unknown): void {
  for (const table of store.tables.values()) {
    if (table.rows.size > 0) throw new Error('the database is not empty');
  }
  const rows = readTables(store, json);
  const references = checkReferences(rows);
  checkTables(rows);
  store.apply(
    Array.from(rows.values(), ([table, after]) => ({ table, before: undefined, after })),
    references,
  );
}

type LoadedRows = ReadonlyMap<Uuid, readonly [Table, AnyRow]>;

const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

function readTables(store: Store, json: unknown): LoadedRows {
  if (!isObject(json) || !isObject(json['tables'])) {
    throw new OvsdbError('syntax error', 'there is no "tables" object');
  }
  const rows = new Map<Uuid, readonly [Table, AnyRow]>();
  for (const [name, tableJson] of Object.entries(json['tables'])) {
    const table = store.tables.get(name);
    if (!table) throw new OvsdbError('unknown table', `there is no table ${name}`);
    if (!isObject(tableJson)) {
      throw new OvsdbError('syntax error', `table ${name}: it is not an object of rows`);
    }
    for (const [uuid, rowJson] of Object.entries(tableJson)) {
      if (!isUuid(uuid) || uuid !== uuid.toLowerCase()) {
        throw new OvsdbError('syntax error', `table ${name}: "${uuid}" is not a valid UUID`);
      }
      if (rows.has(uuid)) {
        throw new OvsdbError('constraint violation', `table ${name}: row ${uuid} is there twice`);
      }
      rows.set(uuid, [table, readRow(table, uuid, rowJson)]);
    }
  }
  return rows;
}

function readRow(table: Table, uuid: Uuid, json: unknown): AnyRow {
  const where = `table ${table.name}, row ${uuid}`;
  if (!isObject(json)) throw new OvsdbError('syntax error', `${where}: it is not an object`);
  const columns: Record<string, Value> = {};
  for (const [name, valueJson] of Object.entries(json)) {
    const column = Object.hasOwn(table.schema.columns, name) && table.schema.columns[name];
    if (!column || column.ephemeral) {
      throw new OvsdbError('unknown column', `${where}: there is no column ${name} to load`);
    }
    columns[name] = readValue(column, valueJson, `${where}, column ${name}`);
  }
  const row: AnyRow = { ...table.defaults, ...columns, _uuid: uuid };
  for (const { name, schema, defaultAllowed } of table.columns) {
    if (!defaultAllowed && !Object.hasOwn(columns, name)) {
      relocate(`${where}, column ${name}`, () => checkValue(schema, row[name]));
    }
  }
  return Object.freeze(row);
}

function readValue(column: ColumnType, json: unknown, where: string): Value {
  return relocate(where, () => {
    const value = canonical(column, plainValue(column, json), undefined);
    const repeated = Array.isArray(json) && Array.isArray(value) && value.length < json.length;
    if (repeated) throw new OvsdbError('syntax error', 'set contains duplicate');
    checkValue(column, value);
    return value;
  });
}

/** Returns the value of a JSON text, without checking that it is of the column's type. */
function plainValue(column: ColumnType, json: unknown): Value {
  if (kindOf(column) === 'map') {
    if (!isObject(json)) throw new TypeError('expected an object');
    return new Map(
      Object.entries(json).map(([key, value]): [Atom, Atom] => [
        keyFromText(column.key.type, key),
        plainAtom(value),
      ]),
    );
  }
  return Array.isArray(json) ? json.map(plainAtom) : plainAtom(json);
}

function plainAtom(json: unknown): Atom {
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean')
    return json;
  throw new TypeError('expected a string, a number or a boolean');
}

/** Parses a key of a map, since keys of JSON objects are always strings. */
function keyFromText(type: AtomicType, text: string): Atom {
  switch (type) {
    case 'integer':
    case 'real':
      if (text.trim() === '' || Number.isNaN(Number(text))) throw new TypeError(`expected ${type}`);
      return Number(text);
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'string':
    case 'uuid':
      return text;
  }
}

/** Runs `check` and prefixes its error with the location. */
function relocate<R>(where: string, check: () => R): R {
  try {
    return check();
  } catch (error) {
    if (error instanceof TypeError)
      throw new OvsdbError('syntax error', `${where}: ${error.message}`);
    if (!(error instanceof OvsdbError)) throw error;
    throw new OvsdbError(error.error, `${where}: ${error.details}`);
  }
}

/** Checks that all references lead to existing rows, and collects them. */
function checkReferences(rows: LoadedRows): ReferenceChange[] {
  const references: ReferenceChange[] = [];
  const referred = new Set<Uuid>();
  for (const [uuid, [table, row]] of rows) {
    for (const reference of rowReferenceChanges(table.references, uuid, undefined, row)) {
      const { column, target } = reference;
      if (rows.get(target)?.[0].name !== column.target) {
        throw new OvsdbError(
          'referential integrity violation',
          `table ${table.name}, row ${uuid}, column ${column.column}: ` +
            `there is no row ${target} in table ${column.target}`,
        );
      }
      references.push(reference);
      if (column.strong && target !== uuid) referred.add(target);
    }
  }
  for (const [uuid, [table]] of rows) {
    if (!table.schema.isRoot && !referred.has(uuid)) {
      throw new OvsdbError(
        'referential integrity violation',
        `table ${table.name}, row ${uuid}: nothing refers to it`,
      );
    }
  }
  return references;
}

/** Checks the limits and unique indexes of all tables. */
function checkTables(rows: LoadedRows): void {
  const counts = new Map<Table, number>();
  const keys = new Map<unknown, Uuid>();
  for (const [uuid, [table, row]] of rows) {
    const where = `table ${table.name}, row ${uuid}`;
    const count = (counts.get(table) ?? 0) + 1;
    counts.set(table, count);
    if (count > table.schema.maxRows) {
      throw new OvsdbError(
        'constraint violation',
        `table ${table.name}: it may have ${table.schema.maxRows} row(s) only`,
      );
    }
    for (const [i, index] of table.indexes.entries()) {
      const key = `${table.name}\0${i}\0${index.keyOf(row)}`;
      const other = keys.get(key);
      if (other !== undefined) {
        throw new OvsdbError(
          'constraint violation',
          `${where}: row ${other} has the same ${index.columns.join(' and ')}`,
        );
      }
      keys.set(key, uuid);
    }
  }
}
