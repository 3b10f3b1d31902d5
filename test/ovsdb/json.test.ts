/** Tests saving and loading databases. */
import { describe, expect, test } from 'vitest';
import { SeededRandom } from '../../src/lib/random.js';
import { Database } from '../../src/ovsdb/database.js';
import { OPEN_VSWITCH } from '../../src/ovsdb/schemas/open-vswitch.js';
import { OVN_NORTHBOUND } from '../../src/releases/2015/schemas/ovn-northbound.js';
import { outcome } from './outcome.js';

const SW = '00000000-0000-4000-8000-000000000001';
const SW2 = '00000000-0000-4000-8000-000000000002';
const P1 = '00000000-0000-4000-8000-00000000000a';
const P2 = '00000000-0000-4000-8000-00000000000b';
const ACL = '00000000-0000-4000-8000-00000000000c';
const NONE = '00000000-0000-4000-8000-00000000000f';

const northbound = () => new Database(OVN_NORTHBOUND, SeededRandom.fromSeed(1));

test('what is saved is readable and loads again', () => {
  const db = northbound();
  const transaction = db.begin();
  transaction.insert('Logical_Switch', { name: 'sw1', ports: [P2, P1], acls: [ACL] }, SW2);
  transaction.insert('Logical_Switch', { name: 'sw0' }, SW);
  transaction.insert(
    'Logical_Port',
    {
      name: 'p1',
      tag: 5,
      up: false,
      addresses: ['unknown', '00:00:00:00:00:01'],
      options: new Map([
        ['b', '2'],
        ['10', 'x'],
        ['__proto__', 'y'],
      ]),
    },
    P1,
  );
  transaction.insert('Logical_Port', { name: 'p2', enabled: true }, P2);
  transaction.insert(
    'ACL',
    { priority: 1, direction: 'to-lport', match: 'ip', action: 'allow-related' },
    ACL,
  );
  transaction.commit();
  const json = JSON.stringify(db);
  expect(JSON.parse(json)).toEqual(
    JSON.parse(`{ "tables": {
      "Logical_Switch": {
        "${SW2}": { "name": "sw1", "ports": ["${P1}", "${P2}"], "acls": ["${ACL}"] },
        "${SW}": { "name": "sw0" }
      },
      "Logical_Port": {
        "${P1}": {
          "name": "p1",
          "options": { "10": "x", "__proto__": "y", "b": "2" },
          "tag": 5,
          "addresses": ["00:00:00:00:00:01", "unknown"],
          "up": false
        },
        "${P2}": { "name": "p2", "enabled": true }
      },
      "ACL": {
        "${ACL}": { "priority": 1, "direction": "to-lport", "match": "ip", "action": "allow-related" }
      }
    } }`),
  );
  const copy = northbound();
  const changes: unknown[] = [];
  copy.observe((change) => changes.push(change));
  copy.load(JSON.parse(json));
  expect(JSON.stringify(copy)).toBe(json);
  expect([...copy.rows('Logical_Switch')].map(({ name }) => name)).toEqual(['sw1', 'sw0']);
  expect(copy.get('Logical_Port', P1)).toEqual(db.get('Logical_Port', P1));
  expect(copy.findByIndex('Logical_Port', { name: 'p2' })?._uuid).toBe(P2);
  expect([...copy.referrers(P1)]).toEqual([
    { table: 'Logical_Switch', uuid: SW2, column: 'ports' },
  ]);
  expect(changes).toEqual([]);
});

