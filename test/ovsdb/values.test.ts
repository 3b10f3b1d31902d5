/** Tests canonical values and the operations on them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical } from '../../src/ovsdb/canonical.js';
import { compareStrings } from '../../src/ovsdb/compare.js';
import { evaluate, isSetOperator, RELATIONAL_OPERATORS } from '../../src/ovsdb/condition.js';
import { parseDatum } from '../../src/ovsdb/datum.js';
import { integer, map, one, optional, set, string } from '../../src/ovsdb/define.js';
import { narrow, subtract, union, widen } from '../../src/ovsdb/sets.js';
import type { ColumnType } from '../../src/ovsdb/types.js';
import { outcome } from './outcome.js';

const INTS = set(integer());
const PAIRS = map(string(), integer());

test('strings order as their UTF-8 encodings do', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(compareStrings(a, b)).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
    }),
  );
});

test('a changed set is the same as one made anew', () => {
  const atoms = fc.array(fc.nat(60), { maxLength: 50 });
  fc.assert(
    fc.property(atoms, atoms, fc.nat(50), fc.nat(50), (first, second, from, to) => {
      const previous = canonical(INTS, first, []);
      const old = Array.isArray(previous) ? previous : [];
      const given = [...old.slice(0, from), ...second, ...old.slice(to)];
      const changed = canonical(INTS, given, previous);
      expect(changed).toEqual([...new Set(given)].sort((a, b) => a - b));
      if (JSON.stringify(changed) === JSON.stringify(previous)) expect(changed).toBe(previous);
    }),
  );
});

describe('comparisons', () => {
  /** Which operators hold. */
  test.each<[ColumnType, string, string, string]>([
    [one(integer()), '1', '1', '= <= >= {=} {<=} {>=}'],
    [one(integer()), '2', '10', '!= < <= {!=}'],
    [one(string()), 'b', 'ab', '!= > >= {!=}'],
    [INTS, '[]', '[1]', '!= < <= {!=} {<} {<=}'],
    [INTS, '[1,2]', '[2]', '!= > >= {!=} {>} {>=}'],
    [INTS, '[9]', '[1,2]', '!= < <= {!=}'],
    [INTS, '[1,3]', '[1,2]', '!= > >= {!=}'],
    [PAIRS, 'a=1', 'a=2', '!= < <= {!=}'],
    [PAIRS, 'a=1', '{a=1,b=2}', '!= < <= {!=} {<} {<=}'],
    [PAIRS, '{a=1,b=2}', '{a=1,b=2}', '= <= >= {=} {<=} {>=}'],
    [PAIRS, '{a=9}', '{b=1}', '!= < <= {!=}'],
  ])('%o: %s and %s', (type, a, b, holding) => {
    const left = parseDatum(type, a);
    const right = parseDatum(type, b);
    const wide = widen(type);
    const actual = RELATIONAL_OPERATORS.filter((op) => evaluate(wide, left, op, right));
    expect(actual.join(' ')).toBe(holding);
  });

  test('an atom equals a set of it', () => {
    expect(evaluate(INTS, 1, '=', [1])).toBe(true);
    expect(evaluate(INTS, undefined, '{<=}', [1])).toBe(true);
  });

  test('operators in braces compare as sets', () => {
    expect(RELATIONAL_OPERATORS.filter(isSetOperator).join(' ')).toBe('{=} {!=} {<} {>} {<=} {>=}');
  });
});

describe('sums and differences', () => {
  test.each<[ColumnType, string, string, unknown, unknown]>([
    [INTS, '[3,1]', '[2,3]', [1, 2, 3], [1]],
    [optional(integer()), '1', '2', [1, 2], [1]],
    [optional(integer()), '[]', '2', [2], []],
    [
      PAIRS,
      '{a=1,b=1}',
      '{b=2,c=3}',
      new Map([
        ['a', 1],
        ['b', 1],
        ['c', 3],
      ]),
      new Map([
        ['a', 1],
        ['b', 1],
      ]),
    ],
    [PAIRS, '{a=1,b=2}', '{b=2}', new Map(Object.entries({ a: 1, b: 2 })), new Map([['a', 1]])],
  ])('%o: %s and %s', (type, a, b, sum, rest) => {
    const left = parseDatum(type, a);
    const right = parseDatum(type, b);
    expect(union(type, left, right)).toEqual(sum);
    expect(subtract(type, left, right)).toEqual(rest);
  });

  test('a map without some keys', () => {
    const pairs = parseDatum(PAIRS, '{a=1,b=2}');
    expect(subtract(PAIRS, pairs, ['b', 'c'])).toEqual(new Map([['a', 1]]));
  });

  test('a wide value fits a column or not', () => {
    expect(narrow(optional(integer()), [])).toBe(undefined);
    expect(narrow(optional(integer()), [1])).toBe(1);
    expect(outcome(() => narrow(optional(integer()), [1, 2]))).toBe('! 2 elements do not fit');
    expect(outcome(() => narrow(one(integer()), []))).toBe('! 0 elements do not fit');
  });
});
