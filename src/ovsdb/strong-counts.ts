/**
 * Counts strong references and collects garbage. Mirrors `update_ref_counts()` and
 * `collect_garbage()`.
 */
import type { Uuid } from '../lib/uuid.js';
import { OvsdbError } from './error.js';
import type { Overlay } from './overlay.js';
import { type ReferenceChange, rowReferenceChanges } from './references.js';
import type { Store } from './store.js';
import type { Table } from './table.js';

interface Count {
  readonly table: Table;
  readonly uuid: Uuid;
  references: number;
}

export class StrongCounts {
  /** The rows whose count may have changed, and new rows. */
  readonly #counts = new Map<Uuid, Count>();

  /** @param changes collects all references that are added and removed. */
  constructor(
    private readonly store: Store,
    private readonly overlay: Overlay,
    private readonly changes: ReferenceChange[],
  ) {}

  /**
   * Counts the references that the touched rows gained and lost.
   *
   * @throws OvsdbError if a row refers to one that never existed.
   */
  addChanges(): void {
    for (const { table, uuid, before, after } of this.overlay.all()) {
      // A row of a root table needs no reference. Only its deletion can leave dangling ones.
      if (!table.schema.isRoot || !after) this.#count(table, uuid);
      for (const change of rowReferenceChanges(table.references, uuid, before, after)) {
        this.changes.push(change);
        if (isCounted(change)) this.#addChange(change);
      }
    }
  }

  /** @throws OvsdbError if a deleted row is still referenced. */
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

  /**
   * Deletes the rows that need a reference and have none, and the rows that only they referred to.
   */
  collectGarbage(): void {
    // Rows that lose their last reference are appended during the loop.
    const suspects = [...this.#counts.values()];
    for (const { table, uuid, references } of suspects) {
      const row = this.overlay.get(table, uuid);
      if (!row || references > 0 || table.schema.isRoot) continue;
      this.overlay.put(table, uuid, undefined);
      for (const change of rowReferenceChanges(table.references, uuid, row, undefined)) {
        this.changes.push(change);
        if (!isCounted(change)) continue;
        const count = this.#count(this.store.table(change.column.target), change.target);
        count.references -= 1;
        if (count.references === 0) suspects.push(count);
      }
    }
  }

  #addChange({ column, source, target, delta }: ReferenceChange): void {
    const table = this.store.table(column.target);
    // A row that the transaction deleted counts as existing here: that is a different error.
    const exists = this.overlay.get(table, target) ?? this.overlay.touched(table, target);
    if (delta > 0 && !exists) {
      throw new OvsdbError(
        'referential integrity violation',
        `Table ${column.table} column ${column.column} row ${source} ` +
          `references nonexistent row ${target} in table ${column.target}.`,
      );
    }
    this.#count(table, target).references += delta;
  }

  #count(table: Table, uuid: Uuid): Count {
    let count = this.#counts.get(uuid);
    if (!count) {
      count = { table, uuid, references: this.store.references.strongCount(uuid) };
      this.#counts.set(uuid, count);
    }
    return count;
  }
}

/** True for a strong reference to another row. A row cannot keep itself alive. */
const isCounted = ({ column, source, target }: ReferenceChange): boolean =>
  column.strong && source !== target;
