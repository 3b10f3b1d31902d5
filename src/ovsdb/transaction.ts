/** Collects changes to a database and commits them as a whole. */
import type { RandomSource } from '../lib/random.js';
import { isUuid, newUuid, type Uuid } from '../lib/uuid.js';
import { canonical } from './canonical.js';
import { completeTransaction } from './commit.js';
import type { Change, RowChange } from './database.js';
import { Overlay, type TouchedRow } from './overlay.js';
import type { ReferenceChange } from './references.js';
import type { Store } from './store.js';
import type { Table } from './table.js';
import type { AnyRow, Columns, DatabaseSchema, Row, TableName, Value } from './types.js';

type MutableRow = { _uuid: Uuid; [column: string]: Value };

/** The parts of a database that a transaction uses. */
export interface TransactionHost {
  readonly store: Store;
  readonly random: RandomSource;
  readonly name: string;
  /**
   * Makes a complete and checked transaction the state of the database, and notifies the observers.
   */
  publish(
    rows: readonly TouchedRow[],
    references: readonly ReferenceChange[],
    change: Change,
  ): void;
}

/**
 * A set of changes that take effect together or not at all. Only the transaction itself sees them
 * before it commits.
 */
export class Transaction<S extends DatabaseSchema = DatabaseSchema> {
  readonly #host: TransactionHost;
  readonly #overlay = new Overlay();
  #comment: string | undefined;
  #finished = false;

  constructor(host: TransactionHost) {
    this.#host = host;
  }

  /** Returns a row including the changes of this transaction. */
  get<T extends TableName<S>>(table: T, uuid: Uuid): Row<S, T> | undefined {
    return typed<S, T>(this.#overlay.get(this.#host.store.table(table), uuid));
  }

  /**
   * Iterates over the rows of a table, including the changes of this transaction, in creation
   * order.
   */
  *rows<T extends TableName<S>>(table: T): IterableIterator<Row<S, T>> {
    for (const row of this.#overlay.rows(this.#host.store.table(table))) {
      const typedRow = typed<S, T>(row);
      if (typedRow) yield typedRow;
    }
  }

  /** Returns the row with these values in the columns of one of the table's unique indexes. */
  findByIndex<T extends TableName<S>>(
    table: T,
    columns: Partial<Columns<S, T>>,
  ): Row<S, T> | undefined {
    const { indexed, index, key } = lookUp(this.#host.store, table, columns);
    return typed<S, T>(this.#overlay.findByKey(indexed, index, key));
  }

  /**
   * Inserts a row. Omitted columns get their defaults.
   *
   * @param given the UUID of the row, if it needs a particular one.
   * @returns the UUID of the row.
   */
  insert<T extends TableName<S>>(
    tableName: T,
    columns: Partial<Columns<S, T>>,
    given?: Uuid,
  ): Uuid {
    this.#checkOpen();
    const table = this.#host.store.table(tableName);
    if (given !== undefined) this.#checkFree(given);
    const uuid = given ?? newUuid(this.#host.random);
    this.#overlay.put(table, uuid, written(table, table.defaults, columns, uuid));
    return uuid;
  }

  /**
   * Changes columns of a row.
   *
   * @throws Error if there is no such row.
   */
  update<T extends TableName<S>>(tableName: T, uuid: Uuid, columns: Partial<Columns<S, T>>): void {
    this.#checkOpen();
    const table = this.#host.store.table(tableName);
    this.#overlay.put(table, uuid, written(table, this.#existing(table, uuid), columns));
  }

  /**
   * Deletes a row.
   *
   * @throws Error if there is no such row.
   */
  delete<T extends TableName<S>>(tableName: T, uuid: Uuid): void {
    this.#checkOpen();
    const table = this.#host.store.table(tableName);
    this.#existing(table, uuid);
    this.#overlay.put(table, uuid, undefined);
  }

  /** Sets the comment that observers see. */
  setComment(text: string): void {
    this.#comment = text;
  }

  /**
   * Applies all changes or none.
   *
   * @returns the changes, including collected garbage and removed weak references.
   * @throws OvsdbError with the server's reply.
   */
  commit(): Change {
    this.#checkOpen();
    this.#finished = true;
    const comment = this.#comment;
    const touched = this.#overlay.all();
    if (touched.length === 0) return changeOf(this.#host.name, new Map(), comment);
    for (const { table, uuid, before } of touched) {
      if (table.rows.get(uuid) !== before) {
        throw new Error(`row ${uuid} was changed by another transaction meanwhile`);
      }
    }
    const references = completeTransaction(this.#host.store, this.#overlay);
    const tables = new Map<string, readonly RowChange[]>();
    for (const [table, rows] of this.#overlay.tables) {
      if (rows.size > 0) tables.set(table.name, Array.from(rows.values(), rowChange));
    }
    const change = changeOf(this.#host.name, tables, comment);
    if (tables.size > 0) this.#host.publish(this.#overlay.all(), references, change);
    return change;
  }

  /** Discards all changes; the transaction is over. */
  abort(): void {
    this.#finished = true;
  }

  #checkOpen(): void {
    if (this.#finished) throw new Error('the transaction is over');
  }

  /** Throws if the UUID is in use in any table, since references consist of a UUID alone. */
  #checkFree(uuid: Uuid): void {
    if (!isUuid(uuid) || uuid !== uuid.toLowerCase()) throw new Error(`"${uuid}" is not a UUID`);
    for (const table of this.#host.store.tables.values()) {
      if (this.#overlay.get(table, uuid)) throw new Error(`there is a row ${uuid} already`);
    }
  }

  #existing(table: Table, uuid: Uuid): AnyRow {
    const row = this.#overlay.get(table, uuid);
    if (!row) throw new Error(`there is no row ${uuid} in table ${table.name}`);
    return row;
  }
}

/** Returns the index over exactly the given columns, and the key in it. */
export function lookUp(
  store: Store,
  tableName: string,
  columns: { readonly [column: string]: Value },
) {
  const indexed = store.table(tableName);
  const index = indexed.index(columns);
  return { indexed, index, key: index.keyOf(columns) };
}

/**
 * Gives a row its static type. The store keeps the rows of all tables alike, and {@link written}
 * makes every row conform to its table's schema.
 */
export function typed<S extends DatabaseSchema, T extends TableName<S>>(
  row: AnyRow | undefined,
): Row<S, T> | undefined {
  return row as Row<S, T> | undefined;
}

function written(
  table: Table,
  row: AnyRow,
  columns: { readonly [column: string]: Value },
  uuid = row._uuid,
): AnyRow {
  const next: MutableRow = { ...row };
  next._uuid = uuid;
  for (const name in columns) {
    try {
      next[name] = canonical(table.column(name), columns[name], row[name]);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new TypeError(`column ${name} of table ${table.name}: ${error.message}`);
    }
  }
  return Object.freeze(next);
}

const changeOf = (
  database: string,
  tables: Change['tables'],
  comment: string | undefined,
): Change => (comment === undefined ? { database, tables } : { database, tables, comment });

function rowChange({ uuid, before, after }: TouchedRow): RowChange {
  if (!before) return after ? { uuid, after } : { uuid };
  return after ? { uuid, before, after } : { uuid, before };
}
