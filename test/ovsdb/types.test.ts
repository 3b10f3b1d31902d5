/** Checks the types of rows at compile time. */
import { expectTypeOf, test } from 'vitest';
import { SeededRandom } from '../../src/lib/random.js';
import { Database } from '../../src/ovsdb/database.js';
import type { Columns, Row } from '../../src/ovsdb/types.js';
import { OVN_NORTHBOUND } from '../../src/releases/2015/schemas/ovn-northbound.js';

type Nb = typeof OVN_NORTHBOUND;

test('rows have the types of their columns', () => {
  expectTypeOf<Row<Nb, 'ACL'>['action']>().toEqualTypeOf<
    'allow' | 'allow-related' | 'drop' | 'reject'
  >();
  expectTypeOf<Columns<Nb, 'Logical_Port'>['tag']>().toEqualTypeOf<number | undefined>();
  expectTypeOf<Columns<Nb, 'Logical_Port'>['up']>().toEqualTypeOf<boolean | undefined>();
  expectTypeOf<Columns<Nb, 'Logical_Switch'>['ports']>().toEqualTypeOf<readonly string[]>();
  expectTypeOf<Columns<Nb, 'Logical_Switch'>['external_ids']>().toEqualTypeOf<
    ReadonlyMap<string, string>
  >();
  const db = new Database(OVN_NORTHBOUND, SeededRandom.fromSeed(1));
  const dynamic: Database = db.asDynamic();
  const direct: Database = db;
  expectTypeOf(dynamic).toEqualTypeOf(direct);
});
