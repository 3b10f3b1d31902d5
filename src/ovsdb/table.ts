/** Holds the rows of one table and its indexes. */
import type { Uuid } from '../lib/uuid.js';
import { defaultValue } from './canonical.js';
import { checkValue } from './constraints.js';
import { type ReferenceColumn, referenceColumns } from './references.js';
import type { AnyRow, ColumnSchema, TableSchema, Value } from './types.js';

/** The key of a row in an index. */
export type IndexKey = string | number;

/** A unique index of a table. */
export class Index {
  /** The UUIDs of rows by key. */
  readonly rows = new Map<IndexKey, Uuid>();

  /** The only column, if there is just one. */
  readonly #only: string | undefined;

  constructor(readonly columns: readonly string[]) {
    this.#only = columns.length === 1 ? columns[0] : undefined;
  }

  /**
   * Returns the key of these values. Strings contain no null characters, which makes keys
   * unambiguous.
   */
  keyOf(row: { readonly [column: string]: Value }): IndexKey {
    if (this.#only !== undefined) {
      const value = row[this.#only];
      return typeof value === 'number' ? value : String(value);
    }
    return this.columns.map((column) => String(row[column])).join('\0');
  }

  /** Returns true if this index consists of exactly the columns of `row`. */
  covers(row: { readonly [column: string]: Value }): boolean {
    let count = 0;
    for (const column in row) {
      if (!this.columns.includes(column)) return false;
      count++;
    }
    return count === this.columns.length;
  }
}

/** A column of a table, with properties that are computed only once. */
export interface Column {
  readonly name: string;
  readonly schema: ColumnSchema;
  readonly default: Value;
  /**
   * True if the default satisfies the column's constraints. Enumerations and ranges can exclude it.
   */
  readonly defaultAllowed: boolean;
}

function newColumn(name: string, schema: ColumnSchema): Column {
  const value = defaultValue(schema);
  let defaultAllowed = true;
  try {
    checkValue(schema, value);
  } catch {
    defaultAllowed = false;
  }
  return { name, schema, default: value, defaultAllowed };
}

export class Table {
  readonly rows = new Map<Uuid, AnyRow>();
  readonly columns: readonly Column[];
  readonly #columns: ReadonlyMap<string, ColumnSchema>;
  readonly indexes: readonly Index[];
  readonly references: readonly ReferenceColumn[];
  /** A row with only defaults, without a UUID. */
  readonly defaults: AnyRow;

  constructor(
    readonly name: string,
    readonly schema: TableSchema,
  ) {
    this.columns = Object.entries(schema.columns).map(([column, type]) => newColumn(column, type));
    this.#columns = new Map(Object.entries(schema.columns));
    this.indexes = schema.indexes.map((columns) => new Index(columns));
    this.references = referenceColumns(name, schema);
    const defaults = Object.fromEntries(this.columns.map((c) => [c.name, c.default]));
    // Engines copy a frozen object that has all columns the fastest.
    this.defaults = Object.freeze({ _uuid: '', ...defaults });
  }

  /**
   * Returns the schema of a column.
   *
   * @throws Error if there is no such column.
   */
  column(name: string): ColumnSchema {
    const schema = this.#columns.get(name);
    if (!schema) throw new Error(`table ${this.name} has no column ${name}`);
    return schema;
  }

  /**
   * Returns the index over exactly the columns of `row`.
   *
   * @throws Error if there is none.
   */
  index(row: { readonly [column: string]: Value }): Index {
    for (const index of this.indexes) if (index.covers(row)) return index;
    throw new Error(`table ${this.name} has no index on ${Object.keys(row).join(', ')}`);
  }

  /** Replaces `before` by `after` and updates the indexes. */
  replace(before: AnyRow | undefined, after: AnyRow | undefined): void {
    if (after) this.rows.set(after._uuid, after);
    else if (before) this.rows.delete(before._uuid);
    for (const index of this.indexes) {
      const was = before && index.keyOf(before);
      const is = after && index.keyOf(after);
      if (was === is) continue;
      // Another row may already have taken over the key.
      if (was !== undefined && index.rows.get(was) === before?._uuid) index.rows.delete(was);
      if (is !== undefined && after) index.rows.set(is, after._uuid);
    }
  }
}
