/** Implements transactions in the simplest way, as a model of the real ones. */
import {
  database,
  integer,
  map,
  one,
  optional,
  set,
  string,
  strong,
  table,
  weak,
} from '../../src/ovsdb/define.js';
import type { BaseType, Value } from '../../src/ovsdb/types.js';

/** A small schema in which everything can go wrong. */
export const MODEL = database({
  name: 'Model',
  version: '1.0.0',
  tables: {
    Root: table(
      {
        code: one(integer()),
        kids: set(strong('Kid')),
        numbered: map(integer(), strong('Kid')),
        likes: set(weak('Kid')),
        best: optional(weak('Root')),
      },
      { isRoot: true, indexes: [['code']] },
    ),
    Kid: table(
      {
        level: one(integer({ min: 0, max: 8 })),
        label: one(string()),
        next: optional(strong('Kid')),
        fans: map(weak('Root'), string()),
      },
      { indexes: [['level', 'label']] },
    ),
    Needy: table({ needs: set(weak('Kid'), { min: 1 }) }, { isRoot: true, maxRows: 2 }),
  },
});

export type TableName = keyof typeof MODEL.tables;
export type PlainRow = Readonly<Record<string, Value>>;
/** Rows by table and UUID. */
export type State = Readonly<Record<TableName, ReadonlyMap<string, PlainRow>>>;

/** The reason why the database refuses a transaction. */
export type Refusal = 'column' | 'no target' | 'still referred to' | 'rows' | 'weak' | 'index';

export const TABLES: readonly TableName[] = ['Root', 'Kid', 'Needy'];

/** Yields all references in a state by exhaustive search. */
export function* references(state: State) {
  for (const name of TABLES) {
    for (const [uuid, row] of state[name]) {
      for (const [column, type] of Object.entries(MODEL.tables[name].columns)) {
        const sides: readonly [BaseType | undefined, readonly Value[]][] = [
          [type.key, atoms(row[column], 0)],
          [type.value, atoms(row[column], 1)],
        ];
        for (const [base, targets] of sides) {
          if (base?.refTable === undefined) continue;
          for (const target of targets) {
            yield { table: name, uuid, column, target, to: base.refTable, type: base.refType };
          }
        }
      }
    }
  }
}

function atoms(value: Value, side: 0 | 1): readonly Value[] {
  if (value instanceof Map) return [...value].map((pair) => pair[side]);
  if (side === 1 || value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

const has = (state: State, table: string, uuid: Value) =>
  TABLES.some((name) => name === table && state[name].has(String(uuid)));

/** Returns the row that `before` becomes after a transaction. Everything is checked every time. */
export function naiveCommit(before: State, after: State): State | Refusal {
  for (const row of after.Kid.values()) {
    if (Number(row['level']) < 0 || Number(row['level']) > 8) return 'column';
  }
  for (const row of after.Needy.values()) if (atoms(row['needs'], 0).length === 0) return 'column';

  const missing = [...references(after)].filter(
    ({ type, to, target }) => type === 'strong' && !has(after, to, target),
  );
  if (missing.some(({ to, target }) => !has(before, to, target))) return 'no target';
  if (missing.length > 0) return 'still referred to';

  let state = after;
  for (;;) {
    const counted = new Set(
      [...references(state)]
        .filter(({ type, uuid, target }) => type === 'strong' && uuid !== target)
        .map(({ target }) => target),
    );
    const kids = new Map([...state.Kid].filter(([uuid]) => counted.has(uuid)));
    if (kids.size === state.Kid.size) break;
    state = { ...state, Kid: kids };
  }
  if (state.Needy.size > 2) return 'rows';

  const alive = (table: string) => (target: Value) => has(state, table, target);
  const pruned: State = {
    Root: mapRows(state.Root, (row) => ({
      ...row,
      likes: keep(row['likes'], alive('Kid')),
      best: keep(row['best'], alive('Root')),
    })),
    Kid: mapRows(state.Kid, (row) => ({ ...row, fans: keep(row['fans'], alive('Root')) })),
    Needy: mapRows(state.Needy, (row) => ({ ...row, needs: keep(row['needs'], alive('Kid')) })),
  };
  for (const row of pruned.Needy.values()) if (atoms(row['needs'], 0).length === 0) return 'weak';

  for (const name of TABLES) {
    for (const index of MODEL.tables[name].indexes) {
      const keys = [...pruned[name].values()].map((row) => index.map((c) => row[c]).join('|'));
      if (new Set(keys).size < keys.length) return 'index';
    }
  }
  return pruned;
}

const mapRows = (rows: ReadonlyMap<string, PlainRow>, change: (row: PlainRow) => PlainRow) =>
  new Map([...rows].map(([uuid, row]) => [uuid, change(row)]));

function keep(value: Value, alive: (target: Value) => boolean): Value {
  if (value instanceof Map) return new Map([...value].filter(([key]) => alive(key)));
  if (Array.isArray(value)) return value.filter(alive);
  return alive(value) ? value : undefined;
}
