/** Compares the database with a naive model. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SeededRandom } from '../../src/lib/random.js';
import { defaultValue } from '../../src/ovsdb/canonical.js';
import { type Change, Database, type Transaction } from '../../src/ovsdb/database.js';
import { OvsdbError } from '../../src/ovsdb/error.js';
import type { AnyRow, Value } from '../../src/ovsdb/types.js';
import {
  MODEL,
  naiveCommit,
  type PlainRow,
  type Refusal,
  references,
  type State,
  TABLES,
  type TableName,
} from './naive.js';

/** There are only a few rows, so operations often meet. */
const SLOTS: Record<TableName, readonly string[]> = {
  Root: uuids('a', 3),
  Kid: uuids('b', 6),
  Needy: uuids('c', 4),
};

function uuids(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${i}0000000-0000-0000-0000-00000000000${letter}`);
}

const kid = fc.constantFrom(...SLOTS.Kid);
const root = fc.constantFrom(...SLOTS.Root);
const mapOf = (key: fc.Arbitrary<string | number>, value: fc.Arbitrary<string>) =>
  fc.array(fc.tuple(key, value), { maxLength: 3 }).map((pairs) => new Map(pairs));
/** Occasionally a number that is out of range. */
const level = fc.oneof(
  { weight: 30, arbitrary: fc.nat(8) },
  { weight: 1, arbitrary: fc.constant(9) },
);
const few = (atom: fc.Arbitrary<string>) => fc.array(atom, { maxLength: 4 });

/** Columns to write, by table. */
const COLUMNS: Record<TableName, fc.Arbitrary<PlainRow>> = {
  Root: fc.record(
    {
      code: fc.nat(9),
      kids: few(kid),
      numbered: mapOf(fc.nat(2), kid),
      likes: few(kid),
      best: fc.option(root, { nil: undefined }),
    },
    { requiredKeys: ['code', 'kids'] },
  ),
  Kid: fc.record(
    {
      level,
      label: fc.constantFrom('', 'x'),
      next: fc.option(kid, { nil: undefined }),
      fans: mapOf(root, fc.constantFrom('', 'y')),
    },
    { requiredKeys: ['level'] },
  ),
  Needy: fc.record({ needs: fc.array(kid, { minLength: 1, maxLength: 2 }) }),
};

interface Operation {
  readonly table: TableName;
  readonly uuid: string;
  /** Absent: delete the row. */
  readonly columns: PlainRow | undefined;
}

const operation: fc.Arbitrary<Operation> = fc
  .constantFrom<TableName>('Root', 'Root', 'Root', 'Kid', 'Kid', 'Needy')
  .chain((table) =>
    fc.record({
      table: fc.constant(table),
      uuid: fc.constantFrom(...SLOTS[table]),
      columns: fc.option(COLUMNS[table], { nil: undefined, freq: 4 }),
    }),
  );

/** The initial rows, which make most references valid. */
const BEGINNING: readonly Operation[] = [
  ...SLOTS.Kid.map((uuid, i) => ({ table: 'Kid' as const, uuid, columns: { level: i } })),
  ...SLOTS.Root.map((uuid, i) => ({
    table: 'Root' as const,
    uuid,
    columns: { code: i, kids: SLOTS.Kid.slice(i) },
  })),
];

const transactions = fc.array(fc.array(operation, { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 12,
});

const STAGES: readonly (readonly [Refusal, RegExp])[] = [
  ['no target', /references nonexistent row/],
  ['still referred to', /cannot delete/],
  ['rows', /table to contain/],
  ['weak', /weak reference/i],
  ['index', /identical values/],
  ['column', /valid range|members/],
];

function refusalOf({ details }: OvsdbError): Refusal | undefined {
  return STAGES.find(([, pattern]) => pattern.test(details))?.[0];
}

const DEFAULTS = (table: TableName): PlainRow =>
  Object.fromEntries(
    Object.entries(MODEL.tables[table].columns).map(([name, type]) => [name, defaultValue(type)]),
  );

function plain(value: Value): Value {
  if (value instanceof Map) return new Map([...value].sort(([a], [b]) => (a < b ? -1 : 1)));
  return Array.isArray(value) ? [...new Set(value)].sort() : value;
}

/** Applies an operation to both the database and the model. */
function apply(transaction: Transaction, state: State, { table, uuid, columns }: Operation): State {
  const rows = new Map(state[table]);
  const row = rows.get(uuid);
  if (columns) {
    if (row) transaction.update(table, uuid, columns);
    else transaction.insert(table, columns, uuid);
    const written = Object.entries(columns).map(([name, value]) => [name, plain(value)]);
    rows.set(uuid, { ...(row ?? DEFAULTS(table)), ...Object.fromEntries(written) });
  } else if (row) {
    transaction.delete(table, uuid);
    rows.delete(uuid);
  }
  return { ...state, [table]: rows };
}

const withoutUuid = ({ _uuid, ...columns }: AnyRow): PlainRow => columns;

function stateOf(view: { rows(table: TableName): Iterable<AnyRow> }): State {
  const rows = (table: TableName) =>
    new Map([...view.rows(table)].map((row) => [row._uuid, withoutUuid(row)]));
  return { Root: rows('Root'), Kid: rows('Kid'), Needy: rows('Needy') };
}

/** Returns the changes that a commit should report: the difference between two states. */
function difference(before: State, after: State): Map<string, unknown> {
  const changes = new Map<string, unknown>();
  for (const table of TABLES) {
    for (const uuid of SLOTS[table]) {
      const was = before[table].get(uuid);
      const is = after[table].get(uuid);
      const same = was && is && Object.keys(is).every((c) => equal(was[c], is[c]));
      if (!same && (was || is)) changes.set(uuid, { table, before: was, after: is });
    }
  }
  return changes;
}

const equal = (a: Value, b: Value) => JSON.stringify(listed(a)) === JSON.stringify(listed(b));
const listed = (value: Value): unknown => (value instanceof Map ? [...value] : (value ?? null));

function told(change: Change): Map<string, unknown> {
  const changes = new Map<string, unknown>();
  for (const [table, rows] of change.tables) {
    for (const { uuid, before, after } of rows) {
      changes.set(uuid, {
        table,
        before: before && withoutUuid(before),
        after: after && withoutUuid(after),
      });
    }
  }
  return changes;
}

function expectSound(database: Database): void {
  const state = stateOf(database);
  const expected: Record<string, string[]> = {};
  for (const { target, table, uuid, column } of references(state)) {
    const places = expected[String(target)] ?? [];
    const place = `${table} ${uuid} ${column}`;
    expected[String(target)] = [...new Set([...places, place])].sort();
  }
  for (const uuid of Object.values(SLOTS).flat()) {
    const actual = [...database.referrers(uuid)].map((r) => `${r.table} ${r.uuid} ${r.column}`);
    expect(actual.sort()).toEqual(expected[uuid] ?? []);
  }
  for (let code = 0; code <= 9; code++) {
    const found = [...state.Root].find(([, row]) => row['code'] === code)?.[0];
    expect(database.findByIndex('Root', { code })?._uuid).toBe(found);
  }
  for (let level = 0; level <= 8; level++) {
    const key = { label: 'x', level };
    const found = [...state.Kid].find(([, r]) => r['label'] === 'x' && r['level'] === level)?.[0];
    expect(database.findByIndex('Kid', key)?._uuid).toBe(found);
  }
}

test('random transactions agree with a naive model', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(transactions, (script) => {
      const database = new Database(MODEL, SeededRandom.fromSeed(1)).asDynamic();
      const changes: Change[] = [];
      database.observe((change) => changes.push(change));
      for (const operations of [BEGINNING, ...script]) {
        const before = stateOf(database);
        const saved = JSON.stringify(database);
        const transaction = database.begin();
        let wanted = before;
        for (const step of operations) wanted = apply(transaction, wanted, step);
        expect(stateOf(transaction)).toEqual(wanted);
        expect(stateOf(database)).toEqual(before);
        const expected = naiveCommit(before, wanted);
        changes.length = 0;
        let outcome: Change | Refusal | undefined;
        try {
          outcome = transaction.commit();
        } catch (error) {
          if (!(error instanceof OvsdbError)) throw error;
          outcome = refusalOf(error);
        }
        seen.add(typeof expected === 'string' ? expected : 'committed');
        if (typeof expected === 'string') {
          expect(outcome).toBe(expected);
          expect(JSON.stringify(database)).toBe(saved);
          expect(changes).toEqual([]);
        } else {
          expect(stateOf(database)).toEqual(expected);
          if (outcome === undefined || typeof outcome === 'string')
            expect(outcome).toBe('a change');
          else expect(told(outcome)).toEqual(difference(before, expected));
          expect(changes).toEqual(difference(before, expected).size > 0 ? [outcome] : []);
        }
        expectSound(database);
      }
      const copy = new Database(MODEL, SeededRandom.fromSeed(2)).asDynamic();
      copy.load(JSON.parse(JSON.stringify(database)));
      expect(JSON.stringify(copy)).toBe(JSON.stringify(database));
      expectSound(copy);
    }),
    { numRuns: 150 },
  );
  // Otherwise the property would prove less than it seems to.
  expect([...seen].sort()).toEqual(['committed', ...STAGES.map(([stage]) => stage)].sort());
});
