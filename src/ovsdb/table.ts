/** The rows of one table and the indexes over them. */
import type { Uuid } from '../lib/uuid.js';
import { defaultValue } from './canonical.js';
import { checkValue } from './constraints.js';
import { type ReferenceColumn, referenceColumns } from './references.js';
import type { AnyRow, ColumnSchema, TableSchema, Value } from './types.js';

/** The key of a row in an index. */
export type IndexKey = string | number;

/** The columns of one of a table's unique indexes. */
export class Index {
  /** The row that has each key. */
  readonly rows = new Map<IndexKey, Uuid>();

  /** The column of an index over a single one. */
  readonly #only: string | undefined;

  constructor(readonly columns: readonly string[]) {
    this.#only = columns.length === 1 ? columns[0] : undefined;
  }

  /**
   * Returns the key of these values. Strings contain no null characters, which keeps keys
   * unambiguous.
   */
  keyOf(row: { readonly [column: string]: Value }): IndexKey {
    if (this.#only !== undefined) {
      const value = row[this.#only];
      return typeof value === 'number' ? value : String(value);
    }
    return this.columns.map((column) => String(row[column])).join('\0');
  }

  /** True if this index is over exactly the columns that `row` has. */
  covers(row: { readonly [column: string]: Value }): boolean {
    let count = 0;
    for (const column in row) {
      if (!this.columns.includes(column)) return false;
      count++;
    }
    return count === this.columns.length;
  }
}

/** A column of a table, with what is worth working out only once. */
export interface Column {
  readonly name: string;
  readonly schema: ColumnSchema;
  readonly default: Value;
  /** True if a row may hold the default, which `enum` and ranges can exclude. */
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
  /** A row with nothing but defaults, and no UUID yet. */
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
    // Copies of a frozen object with all its columns are what engines make fastest.
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
   * Returns the index over exactly the columns that `row` has.
   *
   * @throws Error if there is none.
   */
  index(row: { readonly [column: string]: Value }): Index {
    for (const index of this.indexes) if (index.covers(row)) return index;
    throw new Error(`table ${this.name} has no index on ${Object.keys(row).join(', ')}`);
  }

  /** Puts `after` in the place of `before` and brings the indexes up to date. */
  replace(before: AnyRow | undefined, after: AnyRow | undefined): void {
    if (after) this.rows.set(after._uuid, after);
    else if (before) this.rows.delete(before._uuid);
    for (const index of this.indexes) {
      const was = before && index.keyOf(before);
      const is = after && index.keyOf(after);
      if (was === is) continue;
      // Another row may already have taken the key that this one gives up.
      if (was !== undefined && index.rows.get(was) === before?._uuid) index.rows.delete(was);
      if (is !== undefined && after) index.rows.set(is, after._uuid);
    }
  }
}
