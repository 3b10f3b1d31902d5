/**
 * A program's view of a database during its transaction. It behaves like the client library of
 * the reference (`lib/ovsdb-idl.c`): a deleted row that is not in a root table is only hidden
 * from later commands, since the database collects it, and a transaction without changes is not
 * sent.
 */
import type { RandomSource } from '../../lib/random.js';
import { newUuid, type Uuid } from '../../lib/uuid.js';
import { equalValues } from '../../ovsdb/compare.js';
import { checkValue } from '../../ovsdb/constraints.js';
import type { Database, Transaction } from '../../ovsdb/database.js';
import type {
  AnyRow,
  DatabaseSchema,
  Row,
  TableName,
  TableSchema,
  Columns as TypedColumns,
  Value,
} from '../../ovsdb/types.js';

const ANY_UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

type Columns = Readonly<Record<string, Value>>;

export class Session {
  readonly schema: DatabaseSchema;
  readonly #database: Database;
  readonly #transaction: Transaction<DatabaseSchema>;
  /** Rows that this transaction inserted, with their tables. */
  readonly #inserted = new Map<Uuid, string>();
  /** Rows that existed before, with the columns that were written. */
  readonly #written = new Map<Uuid, { readonly table: string; readonly columns: Set<string> }>();
  readonly #hidden = new Set<Uuid>();
  /** The provisional UUIDs of inserted rows that were shown. */
  readonly #provisional = new Map<Uuid, Uuid>();
  #rootsDeleted = false;

  constructor(database: Database) {
    this.schema = database.schema;
    this.#database = database;
    this.#transaction = database.begin();
  }

