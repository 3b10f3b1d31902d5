/** Declares the types of schemas, rows and values. */
import type { Uuid } from '../lib/uuid.js';

/** The types an OVSDB atom can have (RFC 7047, section 3.2). */
export type AtomicType = 'integer' | 'real' | 'boolean' | 'string' | 'uuid';

/** An atom. The type of its column distinguishes integers from reals and strings from UUIDs. */
export type Atom = string | number | boolean;

/**
 * A value of a column: an atom if the column has exactly one, `undefined` for an empty optional
 * column, a sorted array without duplicates for a set, a `Map` sorted by key for a map.
 */
export type Value = Atom | undefined | readonly Atom[] | ReadonlyMap<Atom, Atom>;

/** The type of a key or value, with its constraints. */
export interface BaseType {
  readonly type: AtomicType;
  readonly enum?: readonly Atom[];
  readonly min?: number;
  readonly max?: number;
  readonly refTable?: string;
  readonly refType?: 'strong' | 'weak';
}

/**
 * The type of a column. `T` is the TypeScript type of its values and exists
 * only at compile time.
 */
export interface ColumnType<T extends Value = Value> {
  readonly key: BaseType;
  readonly value?: BaseType;
  readonly min: 0 | 1;
  readonly max: number;
  /** Only a type parameter; never set. */
  readonly valueType?: T;
}

/** The type of a column, and whether it is mutable. */
export interface ColumnSchema<T extends Value = Value> extends ColumnType<T> {
  readonly mutable: boolean;
  /** True if the column is not saved with the database. */
  readonly ephemeral: boolean;
}

export interface TableSchema {
  readonly columns: Readonly<Record<string, ColumnSchema>>;
  /** True if rows exist without being referred to. */
  readonly isRoot: boolean;
  /** The sets of columns whose combined values are unique. */
  readonly indexes: readonly (readonly string[])[];
  readonly maxRows: number;
}

export interface DatabaseSchema {
  readonly name: string;
  readonly version: string;
  readonly tables: Readonly<Record<string, TableSchema>>;
}

/**
 * A schema that has at least the tables `T` with at least these columns. Functions that need no
 * more of a database accept every schema that extends it.
 */
export interface SchemaOf<T extends object> extends Omit<DatabaseSchema, 'tables'> {
  readonly tables: {
    readonly [N in keyof T]: TableSchema & {
      readonly columns: { readonly [C in keyof T[N]]: ColumnSchema<T[N][C] & Value> };
    };
  };
}

type ColumnValue<C> = C extends ColumnSchema<infer T> ? T : never;

/** Names of the tables of a schema. */
export type TableName<S extends DatabaseSchema> = keyof S['tables'] & string;

/** The columns of a table of a schema, typed. */
export type Columns<S extends DatabaseSchema, T extends TableName<S>> = {
  readonly [C in keyof S['tables'][T]['columns']]: ColumnValue<S['tables'][T]['columns'][C]>;
};

/** An immutable row. A change creates a new one. */
export type Row<S extends DatabaseSchema, T extends TableName<S>> = Columns<S, T> & {
  readonly _uuid: Uuid;
};

/** A row of a table whose schema is known only at run time. */
export type AnyRow = { readonly _uuid: Uuid } & { readonly [column: string]: Value };
