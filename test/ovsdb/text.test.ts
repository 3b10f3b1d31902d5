/** Tests the text forms of atoms and values. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SeededRandom } from '../../src/lib/random.js';
import { formatAtom, formatAtomBare, parseAtom } from '../../src/ovsdb/atom.js';
import { canonical, defaultValue } from '../../src/ovsdb/canonical.js';
import { equalValues } from '../../src/ovsdb/compare.js';
import { describeType, formatDatum, formatDatumBare, parseDatum } from '../../src/ovsdb/datum.js';
import { datumToJson } from '../../src/ovsdb/datum-json.js';
import {
  boolean,
  integer,
  map,
  one,
  optional,
  real,
  set,
  string,
  strong,
  uuid,
  weak,
} from '../../src/ovsdb/define.js';
import { formatReal } from '../../src/ovsdb/number.js';
import { SymbolTable } from '../../src/ovsdb/symbol-table.js';
import { parseToken } from '../../src/ovsdb/token.js';
import type { Atom, AtomicType, BaseType, ColumnType, Value } from '../../src/ovsdb/types.js';
import { outcome } from './outcome.js';

const U1 = '11111111-2222-3333-4444-555555555555';
const U2 = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';

describe('atoms', () => {
  test.each<[BaseType, string, Atom | string]>([
    [integer(), '12', 12],
    [integer(), '-0', 0],
    [integer(), '+7', 7],
    [integer(), ' 7', 7],
    [integer(), '9007199254740991', 9007199254740991],
    [integer(), 'abc', '! "abc" is not a valid integer'],
    [integer(), '', '! "" is not a valid integer'],
    [integer(), '1.0', '! "1.0" is not a valid integer'],
    [integer(), '0x10', '! "0x10" is not a valid integer'],
    [integer(), '7 ', '! "7 " is not a valid integer'],
    [integer(), '9007199254740993', '! "9007199254740993" is not a valid integer'],
    [
      integer({ min: 0, max: 32767 }),
      '40000',
      '! constraint violation: 40000 is not in the valid range 0 to 32767 (inclusive)',
    ],
    [
      integer({ min: 0, max: 7 }),
      '9223372036854775807',
      '! constraint violation: 9223372036854775807 is not in the valid range 0 to 7 (inclusive)',
    ],
    [
      integer({ min: 0, max: 7 }),
      '9223372036854775808',
      '! "9223372036854775808" is not a valid integer',
    ],
    [integer({ min: 0 }), '-1', '! constraint violation: -1 is less than minimum allowed value 0'],
    [integer({ max: 3 }), '4', '! constraint violation: 4 is greater than maximum allowed value 3'],
    [
      integer({ enum: [1, 2] }),
      '3',
      '! constraint violation: 3 is not one of the allowed values ([1, 2])',
    ],
    [real(), '1', 1],
    [real(), '-1.5e3', -1500],
    [real(), '.5', 0.5],
    [real(), '1.', 1],
    [real(), '1e999', '! "1e999" is not a valid real number'],
    [real(), '1e', '! "1e" is not a valid real number'],
    [real(), '', '! "" is not a valid real number'],
    [
      real({ min: 0.5, max: 1 }),
      '0.25',
      '! constraint violation: 0.25 is not in the valid range 0.5 to 1 (inclusive)',
    ],
    [boolean(), 'yes', true],
    [boolean(), 'on', true],
    [boolean(), '1', true],
    [boolean(), 'off', false],
    [boolean(), 'no', false],
    [boolean(), 'maybe', '! "maybe" is not a valid boolean (use "true" or "false")'],
    [boolean(), 'TRUE', '! "TRUE" is not a valid boolean (use "true" or "false")'],
    [string(), 'plain text', 'plain text'],
    [string(), '""', ''],
    [string(), '"a\\"b\\\\c\\n\\u00e9\\ud83d\\ude00\\/"', 'a"b\\c\né😀/'],
    [string(), '"tab\there"', 'tab\there'],
    [string(), '', '! An empty string is not valid as input; use "" to represent the empty string'],
    [string(), '"', '! ": missing quote at end of quoted string'],
    [string(), '"a', '! "a: missing quote at end of quoted string'],
    [string(), '"a"b"', '! "a"b": quoted string may not include unescaped "'],
    [string(), '"a\\"', '! "a\\": quoted string may not end with backslash'],
    [string(), '"\\x"', '! "\\x": bad escape \\x'],
    [string(), '"\\u12"', '! "\\u12": quoted string ends within \\u escape'],
    [string(), '"\\u12g4"', '! "\\u12g4": malformed \\u escape'],
    [string(), '"\\u0000"', '! "\\u0000": null bytes not supported in quoted strings'],
    [string(), '"\\ud800"', '! "\\ud800": malformed escaped surrogate pair'],
    [
      string(),
      '"\\ud800\\u0041"',
      '! "\\ud800\\u0041": second half of escaped surrogate pair is not trailing surrogate',
    ],
    [
      string(),
      '"\\udc00"',
      '! constraint violation: not a valid UTF-8 string: invalid UTF-8 sequence 0xed 0xb0',
    ],
    [
      string(['drop', 'allow', 'allow-related', 'reject']),
      'nosuch',
      '! constraint violation: nosuch is not one of the allowed values ([allow, allow-related, drop, reject])',
    ],
    [
      string(['b', 'a 1']),
      'a 2',
      '! constraint violation: "a 2" is not one of the allowed values (["a 1", b])',
    ],
    [uuid(), U2.toUpperCase(), U2],
    [uuid(), '1234', '! "1234" is not a valid UUID'],
    [uuid(), `${U1}0`, `! "${U1}0" is not a valid UUID`],
  ])('reads %o from %j', (base, text, expected) => {
    const actual = outcome(() => parseAtom(base, text));
    expect(actual).toBe(expected);
  });

  test.each<[AtomicType, Atom, string, string?]>([
    ['integer', -5, '-5'],
    ['boolean', true, 'true'],
    ['uuid', U1, U1],
    ['string', 'allow-related', 'allow-related'],
    ['string', '_a.b-C', '_a.b-C'],
    ['string', 'sw0-port1', '"sw0-port1"', 'sw0-port1'],
    ['string', '-a', '"-a"', '-a'],
    ['string', '', '""', ''],
    ['string', 'true', '"true"', 'true'],
    ['string', 'false', '"false"', 'false'],
    ['string', 'é', '"é"', 'é'],
    ['string', 'a\n"\\\u0001\u007f', '"a\\n\\"\\\\\\u0001\u007f"', 'a\n"\\\u0001\u007f'],
    ['real', 0.1, '0.1'],
  ])('writes %s %j', (type, atom, text, bare = text) => {
    expect(formatAtom(type, atom)).toBe(text);
    expect(formatAtomBare(type, atom)).toBe(bare);
  });

  test.each([
    [0, '0'],
    [1, '1'],
    [-2.5, '-2.5'],
    [0.1 + 0.2, '0.3'],
    [100000000000000, '100000000000000'],
    [1e15, '1e+15'],
    [1234567890123456000, '1.23456789012346e+18'],
    [0.0001, '0.0001'],
    [0.00001234, '1.234e-05'],
    [1.5e-7, '1.5e-07'],
    [1e300, '1e+300'],
    [1.7976931348623157e308, '1.79769313486232e+308'],
    [999999999999999.9, '1e+15'],
  ])('writes the real number %d', (value, text) => {
    expect(formatReal(value)).toBe(text);
  });
});

describe('tokens', () => {
  test.each([
    ['name=x', 'name', '=x'],
    ['a\\=b=c', 'a=b', '=c'],
    ['"a=b\\""=c', '"a=b\\""', '=c'],
    ['=x', '', '=x'],
    ['a\\', '! a\\: backslash at end of argument', ''],
    ['"a=b', '! "a=b: quoted string extends past end of argument', ''],
  ])('splits %j', (text, token, rest) => {
    const actual = outcome(() => {
      const parsed = parseToken(text, 0);
      return [parsed.token, text.slice(parsed.end)];
    });
    expect(actual).toEqual(typeof actual === 'string' ? token : [token, rest]);
  });
});

const STRINGS = set(string());
const PAIRS = map(string(), string());

describe('values', () => {
  test.each<[ColumnType, string, Value]>([
    [one(string()), 'a', 'a'],
    [one(string()), ' a ', 'a'],
    [one(string()), '[a]', 'a'],
    [one(integer()), '[]', '! []: 0 value(s) specified but the minimum number is 1'],
    [one(integer()), '1,2', '! 1,2: 2 value(s) specified but the maximum number is 1'],
    [optional(integer()), '[]', undefined],
    [optional(integer()), '5', 5],
    [optional(integer()), '', '! use "[]" to specify the empty set'],
    [STRINGS, 'b a', ['a', 'b']],
    [STRINGS, '[b, a,"c d"]', ['a', 'b', 'c d']],
    [STRINGS, '["00:00:00:00:00:01 10.0.0.1"]', ['00:00:00:00:00:01 10.0.0.1']],
    [STRINGS, '[]', []],
    [STRINGS, 'a,a', '! a,a: set contains duplicate value'],
    [STRINGS, '[a', '! [a: missing "]" at end of data'],
    [STRINGS, '[a]b', '! [a]b: trailing garbage after "]"'],
    [STRINGS, 'a:b', '! a:b: unexpected ":" parsing set of strings'],
    [STRINGS, ',a', '! ,a: unexpected "," parsing set of strings'],
    [STRINGS, 'a}', '! a}: unexpected "}" parsing set of strings'],
    [
      set(integer(), { max: 3 }),
      '[1 2 3 4]',
      '! [1 2 3 4]: 4 value(s) specified but the maximum number is 3',
    ],
    [set(integer(), { max: 3 }), '1=2', '! 1=2: unexpected "=" parsing set of up to 3 integers'],
    [set(uuid(), { min: 1 }), '{', '! {: unexpected "{" parsing set of 1 or more uuids'],
    [PAIRS, '{}', new Map()],
    [PAIRS, '', '! use "{}" to specify the empty map'],
    [
      PAIRS,
      'b=2, a = "x y"',
      new Map([
        ['a', 'x y'],
        ['b', '2'],
      ]),
    ],
    [PAIRS, 'a', '! a: syntax error at "'],
    [PAIRS, '{a=1,b}', '! b}: syntax error at "}" expecting "="'],
    [PAIRS, 'a=1 a=2', '! a=1 a=2: map contains duplicate key'],
    [PAIRS, '[a=1]', '! [a=1]: unexpected "[" parsing map of (string, string) pairs'],
    [PAIRS, 'a=', '! An empty string is not valid as input; use "" to represent the empty string'],
    [
      map(integer({ min: 0, max: 9 }), string(), { max: 2 }),
      '10=x',
      '! constraint violation: 10 is not in the valid range 0 to 9 (inclusive)',
    ],
  ])('%o reads %j', (type, text, expected) => {
    expect(outcome(() => parseDatum(type, text))).toEqual(expected);
  });

  test.each<[ColumnType, Value, string, string, string]>([
    [one(string()), 'a b', '"a b"', 'a b', '"a b"'],
    [optional(boolean()), true, 'true', 'true', 'true'],
    [optional(boolean()), undefined, '[]', '', '["set",[]]'],
    [STRINGS, [], '[]', '', '["set",[]]'],
    [STRINGS, ['a', 'b 1'], '[a, "b 1"]', 'a b 1', '["set",["a","b 1"]]'],
    [STRINGS, ['a'], '[a]', 'a', '"a"'],
    [set(uuid()), [U1], `[${U1}]`, U1, `["uuid","${U1}"]`],
    [PAIRS, new Map(), '{}', '', '["map",[]]'],
    [
      PAIRS,
      new Map([
        ['a', 'true'],
        ['b', ''],
      ]),
      '{a="true", b=""}',
      'a=true b=',
      '["map",[["a","true"],["b",""]]]',
    ],
    [
      map(integer(), uuid()),
      new Map([[1, U1]]),
      `{1=${U1}}`,
      `1=${U1}`,
      `["map",[[1,["uuid","${U1}"]]]]`,
    ],
    [
      map(string(), string(), { max: 1 }),
      new Map([['a', 'b']]),
      'a=b',
      'a=b',
      '["map",[["a","b"]]]',
    ],
  ])('%o writes %j', (type, value, text, bare, json) => {
    expect(formatDatum(type, value)).toBe(text);
    expect(formatDatumBare(type, value)).toBe(bare);
    expect(JSON.stringify(datumToJson(type, value))).toBe(json);
  });

  test.each<[ColumnType, string]>([
    [one(integer()), 'integer'],
    [optional(string()), 'set of up to 1 strings'],
    [set(uuid(), { min: 1 }), 'set of 1 or more uuids'],
    [set(uuid(), { min: 1, max: 4 }), 'set of 1 to 4 uuids'],
    [map(integer(), string()), 'map of (integer, string) pairs'],
    [map(integer(), string(), { max: 5 }), 'map of up to 5 (integer, string) pairs'],
  ])('%o is called %j', (type, name) => {
    expect(describeType(type)).toBe(name);
  });

  test.each<[ColumnType, Value]>([
    [one(integer()), 0],
    [one(string()), ''],
    [one(boolean()), false],
    [one(uuid()), '00000000-0000-0000-0000-000000000000'],
    [optional(integer()), undefined],
    [STRINGS, []],
    [set(integer(), { min: 1 }), [0]],
    [PAIRS, new Map()],
    [map(integer(), string(), { min: 1 }), new Map([[0, '']])],
  ])('%o has the default %j', (type, value) => {
    expect(defaultValue(type)).toEqual(value);
  });
});

test('names of rows stand for UUIDs', () => {
  const symbols = new SymbolTable(SeededRandom.fromSeed(1));
  const a = parseDatum(set(strong('Port')), '@a @b', symbols);
  const b = parseDatum(one(weak('Port')), '@b', symbols);
  expect(a).toContain(b);
  expect(
    [...symbols].map(({ name, strongRef, weakRef, created }) => [
      name,
      strongRef,
      weakRef,
      created,
    ]),
  ).toEqual([
    ['@a', true, false, false],
    ['@b', true, true, false],
  ]);
  expect(outcome(() => parseDatum(one(uuid()), '@a'))).toBe('! "@a" is not a valid UUID');
});

const ATOMS: Record<AtomicType, fc.Arbitrary<Atom>> = {
  integer: fc.maxSafeInteger().map((n) => n + 0),
  // Only as many digits as survive being written.
  real: fc
    .double({ noNaN: true, min: -1e300, max: 1e300 })
    .map((x) => Number(x.toPrecision(15)) + 0),
  boolean: fc.boolean(),
  string: fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')),
  uuid: fc.uuid(),
};

const TYPES: readonly AtomicType[] = ['integer', 'real', 'boolean', 'string', 'uuid'];

/** Any type and a value of it. */
const typed: fc.Arbitrary<{ type: ColumnType; value: Value }> = fc
  .record({
    key: fc.constantFrom(...TYPES),
    value: fc.option(fc.constantFrom(...TYPES), { nil: undefined }),
    min: fc.constantFrom(0 as const, 1 as const),
    max: fc.constantFrom(1, 7, Number.POSITIVE_INFINITY),
  })
  .chain(({ key, value, min, max }) => {
    const type: ColumnType = {
      key: { type: key },
      min,
      max,
      ...(value && { value: { type: value } }),
    };
    const range = { minLength: min, maxLength: Math.min(max, 7) };
    const keys = fc.uniqueArray(ATOMS[key], range);
    if (value) {
      return fc
        .uniqueArray(fc.tuple(ATOMS[key], ATOMS[value]), { ...range, selector: ([k]) => k })
        .map((pairs) => ({ type, value: canonical(type, new Map(pairs), undefined) }));
    }
    return keys.map((atoms) => ({
      type,
      value: canonical(type, max === 1 ? atoms[0] : atoms, undefined),
    }));
  });

test('reads back what was written', () => {
  fc.assert(
    fc.property(typed, ({ type, value }) => {
      expect(equalValues(parseDatum(type, formatDatum(type, value)), value)).toBe(true);
    }),
  );
});