  /** Iterates over the rows of a table, oldest first. */
  *rows(table: string): IterableIterator<AnyRow> {
    for (const row of this.#transaction.rows(table)) {
      if (!this.#hidden.has(row._uuid)) yield row;
    }
  }

  get(table: string, uuid: Uuid): AnyRow | undefined {
    return this.#hidden.has(uuid) ? undefined : this.#transaction.get(table, uuid);
  }

  /** Returns the row with these values in an index of the table. */
  findByIndex(table: string, columns: Columns): AnyRow | undefined {
    const found = this.#transaction.findByIndex(table, columns);
    if (!found || !this.#hidden.has(found._uuid)) return found;
    // A new row may have taken the place of the hidden one.
    return this.#touched(table).find((row) =>
      Object.entries(columns).every(([name, value]) => equalValues(row[name], value)),
    );
  }

  /** Returns all rows with these values in an index. The commit fails if there are several. */
  findAllByIndex(table: string, columns: Columns): AnyRow[] {
    const before = this.#database.findByIndex(table, columns);
    const rows = [...this.#touched(table)];
    const unchanged = before && this.get(table, before._uuid);
    if (unchanged) rows.push(unchanged);
    return [...new Map(rows.map((row) => [row._uuid, row])).values()].filter((row) =>
      Object.entries(columns).every(([name, value]) => equalValues(row[name], value)),
    );
  }

  /** True if this transaction inserted the row. */
  isNew(uuid: Uuid): boolean {
    return this.#inserted.has(uuid);
  }

  /**
   * Replaces the UUIDs of inserted rows in a text by provisional ones: the client library shows
   * those, since it learns the real ones only from the commit.
   */
  withProvisionalUuids(text: string, random: RandomSource): string {
    if (this.#inserted.size === 0) return text;
    return text.replace(ANY_UUID, (uuid) => {
      if (!this.#inserted.has(uuid)) return uuid;
      const provisional = this.#provisional.get(uuid) ?? newUuid(random);
      this.#provisional.set(uuid, provisional);
      return provisional;
    });
  }

  /** Inserts a row. Omitted columns have their defaults. */
  insert(table: string, columns: Columns, uuid?: Uuid): Uuid {
    const inserted = this.#transaction.insert(table, columns, uuid);
    this.#inserted.set(inserted, table);
    return inserted;
  }

  write(table: string, uuid: Uuid, columns: Columns): void {
    this.#transaction.update(table, uuid, columns);
    if (this.#inserted.has(uuid)) return;
    const written = this.#written.get(uuid) ?? { table, columns: new Set() };
    for (const name of Object.keys(columns)) written.columns.add(name);
    this.#written.set(uuid, written);
  }

  delete(table: string, uuid: Uuid): void {
    if (this.#inserted.delete(uuid)) {
      this.#transaction.delete(table, uuid);
    } else if (this.#tableSchema(table).isRoot) {
      this.#transaction.delete(table, uuid);
      this.#written.delete(uuid);
      this.#rootsDeleted = true;
    } else {
      this.#forgetWrites(table, uuid);
      this.#hidden.add(uuid);
    }
  }

  /** Returns the rows whose `column`, a set of references, contains `uuid`. */
  referrers(table: string, column: string, uuid: Uuid): AnyRow[] {
    const before = [...this.#database.referrers(uuid)]
      .filter((referrer) => referrer.table === table && referrer.column === column)
      .flatMap((referrer) => this.get(table, referrer.uuid) ?? []);
    const candidates = new Map([...before, ...this.#touched(table)].map((row) => [row._uuid, row]));
    return [...candidates.values()].filter((row) => refersTo(row[column], uuid));
  }

  /** True if the transaction would change the database. */
  get changed(): boolean {
    if (this.#inserted.size > 0 || this.#rootsDeleted) return true;
    for (const [uuid, { table, columns }] of this.#written) {
      const before = this.#database.get(table, uuid);
      const after = this.#transaction.get(table, uuid);
      for (const name of columns) if (!equalValues(before?.[name], after?.[name])) return true;
    }
    return false;
  }

  /**
   * Checks the constraints of all written values, as the database does first.
   *
   * @throws OvsdbError for a value that its column does not allow.
   */
  checkValues(): void {
    for (const [uuid, table] of this.#inserted) {
      const row = this.#transaction.get(table, uuid);
      for (const [name, type] of Object.entries(this.#tableSchema(table).columns)) {
        checkValue(type, row?.[name]);
      }
    }
    for (const [uuid, { table, columns }] of this.#written) {
      const { columns: types } = this.#tableSchema(table);
      const row = this.#transaction.get(table, uuid);
      for (const name of columns) {
        const type = types[name];
        if (type) checkValue(type, row?.[name]);
      }
    }
  }

  /**
   * Commits the changes.
   *
   * @throws OvsdbError if the database refuses them; then nothing is changed.
   */
  commit(comment: string): void {
    this.#transaction.setComment(comment);
    this.#transaction.commit();
  }

  abort(): void {
    this.#transaction.abort();
  }

  #tableSchema(table: string): TableSchema {
    const schema = this.schema.tables[table];
    if (!schema) throw new Error(`${this.schema.name} has no table ${table}`);
    return schema;
  }

  /** Returns the visible rows of a table that this transaction inserted or wrote. */
  #touched(table: string): AnyRow[] {
    const inserted = [...this.#inserted].filter(([, of]) => of === table).map(([uuid]) => uuid);
    const written = [...this.#written].filter(([, of]) => of.table === table).map(([uuid]) => uuid);
    return [...inserted, ...written].flatMap((uuid) => this.get(table, uuid) ?? []);
  }

  /** Undoes writes to a row that is being deleted: they are never sent. */
  #forgetWrites(table: string, uuid: Uuid): void {
    const before = this.#database.get(table, uuid);
    const written = this.#written.get(uuid);
    if (!before || !written) return;
    const original = Object.fromEntries([...written.columns].map((name) => [name, before[name]]));
    this.#transaction.update(table, uuid, original);
    this.#written.delete(uuid);
  }
}

const refersTo = (value: Value, uuid: Uuid) =>
  Array.isArray(value) ? value.includes(uuid) : value === uuid;

/** A session with the row types of one schema. */
export interface TypedSession<S extends DatabaseSchema> {
  rows<T extends TableName<S>>(table: T): IterableIterator<Row<S, T>>;
  get<T extends TableName<S>>(table: T, uuid: Uuid): Row<S, T> | undefined;
  findByIndex<T extends TableName<S>>(
    table: T,
    columns: Partial<TypedColumns<S, T>>,
  ): Row<S, T> | undefined;
  insert<T extends TableName<S>>(table: T, columns: Partial<TypedColumns<S, T>>): Uuid;
  write<T extends TableName<S>>(table: T, uuid: Uuid, columns: Partial<TypedColumns<S, T>>): void;
  delete<T extends TableName<S>>(table: T, uuid: Uuid): void;
  referrers<T extends TableName<S>>(
    table: T,
    column: keyof TypedColumns<S, T> & string,
    uuid: Uuid,
  ): Row<S, T>[];
  readonly changed: boolean;
}

/** Returns the session with the row types of its schema. */
export function typed<S extends DatabaseSchema>(session: Session, schema: S): TypedSession<S> {
  if (session.schema.name !== schema.name) throw new Error(`not a session of ${schema.name}`);
  // Safe: the schema determines the row types, and it is the same schema.
  return session as unknown as TypedSession<S>;
}
