/** Checks the schemas against each other and against the reference. */
import { describe, expect, test } from 'vitest';
import { describeType } from '../../src/ovsdb/datum.js';
import { OPEN_VSWITCH } from '../../src/ovsdb/schemas/open-vswitch.js';
import type { ColumnSchema, DatabaseSchema } from '../../src/ovsdb/types.js';
import { OVN_NORTHBOUND } from '../../src/releases/2015/schemas/ovn-northbound.js';
import { OVN_SOUTHBOUND } from '../../src/releases/2015/schemas/ovn-southbound.js';

const SCHEMAS: readonly DatabaseSchema[] = [OVN_NORTHBOUND, OVN_SOUTHBOUND, OPEN_VSWITCH];

describe.each(SCHEMAS)('$name', ({ tables }) => {
  test('references and indexes lead somewhere', () => {
    for (const { columns, indexes } of Object.values(tables)) {
      for (const { key, value } of Object.values(columns)) {
        for (const base of [key, value]) {
          if (base?.refTable !== undefined) expect(tables).toHaveProperty(base.refTable);
        }
      }
      for (const column of indexes.flat()) {
        // Keys are made of atoms, and outlive the process.
        expect(columns[column]).toMatchObject({ min: 1, max: 1, ephemeral: false });
      }
    }
  });
});

test.each([
  ['OVN_Northbound', '2.0.0', 5, 30],
  ['OVN_Southbound', '1.0.0', 6, 28],
  ['Open_vSwitch', '7.12.1', 16, 165],
])('%s %s has %i tables and %i columns', (name, version, tables, columns) => {
  const schema = SCHEMAS.find((candidate) => candidate.name === name);
  const all = Object.values(schema?.tables ?? {});
  const count = all.reduce((sum, table) => sum + Object.keys(table.columns).length, 0);
  expect([schema?.version, all.length, count]).toEqual([version, tables, columns]);
});

const notes = (column: ColumnSchema | undefined): string =>
  column === undefined
    ? 'none'
    : [
        describeType(column),
        column.key.refTable && `${column.key.refType} ${column.key.refTable}`,
        column.value?.refTable && `${column.value.refType} ${column.value.refTable}`,
        !column.mutable && 'fixed',
        column.ephemeral && 'ephemeral',
      ]
        .filter((note) => note)
        .join(', ');

test.each<[DatabaseSchema, string, string]>([
  [OVN_NORTHBOUND, 'Logical_Switch.acls', 'set of uuids, strong ACL'],
  [OVN_NORTHBOUND, 'Logical_Port.tag', 'set of up to 1 integers'],
  [OVN_SOUTHBOUND, 'Chassis.encaps', 'set of 1 or more uuids, strong Encap'],
  [OVN_SOUTHBOUND, 'Multicast_Group.ports', 'set of 1 or more uuids, weak Port_Binding'],
  [OVN_SOUTHBOUND, 'Port_Binding.chassis', 'set of up to 1 uuids, weak Chassis'],
  [OPEN_VSWITCH, 'Bridge.flow_tables', 'map of (integer, uuid) pairs, strong Flow_Table'],
  [OPEN_VSWITCH, 'Bridge.name', 'string, fixed'],
  [OPEN_VSWITCH, 'Mirror.select_src_port', 'set of uuids, weak Port'],
  [OPEN_VSWITCH, 'Interface.statistics', 'map of (string, integer) pairs, ephemeral'],
])('%o %s is a %s', (schema, path, expected) => {
  const [table = '', column = ''] = path.split('.');
  expect(notes(schema.tables[table]?.columns[column])).toBe(expected);
});