test('integers can be keys, and ephemeral columns are not kept', () => {
  const db = new Database(OPEN_VSWITCH, SeededRandom.fromSeed(1));
  const transaction = db.begin();
  const tables = [10, 9].map((number) => [number, transaction.insert('Flow_Table', {})] as const);
  const bridge = transaction.insert('Bridge', {
    name: 'br0',
    datapath_id: '1',
    flow_tables: new Map(tables),
  });
  transaction.insert('Open_vSwitch', { bridges: [bridge], statistics: new Map([['cpu', '2']]) });
  transaction.commit();
  const json = JSON.parse(JSON.stringify(db));
  expect(json.tables.Bridge).toEqual({
    [bridge]: { name: 'br0', flow_tables: Object.fromEntries(tables) },
  });
  const copy = new Database(OPEN_VSWITCH, SeededRandom.fromSeed(1));
  copy.load(json);
  expect([...(copy.get('Bridge', bridge)?.flow_tables.keys() ?? [])]).toEqual([9, 10]);
  expect(copy.get('Bridge', bridge)?.datapath_id).toBeUndefined();
});

describe('what cannot be loaded', () => {
  const port = (columns: object) => ({
    Logical_Switch: { [SW]: { ports: [P1] } },
    Logical_Port: { [P1]: columns },
  });
  const where = `table Logical_Port, row ${P1}`;
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'syntax error: there is no "tables" object'],
    ['no object', [], 'syntax error: there is no "tables" object'],
    ['no tables', { tables: [] }, 'syntax error: there is no "tables" object'],
    ['an unknown table', { tables: { Foo: {} } }, 'unknown table: there is no table Foo'],
    [
      'a table that every object has',
      { tables: { toString: {} } },
      'unknown table: there is no table toString',
    ],
    [
      'a table of no rows',
      { tables: { ACL: [] } },
      'syntax error: table ACL: it is not an object of rows',
    ],
    [
      'a row without UUID',
      { tables: { ACL: { one: {} } } },
      'syntax error: table ACL: "one" is not a valid UUID',
    ],
    [
      'a row that is no object',
      { tables: { Logical_Port: { [P1]: 1 } } },
      `syntax error: ${where}: it is not an object`,
    ],
    [
      'an unknown column',
      { tables: port({ nosuch: 1 }) },
      `unknown column: ${where}: there is no column nosuch to load`,
    ],
    [
      'a column that every object has',
      { tables: port({ toString: 1 }) },
      `unknown column: ${where}: there is no column toString to load`,
    ],
    [
      'a number for a string',
      { tables: port({ name: 1 }) },
      `syntax error: ${where}, column name: expected string`,
    ],
    [
      'a set for a string',
      { tables: port({ name: ['p1'] }) },
      `syntax error: ${where}, column name: expected string`,
    ],
    [
      'nothing for a string',
      { tables: port({ name: null }) },
      `syntax error: ${where}, column name: expected a string, a number or a boolean`,
    ],
    [
      'a fraction',
      { tables: port({ tag: 1.5 }) },
      `syntax error: ${where}, column tag: expected integer`,
    ],
    [
      'a number out of range',
      { tables: port({ tag: 4096 }) },
      `constraint violation: ${where}, column tag: 4096 is not in the valid range 1 to 4095 (inclusive)`,
    ],
    [
      'a string for a set',
      { tables: port({ addresses: 'unknown' }) },
      `syntax error: ${where}, column addresses: expected a set of strings`,
    ],
    [
      'a null character',
      { tables: port({ name: 'a\0' }) },
      `syntax error: ${where}, column name: expected string without null characters`,
    ],
    [
      'an object in a set',
      { tables: port({ addresses: [{}] }) },
      `syntax error: ${where}, column addresses: expected a string, a number or a boolean`,
    ],
    [
      'an element twice',
      { tables: port({ addresses: ['a', 'a'] }) },
      `syntax error: ${where}, column addresses: set contains duplicate`,
    ],
    [
      'an array for a map',
      { tables: port({ options: [] }) },
      `syntax error: ${where}, column options: expected an object`,
    ],
    [
      'a number in a map of strings',
      { tables: port({ options: { a: 1 } }) },
      `syntax error: ${where}, column options: expected string`,
    ],
    [
      'a reference that is not a UUID',
      { tables: { Logical_Switch: { [SW]: { ports: ['p1'] } } } },
      `syntax error: table Logical_Switch, row ${SW}, column ports: expected uuid`,
    ],
    [
      'a reference to nowhere',
      { tables: { Logical_Switch: { [SW]: { ports: [NONE] } } } },
      `referential integrity violation: table Logical_Switch, row ${SW}, column ports: there is no row ${NONE} in table Logical_Port`,
    ],
    [
      'a reference into another table',
      { tables: { Logical_Switch: { [SW]: { ports: [SW2] }, [SW2]: {} } } },
      `referential integrity violation: table Logical_Switch, row ${SW}, column ports: there is no row ${SW2} in table Logical_Port`,
    ],
    [
      'a row that nothing refers to',
      { tables: { Logical_Port: { [P1]: {} } } },
      `referential integrity violation: ${where}: nothing refers to it`,
    ],
    [
      'a default that is not allowed',
      { tables: { ACL: { [ACL]: { direction: 'to-lport' } } } },
      `constraint violation: table ACL, row ${ACL}, column action: "" is not one of the allowed values ([allow, allow-related, drop, reject])`,
    ],
    [
      'a key twice',
      {
        tables: {
          Logical_Switch: { [SW]: { ports: [P1, P2] } },
          Logical_Port: { [P1]: { name: 'p' }, [P2]: { name: 'p' } },
        },
      },
      `constraint violation: table Logical_Port, row ${P2}: row ${P1} has the same name`,
    ],
    [
      'a UUID in two tables',
      { tables: { Logical_Switch: { [SW]: {} }, Logical_Router: { [SW]: {} } } },
      `constraint violation: table Logical_Router: row ${SW} is there twice`,
    ],
  ])('%s', (_, json, message) => {
    const db = northbound();
    expect(outcome(() => db.load(json))).toBe(`! ${message}`);
    expect(db.toJSON()).toEqual({ tables: {} });
  });

  test('too many rows', () => {
    const db = new Database(OPEN_VSWITCH, SeededRandom.fromSeed(1));
    const json = { tables: { Open_vSwitch: { [SW]: {}, [SW2]: {} } } };
    expect(outcome(() => db.load(json))).toBe(
      '! constraint violation: table Open_vSwitch: it may have 1 row(s) only',
    );
  });

  test('an ephemeral column', () => {
    const db = new Database(OPEN_VSWITCH, SeededRandom.fromSeed(1));
    const json = { tables: { Open_vSwitch: { [SW]: { statistics: {} } } } };
    expect(outcome(() => db.load(json))).toBe(
      `! unknown column: table Open_vSwitch, row ${SW}: there is no column statistics to load`,
    );
  });

  test('anything into a database that is not empty', () => {
    const db = northbound();
    db.load({ tables: { Logical_Switch: { [SW]: {} } } });
    expect(outcome(() => db.load({ tables: {} }))).toBe('! the database is not empty');
  });
});

test('rows that were written before are written as they are now', () => {
  const db = northbound();
  const add = (names: readonly string[]) => {
    const transaction = db.begin();
    for (const name of names) transaction.insert('Logical_Switch', { name });
    transaction.commit();
  };
  const loadedAgain = () => {
    const copy = northbound();
    copy.load(JSON.parse(db.stringify()));
    return [...copy.rows('Logical_Switch')];
  };
  // Enough rows for several chunks of text.
  add(Array.from({ length: 2000 }, (_, n) => `sw${n}`));
  expect(loadedAgain()).toEqual([...db.rows('Logical_Switch')]);
  const rows = [...db.rows('Logical_Switch')];
  for (const [i, row] of rows.entries()) {
    if (i % 97 !== 0) continue;
    const transaction = db.begin();
    if (i % 2 === 0) transaction.delete('Logical_Switch', row._uuid);
    else transaction.update('Logical_Switch', row._uuid, { name: `renamed${i}` });
    transaction.commit();
    add([`new${i}`]);
    expect(loadedAgain()).toEqual([...db.rows('Logical_Switch')]);
  }
});
