/** How a transaction changes the number of strong references to each row, and what follows. */
import type { Uuid } from '../lib/uuid.js';
import { OvsdbError } from './error.js';
import type { Overlay } from './overlay.js';
import { diffReferences } from './references.js';
import type { Store } from './store.js';
import type { Table } from './table.js';
import type { AnyRow } from './types.js';

interface Count {
  readonly table: Table;
  readonly uuid: Uuid;
  references: number;
}

export class StrongCounts {
  /** The rows whose count may have changed, or that are new. */
  readonly #counts = new Map<Uuid, Count>();

  constructor(
    private readonly store: Store,
    private readonly overlay: Overlay,
  ) {}

  /**
   * Counts what the touched rows refer to now against what they did before.
   *
   * @throws OvsdbError where a row refers to one that never was.
   */
  addChanges(): void {
    for (const { table, uuid, before, after } of this.overlay.all()) {
      this.#count(table, uuid);
      this.#diff(table, before, after, (target, column, delta) => {
        const targetTable = this.store.table(column.target);
        if (delta > 0 && !this.#exists(targetTable, target)) {
          throw new OvsdbError(
            'referential integrity violation',
            `Table ${table.name} column ${column.column} row ${uuid} ` +
              `references nonexistent row ${target} in table ${column.target}.`,
          );
        }
        this.#count(targetTable, target).references += delta;
      });
    }
  }

  /** @throws OvsdbError where a row that was deleted is still referred to. */
  checkDeletedRows(): void {
    for (const { table, uuid, references } of this.#counts.values()) {
      if (references > 0 && !this.overlay.get(table, uuid)) {
        throw new OvsdbError(
          'referential integrity violation',
          `cannot delete ${table.name} row ${uuid} because of ${references} remaining reference(s)`,
        );
      }
    }
  }

  /** Deletes the rows that need a reference and have none, and what only they referred to. */
  collectGarbage(): void {
    // Rows that lose their last reference on the way are appended.
    const suspects = [...this.#counts.values()];
    for (const { table, uuid, references } of suspects) {
      const row = this.overlay.get(table, uuid);
      if (!row || references > 0 || table.schema.isRoot) continue;
      this.overlay.put(table, uuid, undefined);
      this.#diff(table, row, undefined, (target, column) => {
        const count = this.#count(this.store.table(column.target), target);
        count.references -= 1;
        if (count.references === 0) suspects.push(count);
      });
    }
  }

  /** A row that the transaction deleted counts as there: that has its own error. */
  #exists(table: Table, uuid: Uuid): boolean {
    return (
      this.overlay.get(table, uuid) !== undefined || this.overlay.touched(table, uuid) !== undefined
    );
  }

  #count(table: Table, uuid: Uuid): Count {
    let count = this.#counts.get(uuid);
    if (!count) {
      count = { table, uuid, references: this.store.references.strongCount(uuid) };
      this.#counts.set(uuid, count);
    }
    return count;
  }

  #diff(
    table: Table,
    before: AnyRow | undefined,
    after: AnyRow | undefined,
    changed: (target: Uuid, column: Table['references'][number], delta: 1 | -1) => void,
  ): void {
    const source = (after ?? before)?._uuid;
    for (const column of table.references) {
      if (!column.strong) continue;
      diffReferences(column, before?.[column.column], after?.[column.column], (target, delta) => {
        // A row that refers to itself does not keep itself alive.
        if (target !== source) changed(target, column, delta);
      });
    }
  }
}
