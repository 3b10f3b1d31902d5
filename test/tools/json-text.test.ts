/** Tests the JSON that the programs print. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Json, jsonText } from '../../src/tools/program/json-text.js';

const CASES: readonly (readonly [json: Json, text: string, pretty: string])[] = [
  [[], '[]', '[]'],
  [{}, '{}', '{\n  }'],
  [[1, 'a'], '[1,"a"]', '[\n  1,\n  "a"]'],
  [
    { b: [], a: { c: null } },
    '{"a":{"c":null},"b":[]}',
    '{\n  "a": {\n    "c": null},\n  "b": []}',
  ],
  ['a"\\\n\u0001é', '"a\\"\\\\\\n\\u0001é"', '"a\\"\\\\\\n\\u0001é"'],
  [0.1, '0.1', '0.1'],
  [1e21, '1e+21', '1e+21'],
];

describe('JSON text', () => {
  it.each(CASES)('%j', (json, text, pretty) => {
    expect(jsonText(json)).toBe(text);
    expect(jsonText(json, { pretty: true })).toBe(pretty);
  });

  it('can be parsed back to the same value', () => {
    const { json } = fc.letrec<{ json: Json }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, false),
        fc.integer(),
        fc.string(),
        fc.array(tie('json')),
        fc.dictionary(
          fc.string().filter((name) => name !== '__proto__'),
          tie('json'),
        ),
      ),
    }));
    fc.assert(
      fc.property(json, fc.boolean(), (value, pretty) => {
        expect(JSON.parse(jsonText(value, { pretty }))).toEqual(value);
      }),
    );
  });
});
