/** All rows of a database and what is known about them; the part that transactions share. */
import { diffReferences, References } from './references.js';
import { Table } from './table.js';
import type { AnyRow, DatabaseSchema } from './types.js';

export class Store {
  readonly references = new References();
  readonly tables: ReadonlyMap<string, Table>;

  constructor(schema: DatabaseSchema) {
    this.tables = new Map(
      Object.entries(schema.tables).map(([name, table]) => [name, new Table(name, table)]),
    );
  }

  /** @throws Error where there is no such table. */
  table(name: string): Table {
    const table = this.tables.get(name);
    if (!table) throw new Error(`there is no table ${name}`);
    return table;
  }

  /** Changes a row of a table, with everything that follows from it. Checks nothing. */
  replace(table: Table, before: AnyRow | undefined, after: AnyRow | undefined): void {
    table.replace(before, after);
    const source = (after ?? before)?._uuid;
    if (source === undefined) return;
    for (const column of table.references) {
      diffReferences(column, before?.[column.column], after?.[column.column], (target, delta) => {
        this.references.adjust(column, source, target, delta);
      });
    }
  }
}
