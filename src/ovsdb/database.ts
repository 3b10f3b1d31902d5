/** Implements an OVSDB database in memory. */
import type { RandomSource } from '../lib/random.js';
import type { Uuid } from '../lib/uuid.js';
import { type DatabaseJson, type DatabaseSnapshot, loadDatabase, takeSnapshot } from './json.js';
import { Store } from './store.js';
import { lookUp, Transaction, typed } from './transaction.js';
import type { AnyRow, Columns, DatabaseSchema, Row, TableName } from './types.js';

export { OvsdbError } from './error.js';
export type { DatabaseJson } from './json.js';
export { Transaction } from './transaction.js';
export type { AnyRow } from './types.js';

/** A row that a commit changed: an inserted row has no `before`, a deleted row no `after`. */
export interface RowChange {
  readonly uuid: Uuid;
  readonly before?: AnyRow;
  /** An unchanged column holds the same object as in `before`. */
  readonly after?: AnyRow;
}

/** The changes of a commit. */
export interface Change {
  readonly database: string;
  readonly tables: ReadonlyMap<string, readonly RowChange[]>;
  readonly comment?: string;
}

/** A reference to a row. */
export interface Referrer {
  readonly table: string;
  readonly uuid: Uuid;
  readonly column: string;
}

export class Database<S extends DatabaseSchema = DatabaseSchema> {
  readonly schema: S;
  readonly #random: RandomSource;
  readonly #store: Store;
  readonly #observers = new Set<(change: Change) => void>();
  #publishing = false;

  /** Creates an empty database. `random` generates the UUIDs of its rows. */
  constructor(schema: S, random: RandomSource) {
    this.schema = schema;
    this.#random = random;
    this.#store = new Store(schema);
  }

  /** Returns this database for callers that know its tables only at run time. */
  asDynamic(): Database<DatabaseSchema> {
    // Table and column names are checked at run time as well, which makes the wider type safe.
    return this as unknown as Database<DatabaseSchema>;
  }

  get<T extends TableName<S>>(table: T, uuid: Uuid): Row<S, T> | undefined {
    return typed<S, T>(this.#store.table(table).rows.get(uuid));
  }

  /** Returns the rows of a table in creation order. */
  rows<T extends TableName<S>>(table: T): IterableIterator<Row<S, T>> {
    // Every row of a table conforms to the table's schema.
    return this.#store.table(table).rows.values() as IterableIterator<Row<S, T>>;
  }

  count(table: TableName<S>): number {
    return this.#store.table(table).rows.size;
  }

  /**
   * Returns the row with these values.
   *
   * @param columns exactly the columns of one of the table's unique indexes.
   * @throws Error if there is no such index.
   */
  findByIndex<T extends TableName<S>>(
    table: T,
    columns: Partial<Columns<S, T>>,
  ): Row<S, T> | undefined {
    const { indexed, index, key } = lookUp(this.#store, table, columns);
    const uuid = index.rows.get(key);
    return uuid === undefined ? undefined : typed<S, T>(indexed.rows.get(uuid));
  }

  /** Iterates over the rows that refer to a row, strongly or weakly, once for each column. */
  *referrers(uuid: Uuid): IterableIterator<Referrer> {
    for (const { column, uuid: source } of this.#store.references.to(uuid)) {
      yield { table: column.table, uuid: source, column: column.column };
    }
  }

  begin(): Transaction<S> {
    return new Transaction<S>({
      store: this.#store,
      random: this.#random,
      name: this.schema.name,
      publish: (rows, references, change) => {
        if (this.#publishing) throw new Error('an observer must not commit');
        this.#store.apply(rows, references);
        this.#publishing = true;
        try {
          for (const observer of [...this.#observers]) observer(change);
        } finally {
          this.#publishing = false;
        }
      },
    });
  }

  /**
   * Calls `observer` after each commit that changes something, in the order of subscription.
   * Observers must not commit, since later observers would then see changes in the wrong order.
   *
   * @returns a function that ends the subscription.
   */
  observe(observer: (change: Change) => void): () => void {
    // A function that subscribes twice is called twice.
    const own = (change: Change) => observer(change);
    this.#observers.add(own);
    return () => this.#observers.delete(own);
  }

  /** Returns the current persistent contents. */
  snapshot(): DatabaseSnapshot {
    return takeSnapshot(this.#store);
  }

  /** Returns the persistent contents as JSON text with one row per line. */
  stringify(): string {
    return this.snapshot().stringify('');
  }

  /** Returns everything that outlives the process, as plain JSON. */
  toJSON(): DatabaseJson {
    return JSON.parse(this.stringify());
  }

  /**
   * Fills this database, which must be empty, from the output of {@link toJSON}. Observers are not
   * called.
   *
   * @throws OvsdbError that locates the error; the database is then still empty.
   */
  load(json: unknown): void {
    loadDatabase(this.#store, json);
  }
}
