/** Tests the notation for the arguments of commands. */
import { describe, expect, it } from 'vitest';
import { parameterMark, parametersAt, parseUsage } from '../../src/tools/program/usage.js';

const CASES: readonly (readonly [usage: string, marks: string])[] = [
  ['', ''],
  ['LSWITCH', '!LSWITCH'],
  ['[LSWITCH]', '?LSWITCH'],
  ['LPORT [ADDRESS]...', '!LPORT *ADDRESS'],
  ['TARGET...', '+TARGET'],
  ['LSWITCH [DIRECTION [PRIORITY MATCH]]', '!LSWITCH ?DIRECTION ?PRIORITY ?MATCH'],
  ['LSWITCH LPORT [PARENT] [TAG]', '!LSWITCH !LPORT ?PARENT ?TAG'],
  ['TABLE RECORD [COLUMN[:KEY]]...', '!TABLE !RECORD *COLUMN?:KEY'],
  ['TABLE RECORD COLUMN[:KEY]=VALUE...', '!TABLE !RECORD +COLUMN?:KEY=VALUE'],
  ['TABLE RECORD COLUMN [KEY=]VALUE...', '!TABLE !RECORD !COLUMN +?KEY=VALUE'],
  ['[BRIDGE] PORT|IFACE', '?BRIDGE !PORT|IFACE'],
];

describe('a usage', () => {
  it.each(CASES)('%j is marked %j', (usage, marks) => {
    expect(parseUsage(usage).map(parameterMark).join(' ')).toBe(marks);
  });

  const POSITIONS: readonly (readonly [usage: string, position: number, names: string])[] = [
    ['A B', 0, 'A'],
    ['A B', 1, 'B'],
    ['A B', 2, ''],
    ['[A] B', 0, 'A B'],
    ['[A] B', 1, 'B'],
    ['A [B [C D]]', 3, 'D'],
    ['A B...', 5, 'B'],
    ['A B... [C]...', 2, 'B C'],
    ['A B... [C]...', 1, 'B'],
  ];

  it.each(POSITIONS)('%j has at position %d: %j', (usage, position, names) => {
    const found = parametersAt(parseUsage(usage), position);
    expect(found.map(({ name }) => name).join(' ')).toBe(names);
  });
});
