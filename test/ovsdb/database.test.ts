/** Tests the interface of databases and transactions. */
import { describe, expect, test } from 'vitest';
import { SeededRandom } from '../../src/lib/random.js';
import { type Change, Database } from '../../src/ovsdb/database.js';
import { OVN_NORTHBOUND } from '../../src/releases/2015/schemas/ovn-northbound.js';
import { outcome } from './outcome.js';

const ID = '00000000-0000-4000-8000-000000000001';

function northbound() {
  const db = new Database(OVN_NORTHBOUND, SeededRandom.fromSeed(1));
  const transaction = db.begin();
  const port = transaction.insert('Logical_Port', { name: 'p0' });
  const sw = transaction.insert('Logical_Switch', { name: 'sw0', ports: [port] });
  transaction.commit();
  return { db, sw, port };
}

describe('a transaction', () => {
  test('sees its own changes, which are hidden from others until it commits', () => {
    const { db, sw, port } = northbound();
    const transaction = db.begin();
    const second = transaction.insert('Logical_Switch', { name: 'sw1' });
    transaction.update('Logical_Port', port, { name: 'p1' });
    transaction.delete('Logical_Switch', sw);
    expect([...transaction.rows('Logical_Switch')].map(({ name }) => name)).toEqual(['sw1']);
    expect(transaction.get('Logical_Switch', sw)).toBeUndefined();
    expect(transaction.findByIndex('Logical_Port', { name: 'p1' })?._uuid).toBe(port);
    expect(transaction.findByIndex('Logical_Port', { name: 'p0' })).toBeUndefined();
    expect([...db.rows('Logical_Switch')].map(({ name }) => name)).toEqual(['sw0']);
    expect(db.get('Logical_Switch', second)).toBeUndefined();
    expect(db.findByIndex('Logical_Port', { name: 'p0' })?._uuid).toBe(port);
    transaction.abort();
    expect(db.count('Logical_Switch')).toBe(1);
  });

  test('gives columns their defaults', () => {
    const { db, port } = northbound();
    expect(db.get('Logical_Port', port)).toEqual({
      _uuid: port,
      name: 'p0',
      type: '',
      options: new Map(),
      parent_name: undefined,
      tag: undefined,
      addresses: [],
      port_security: [],
      up: undefined,
      enabled: undefined,
      external_ids: new Map(),
    });
  });

  test('does not keep references to its arguments', () => {
    const { db, port } = northbound();
    const addresses = ['b', 'a', 'b'];
    const options = new Map([['k', 'v']]);
    const transaction = db.begin();
    transaction.update('Logical_Port', port, { addresses, options });
    addresses.push('c');
    options.clear();
    transaction.commit();
    const row = db.get('Logical_Port', port);
    expect(row?.addresses).toEqual(['a', 'b']);
    expect(row?.options).toEqual(new Map([['k', 'v']]));
    expect(Object.isFrozen(row)).toBe(true);
  });

  test('carries its comment', () => {
    const { db, port } = northbound();
    const transaction = db.begin();
    transaction.update('Logical_Port', port, { tag: 1 });
    transaction.setComment('ovn-nbctl: set Logical_Port p0 tag=1');
    const { comment, database } = transaction.commit();
    expect([database, comment]).toEqual(['OVN_Northbound', 'ovn-nbctl: set Logical_Port p0 tag=1']);
  });

  test.each<[string, (tools: ReturnType<typeof northbound>) => unknown, string]>([
    [
      'updates a row that is not there',
      ({ db }) => db.begin().update('ACL', ID, { log: true }),
      `there is no row ${ID} in table ACL`,
    ],
    [
      'deletes a row that is not there',
      ({ db }) => db.begin().delete('ACL', ID),
      `there is no row ${ID} in table ACL`,
    ],
    [
      'inserts a row again',
      ({ db, sw }) => db.begin().insert('ACL', {}, sw),
      /there is a row .* already/.source,
    ],
    [
      'inserts a row with a bad UUID',
      ({ db }) => db.begin().insert('ACL', {}, 'one'),
      '"one" is not a UUID',
    ],
    [
      'names an unknown table',
      ({ db }) => db.asDynamic().begin().insert('Nosuch', {}),
      'there is no table Nosuch',
    ],
    [
      'names an unknown column',
      ({ db }) => db.asDynamic().begin().insert('ACL', { nosuch: 1 }),
      'table ACL has no column nosuch',
    ],
    [
      'writes a value of the wrong type',
      ({ db }) => db.asDynamic().begin().insert('ACL', { priority: '1' }),
      'column priority of table ACL: expected integer',
    ],
    [
      'looks up columns without an index',
      ({ db }) => db.findByIndex('Logical_Switch', { name: 'sw0' }),
      'table Logical_Switch has no index on name',
    ],
    [
      'goes on after its end',
      ({ db }) => {
        const transaction = db.begin();
        transaction.commit();
        transaction.insert('Logical_Switch', {});
      },
      'the transaction is over',
    ],
    [
      'changes a row that another transaction changed meanwhile',
      ({ db, port }) => {
        const [first, second] = [db.begin(), db.begin()];
        first.update('Logical_Port', port, { tag: 1 });
        second.update('Logical_Port', port, { tag: 2 });
        first.commit();
        second.commit();
      },
      'was changed by another transaction meanwhile',
    ],
    [
      'commits while a commit is told',
      ({ db, port }) => {
        const set = (tag: number) => {
          const transaction = db.begin();
          transaction.update('Logical_Port', port, { tag });
          transaction.commit();
        };
        db.observe(() => set(2));
        set(1);
      },
      'an observer must not commit',
    ],
  ])('is stopped where it %s', (_, run, message) => {
    expect(outcome(() => run(northbound()))).toMatch(new RegExp(`^! .*${message}`));
  });
});

describe('observers', () => {
  test('are called in their order until they unsubscribe', () => {
    const { db, port } = northbound();
    const calls: string[] = [];
    const stop = db.observe(() => calls.push('first'));
    db.observe(() => calls.push('second'));
    const set = (tag: number) => {
      const transaction = db.begin();
      transaction.update('Logical_Port', port, { tag });
      transaction.commit();
    };
    set(1);
    set(1);
    stop();
    set(2);
    expect(calls).toEqual(['first', 'second', 'second']);
  });

  test('can detect changed columns by identity', () => {
    const { db, port } = northbound();
    const changes: Change[] = [];
    db.observe((change) => changes.push(change));
    const transaction = db.begin();
    transaction.update('Logical_Port', port, { addresses: ['x'], options: new Map([['a', 'b']]) });
    transaction.update('Logical_Port', port, { addresses: [], options: new Map([['a', 'c']]) });
    transaction.commit();
    const row = changes[0]?.tables.get('Logical_Port')?.[0];
    expect(row?.after?.['addresses']).toBe(row?.before?.['addresses']);
    expect(row?.after?.['options']).toEqual(new Map([['a', 'c']]));
  });
});

test('the same seed gives the same UUIDs', () => {
  expect(northbound().sw).toBe(northbound().sw);
});
