/** Tests that `ovsdb-client transact` answers arbitrary JSON without internal errors. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';

const word = fc.constantFrom(
  ...['insert', 'select', 'update', 'mutate', 'delete', 'wait', 'abort', 'comment', 'constructor'],
  ...['Logical_Switch', 'Logical_Port', 'ACL', 'name', 'ports', 'tag', 'external_ids', '_uuid'],
  ...[
    '==',
    '<',
    'includes',
    'excludes',
    '+=',
    '/=',
    'set',
    'map',
    'uuid',
    'named-uuid',
    '__proto__',
  ],
);

const member = fc.constantFrom(
  ...['where', 'row', 'columns', 'mutations', 'uuid-name', 'rows', 'until', 'name', 'ports', 'tag'],
);

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.string(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(member, fc.string()), tie('value'), { maxKeys: 3 }),
  ),
}));

const triple = fc.tuple(word, word, json.value).map((items) => [items]);

const operation = fc.record(
  {
    op: word,
    table: fc.constantFrom('Logical_Switch', 'Logical_Port', 'ACL', 'constructor'),
    where: fc.oneof(fc.constant([]), triple, json.value),
    row: fc.oneof(fc.dictionary(member, json.value, { maxKeys: 2 }), json.value),
    mutations: fc.oneof(triple, json.value),
    columns: json.value,
  },
  { requiredKeys: ['op'] },
);

it('answers arbitrary transactions', () => {
  const sandbox = Sandbox.open({ clock: new ManualClock(0) });
  const tool = sandbox.tools.find(({ name }) => name === 'ovsdb-client');
  if (tool === undefined) throw new Error('no ovsdb-client');
  fc.assert(
    fc.property(fc.array(fc.oneof(operation, json.value), { maxLength: 3 }), (operations) => {
      const text = JSON.stringify(['OVN_Northbound', ...operations]);
      const files = { read: () => undefined };
      const { stdout, stderr, exitCode } = sandbox.run(tool, ['transact', text], {
        stdin: '',
        files,
      });
      expect([stderr, exitCode]).toEqual(['', 0]);
      expect(Array.isArray(JSON.parse(stdout))).toBe(true);
    }),
    { numRuns: 500 },
  );
});
