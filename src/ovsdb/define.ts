/** Provides functions that define schemas, from which the types of rows are derived. */
import type { Atom, BaseType, ColumnSchema, DatabaseSchema, TableSchema, Value } from './types.js';

const column = <T extends Value>(
  key: BaseType,
  rest: { value?: BaseType; min: 0 | 1; max: number },
): ColumnSchema<T> => ({ key, ...rest, mutable: true, ephemeral: false });

/** A base type together with the TypeScript type of its atoms. */
export interface Base<T extends Atom> extends BaseType {
  /** Only a type parameter; never set. */
  readonly atomType?: T;
}

/** Returns a string type, optionally restricted to `values`. */
export const string = <const E extends string = string>(values?: readonly E[]): Base<E> =>
  values ? { type: 'string', enum: values } : { type: 'string' };

/** Returns an integer type, optionally restricted to a range. */
export const integer = (
  range: { min?: number; max?: number; enum?: number[] } = {},
): Base<number> => ({
  type: 'integer',
  ...range,
});

/** Returns a real number type, optionally restricted to a range. */
export const real = (range: { min?: number; max?: number } = {}): Base<number> => ({
  type: 'real',
  ...range,
});

export const boolean = (): Base<boolean> => ({ type: 'boolean' });

/** Returns a UUID type that refers to no table. */
export const uuid = (): Base<string> => ({ type: 'uuid' });

/** Returns a reference that keeps its row alive and must always be valid. */
export const strong = (refTable: string): Base<string> => ({
  type: 'uuid',
  refTable,
  refType: 'strong',
});

/** Returns a reference that is removed when its row is deleted. */
export const weak = (refTable: string): Base<string> => ({
  type: 'uuid',
  refTable,
  refType: 'weak',
});

/** Returns a column with exactly one atom. */
export const one = <T extends Atom>(base: Base<T>): ColumnSchema<T> =>
  column(base, { min: 1, max: 1 });

/** Returns a column with one atom or none. */
export const optional = <T extends Atom>(base: Base<T>): ColumnSchema<T | undefined> =>
  column(base, { min: 0, max: 1 });

/** Returns a column with a set of atoms. */
export const set = <T extends Atom>(
  base: Base<T>,
  { min = 0, max = Number.POSITIVE_INFINITY }: { min?: 0 | 1; max?: number } = {},
): ColumnSchema<readonly T[]> => column(base, { min, max });

/** Returns a column with a map. */
export const map = <K extends Atom, V extends Atom>(
  key: Base<K>,
  value: Base<V>,
  { min = 0, max = Number.POSITIVE_INFINITY }: { min?: 0 | 1; max?: number } = {},
): ColumnSchema<ReadonlyMap<K, V>> => column(key, { value, min, max });

/** Returns the same column, but immutable once its row is inserted. */
export const immutable = <T extends Value>(schema: ColumnSchema<T>): ColumnSchema<T> => ({
  ...schema,
  mutable: false,
});

/** Returns the same column, but not saved with the database. */
export const ephemeral = <T extends Value>(schema: ColumnSchema<T>): ColumnSchema<T> => ({
  ...schema,
  ephemeral: true,
});

/** Returns a table. By default it is not a root table, and has no index and no row limit. */
export const table = <const C extends Readonly<Record<string, ColumnSchema>>>(
  columns: C,
  rest: Partial<Omit<TableSchema, 'columns'>> = {},
): TableSchema & { readonly columns: C } => ({
  columns,
  isRoot: false,
  indexes: [],
  maxRows: Number.POSITIVE_INFINITY,
  ...rest,
});

/** Returns a database schema with its exact type, from which rows are typed. */
export const database = <const S extends DatabaseSchema>(schema: S): S => schema;
