/** Declares the types of schemas, rows and values. */
import type { Uuid } from '../lib/uuid.js';

/** The types an OVSDB atom can have (RFC 7047, section 3.2). */
export type AtomicType = 'integer' | 'real' | 'boolean' | 'string' | 'uuid';

/** One atom. Its column's type tells integers from reals and strings from UUIDs. */
export type Atom = string | number | boolean;

/**
 * A value of a column: the atom itself for exactly one, `undefined` for an empty optional column, a
 * sorted array without duplicates for a set, a `Map` sorted by key for a map.
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
  /** Carries `T`; never set. */
  readonly valueType?: T;
}

/** A column: its type, and whether it may change after its row was inserted. */
export interface ColumnSchema<T extends Value = Value> extends ColumnType<T> {
  readonly mutable: boolean;
  /** Not kept when the database is saved. */
  readonly ephemeral: boolean;
}

export interface TableSchema {
  readonly columns: Readonly<Record<string, ColumnSchema>>;
  /** Rows of a root table live without being referred to. */
  readonly isRoot: boolean;
  /** Sets of columns whose values no two rows may share. */
  readonly indexes: readonly (readonly string[])[];
  readonly maxRows: number;
}

export interface DatabaseSchema {
  readonly name: string;
  readonly version: string;
  readonly tables: Readonly<Record<string, TableSchema>>;
}

/**
 * A schema that has at least the tables `T`, with at least these columns. Functions that need no
 * more of a database accept every schema that has them.
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

/** A row as it is stored: immutable. A change makes a new one. */
export type Row<S extends DatabaseSchema, T extends TableName<S>> = Columns<S, T> & {
  readonly _uuid: Uuid;
};

/** A row of a table that is known only by its schema at run time. */
export type AnyRow = { readonly _uuid: Uuid } & { readonly [column: string]: Value };
