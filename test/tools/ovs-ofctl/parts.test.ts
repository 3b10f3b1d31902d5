/** Checks parts of `ovs-ofctl`: options, durations and the split of long replies. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOrder } from '../../../src/lib/hash-order.js';
import { formatDuration, splitMessages } from '../../../src/tools/ovs-ofctl/message-text.js';
import { OVS_OFCTL } from '../../../src/tools/ovs-ofctl/ovs-ofctl.js';
import { whole } from '../harness.js';
import { newOfctlLaboratory } from './ofctl-transcript.js';

const LOCAL = 0xfffe;

describe('the order of a hash table', () => {
  it.each([
    [
      [LOCAL, 1, 2],
      [LOCAL, 1, 2],
    ],
    [
      [LOCAL, 1, 2, 3],
      [LOCAL, 1, 2, 3],
    ],
    [
      [LOCAL, 1, 2, 3, 4],
      [4, LOCAL, 1, 2, 3],
    ],
  ])('of %j is %j', (numbers, expected) => {
    expect(hashOrder(numbers, (number) => number)).toEqual(expected);
  });

  it('contains every item', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(0xffff)), (numbers) => {
        const ordered = hashOrder(numbers, (number) => number);
        expect(ordered.toSorted((a, b) => a - b)).toEqual(numbers.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('long answers', () => {
  it('are split into full parts', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 0xffff }), { maxLength: 50 });
    fc.assert(
      fc.property(sizes, fc.nat(100), (items, head) => {
        const parts = splitMessages(items, head, (item) => item);
        expect(parts.flat()).toEqual(items);
        const total = (part: readonly number[]) => part.reduce((sum, item) => sum + item, head);
        for (const [i, part] of parts.entries()) {
          if (part.length > 1) expect(total(part)).toBeLessThanOrEqual(0xffff);
          const [next] = parts[i + 1] ?? [];
          if (next !== undefined) expect(total(part) + next).toBeGreaterThan(0xffff);
        }
      }),
    );
  });

  it('have at least one part', () => expect(splitMessages([], 8, () => 1)).toEqual([[]]));
});

describe('durations', () => {
  it.each([
    [0, '0s'],
    [51, '0.051s'],
    [3000, '3s'],
    [3001.9, '3.001s'],
    [-5, '0s'],
  ])('of %d ms', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));
});

describe('lists of tables', () => {
  const lines = (...args: string[]): string[] =>
    OVS_OFCTL.run(args, newOfctlLaboratory().context).stdout.split('\n');

  it('show features that all tables share only once', () => {
    const text = lines('dump-tables', 'br0');
    expect(text.slice(0, 6)).toEqual([
      'OFPST_TABLE reply (xid=0x2):',
      '  table 0 ("classifier"):',
      '    active=0, lookup=0, matched=0',
      '    max_entries=1000000',
      '    matching:',
      '      in_port: exact match or wildcard',
    ]);
    expect(text.slice(17, 20)).toEqual([
      '',
      '  table 1 ("table1"): ditto',
      '  table 2 ("table2"): ditto',
    ]);
    expect(text.slice(-2)).toEqual(['  table 253 ("table253"): ditto', '']);
  });

  it.each([
    ['OpenFlow11', '      instructions: apply_actions,clear_actions,write_actions,write_metadata'],
    ['OpenFlow12', '      (same actions)'],
  ])('end in %s with a table without goto_table', (version, line) => {
    const text = lines('-O', version, 'dump-tables', 'br0');
    expect(text.slice(text.indexOf('  table 252 ("table252"): ditto'))).toContain(line);
  });

  it('show only counts from OpenFlow 1.3 on', () => {
    expect(lines('-O', 'OpenFlow13', 'dump-tables', 'br0').slice(1, 5)).toEqual([
      '  table 0:',
      '    active=0, lookup=0, matched=0',
      '',
      '  table 1: ditto',
    ]);
  });

  it('show the features of each table on request', () => {
    const text = lines('-O', 'OpenFlow13', 'dump-table-features', 'br0');
    const start = text.indexOf('  table 252 ("table252"):');
    expect(text.slice(start)).toEqual([
      '  table 252 ("table252"):',
      '    metadata: match=0xffffffffffffffff write=0xffffffffffffffff',
      '    max_entries=1000000',
      '    instructions (table miss and others):',
      '      next tables: 253',
      '      (same instructions)',
      '      (same actions)',
      '    (same matching)',
      '',
      '  table 253 ("table253"):',
      '    metadata: match=0xffffffffffffffff write=0xffffffffffffffff',
      '    max_entries=1000000',
      '    instructions (table miss and others):',
      '      instructions: meter,apply_actions,clear_actions,write_actions,write_metadata',
      '      (same actions)',
      '    (same matching)',
      '',
      '',
    ]);
  });
});

describe('completion', () => {
  it.each([
    [['dump-fl'], ['dump-flows']],
    [['--rs'], ['--rsort']],
    [['-O', 'OpenFlow13', 'dump-flows', ''], ['br0']],
    [
      ['mod-port', 'br0', 'p'],
      ['p1', 'p2'],
    ],
    [['mod-port', 'br0', 'p1', 'no-s'], ['no-stp']],
    [['dump-flows', 'br0', 'tcp,tcp_s'], ['tcp,tcp_src=']],
    [
      ['set-frags', 'br0', 'n'],
      ['normal', 'nx-match'],
    ],
    [['nosuch', ''], []],
  ])('of %j', (words, candidates) => {
    expect(whole(words, OVS_OFCTL, newOfctlLaboratory().context)).toEqual(candidates);
  });
});
