/** Indexes the references between rows. Each commit updates the index by its changes. */
import type { Uuid } from '../lib/uuid.js';
import { commonEnds } from './canonical.js';
import { keysOf, valuesOf } from './shape.js';
import type { AnyRow, Atom, BaseType, TableSchema, Value } from './types.js';

/** The keys or the values of a column that holds references. */
export interface ReferenceColumn {
  readonly table: string;
  readonly column: string;
  readonly side: 'key' | 'value';
  /** The table that the references point to. */
  readonly target: string;
  readonly strong: boolean;
}

/** Returns the columns of a table that hold references. */
export function referenceColumns(table: string, schema: TableSchema): readonly ReferenceColumn[] {
  return Object.entries(schema.columns).flatMap(([column, type]) => {
    const found: ReferenceColumn[] = [];
    const add = (side: 'key' | 'value', base: BaseType | undefined) => {
      if (base?.refTable === undefined) return;
      const strong = base.refType !== 'weak';
      found.push({ table, column, side, target: base.refTable, strong });
    };
    add('key', type.key);
    add('value', type.value);
    return found;
  });
}

const NONE: readonly Atom[] = [];

function atomsOf(value: Value, side: 'key' | 'value'): readonly Atom[] {
  return side === 'key' ? keysOf(value) : valuesOf(value);
}

/**
 * Calls `changed` with -1 or +1 for each reference that a change of a column removes or adds.
 * Elements that both values have in common at the start or end cost only a comparison.
 */
function diffReferences(
  { side }: ReferenceColumn,
  before: Value,
  after: Value,
  changed: (target: Uuid, delta: 1 | -1) => void,
): void {
  if (before === after) return;
  if (typeof before !== 'object' && typeof after !== 'object') {
    if (before !== undefined) changed(String(before), -1);
    if (after !== undefined) changed(String(after), 1);
    return;
  }
  const old = before === undefined ? NONE : atomsOf(before, side);
  const now = after === undefined ? NONE : atomsOf(after, side);
  const { head, tail } = commonEnds(old, now);
  const gone = old.slice(head, old.length - tail);
  const come = now.slice(head, now.length - tail);
  if (gone.length + come.length === 1) {
    for (const target of gone) changed(String(target), -1);
    for (const target of come) changed(String(target), 1);
    return;
  }
  // A map can refer to one row many times, so elements are counted rather than merged.
  const counts = new Map<Atom, number>();
  for (const target of gone) counts.set(target, (counts.get(target) ?? 0) - 1);
  for (const target of come) counts.set(target, (counts.get(target) ?? 0) + 1);
  for (const [target, count] of counts) {
    for (let i = count; i < 0; i++) changed(String(target), -1);
    for (let i = 0; i < count; i++) changed(String(target), 1);
  }
}

/** One added or removed reference. */
export interface ReferenceChange {
  readonly column: ReferenceColumn;
  readonly source: Uuid;
  readonly target: Uuid;
  readonly delta: 1 | -1;
}

/** Returns the references that a change of a row adds and removes. */
export function rowReferenceChanges(
  columns: readonly ReferenceColumn[],
  source: Uuid,
  before: AnyRow | undefined,
  after: AnyRow | undefined,
): ReferenceChange[] {
  const changes: ReferenceChange[] = [];
  for (const column of columns) {
    diffReferences(column, before?.[column.column], after?.[column.column], (target, delta) => {
      changes.push({ column, source, target, delta });
    });
  }
  return changes;
}

interface Target {
  /** The number of strong references from other rows. */
  strong: number;
  /** The number of references from each row, by column. */
  readonly sources: Map<ReferenceColumn, Map<Uuid, number>>;
}

/** The references of all rows, by target. */
export class References {
  readonly #targets = new Map<Uuid, Target>();

  apply({ column, source, target, delta }: ReferenceChange): void {
    let entry = this.#targets.get(target);
    if (!entry) {
      entry = { strong: 0, sources: new Map() };
      this.#targets.set(target, entry);
    }
    let sources = entry.sources.get(column);
    if (!sources) {
      sources = new Map();
      entry.sources.set(column, sources);
    }
    const count = (sources.get(source) ?? 0) + delta;
    if (count > 0) sources.set(source, count);
    else sources.delete(source);
    if (sources.size === 0) entry.sources.delete(column);
    // A row that refers to itself does not keep itself alive.
    if (column.strong && source !== target) entry.strong += delta;
    if (entry.sources.size === 0) this.#targets.delete(target);
  }

  /** Returns the number of strong references from other rows. */
  strongCount(target: Uuid): number {
    return this.#targets.get(target)?.strong ?? 0;
  }

  /** Iterates over each row and column that refers to `target`. */
  *to(target: Uuid): IterableIterator<{ column: ReferenceColumn; uuid: Uuid }> {
    const sources = this.#targets.get(target)?.sources;
    if (!sources) return;
    for (const [column, rows] of sources) {
      for (const uuid of rows.keys()) yield { column, uuid };
    }
  }
}
