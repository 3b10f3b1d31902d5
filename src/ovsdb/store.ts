/** Holds all rows of a database with their indexes and references, which transactions share. */
import { type ReferenceChange, References } from './references.js';
import { Table } from './table.js';
import type { AnyRow, DatabaseSchema } from './types.js';

/** A row that is inserted, changed or deleted. */
export interface RowReplacement {
  readonly table: Table;
  readonly before: AnyRow | undefined;
  readonly after: AnyRow | undefined;
}

export class Store {
  readonly references = new References();
  readonly tables: ReadonlyMap<string, Table>;

  constructor(schema: DatabaseSchema) {
    this.tables = new Map(
      Object.entries(schema.tables).map(([name, table]) => [name, new Table(name, table)]),
    );
  }

  /** @throws Error if there is no such table. */
  table(name: string): Table {
    const table = this.tables.get(name);
    if (!table) throw new Error(`there is no table ${name}`);
    return table;
  }

  /** Replaces rows. `references` must match the changes; nothing is checked. */
  apply(rows: Iterable<RowReplacement>, references: Iterable<ReferenceChange>): void {
    for (const { table, before, after } of rows) table.replace(before, after);
    for (const change of references) this.references.apply(change);
  }
}
