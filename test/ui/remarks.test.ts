/** Tests the look of remarks. */
import { expect, it } from 'vitest';
import type { Remark } from '../../src/shell/remark.js';
import { formatRemark } from '../../src/ui/remarks.js';
import { painter } from '../../src/ui/styles.js';

const MATCH = 'outport == "sw0-port1" && ip4.src == 10.0.0.0/24 && tcp && tcp.dst = 22 && ct.new';
const at = MATCH.indexOf('= 22');
const hint = (line: string, start: number, end: number): Remark => ({
  ...{ kind: 'hint', text: 'The ACL is stored, but without effect.' },
  ...{ place: { line, start, end }, instead: line.replace(' = ', ' == ') },
});

const LOOKS: readonly (readonly [columns: number, remark: Remark, lines: readonly string[]])[] = [
  [80, { kind: 'change', text: '+1 ACL' }, ['(+1 ACL)']],
  [19, { kind: 'warning', text: 'something is wrong' }, ['! something is', '  wrong']],
  [
    80,
    hint('tcp.dst = 22', 8, 9),
    [
      'hint: The ACL is stored, but without effect.',
      '      tcp.dst = 22',
      '              ^',
      '      Did you mean: tcp.dst == 22',
    ],
  ],
  [
    40,
    hint(MATCH, at, at + 1),
    [
      'hint: The ACL is stored, but without',
      '      effect.',
      '      …&& tcp.dst = 22 && ct.new',
      '                  ^',
      '      Did you mean: outport ==',
      '      "sw0-port1" && ip4.src ==',
      '      10.0.0.0/24 && tcp && tcp.dst ==',
      '      22 && ct.new',
    ],
  ],
  [
    40,
    { kind: 'hint', text: 'x', place: { line: MATCH, start: 0, end: 7 } },
    ['hint: x', '      outport == "sw0-port1" && ip4.s…', '      ^^^^^^^'],
  ],
  [
    40,
    { kind: 'hint', text: 'x', place: { line: 'a\tb', start: 3, end: 3 } },
    ['hint: x', '      a b', '         ^'],
  ],
];

it.each(LOOKS)('at %i columns: %j', (columns, remark, lines) => {
  expect(formatRemark(remark, painter(false), columns)).toBe(
    lines.map((line) => `${line}\n`).join(''),
  );
});
