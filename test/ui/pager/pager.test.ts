/** Tests the pager: its keys, and what it shows. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { width } from '../../../src/ui/editor/graphemes.js';
import { newPager, type Pager, pressPager } from '../../../src/ui/pager/pager.js';
import { pagerView } from '../../../src/ui/pager/pager-view.js';
import type { Size } from '../../../src/ui/view/layout.js';

const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => `line ${i + 1}\n`).join('');

const SIZE: Size = { columns: 40, rows: 6 };

/** Presses keys, separated by spaces; letters are text. */
function press(pager: Pager, keys: string, size = SIZE): Pager | undefined {
  let state: Pager | undefined = pager;
  for (const key of keys.split(' ').filter((part) => part !== '')) {
    const isText = key.length === 1 || key.startsWith('/');
    const token = isText ? ({ kind: 'text', text: key } as const) : ({ kind: 'key', key } as const);
    state = state && pressPager(state, token, size);
  }
  return state;
}

const texts = (pager: Pager, size = SIZE) =>
  pagerView(pager, size).rows.map((row) => row.map(({ text }) => text).join(''));

describe('the pager', () => {
  it.each([
    ['', 1],
    ['down', 2],
    ['j j k', 2],
    ['space', 1],
    ['f', 5],
    ['pagedown pagedown', 9],
    ['G', 96],
    ['end up', 95],
    ['G b', 92],
    ['G g', 1],
    ['d', 4],
    ['up', 1],
    ['/50 enter', 50],
    ['/9 enter n n', 29],
    ['/9 enter n N', 9],
    ['/LINE enter', 1],
    ['/nothing enter', 1],
    ['/9 backspace backspace enter', 2],
    ['/7 escape', 1],
  ])('after %j starts at line %i', (keys, first) => {
    const pager = press(newPager(numbered(100)), keys);
    expect(pager && texts(pager)[0]).toBe(`line ${first}`);
  });

  it.each(['q', 'escape', 'ctrl-c', 'down Q'])('ends with %s', (keys) => {
    expect(press(newPager(numbered(100)), keys)).toBeUndefined();
  });

  it('fills the screen, and says where it is', () => {
    expect(texts(newPager(numbered(100)))).toEqual([
      'line 1',
      'line 2',
      'line 3',
      'line 4',
      'line 5',
      '1-5 of 100  q leaves, / searches, arro…',
    ]);
    expect(texts(newPager('only\n'))).toEqual([
      'only',
      '~',
      '~',
      '~',
      '~',
      '1-1 of 1  q leaves, / searches, arrows…',
    ]);
  });

  it('marks what was found', () => {
    const pager = press(newPager('a tcp b\n'), '/tcp enter');
    const [row = []] = pager ? pagerView(pager, SIZE).rows : [];
    expect(row.map(({ text, style }) => `${style}:${text}`)).toEqual([
      'plain:a ',
      'chosen:tcp',
      'plain: b',
    ]);
  });

  it('says that nothing was found', () => {
    const pager = press(newPager('a\n'), '/tcp enter');
    expect(pager && texts(pager).at(-1)).toBe('nothing more with: tcp');
  });

  it('shows neither colours nor tabs of the text itself', () => {
    expect(texts(newPager('\x1b[31mred\x1b[0m\tx\n'))[0]).toBe('red     x');
  });
});

describe('a flow listing', () => {
  const flow = (n: number) =>
    `  table=${n}(   ls_in_acl), priority= 1002, match=(outport == "sw0-port1" && ip4), action=(next;)\n`;
  const listing = `Datapath: x  Pipeline: ingress\n${[1, 2, 3, 4, 5, 6, 7].map(flow).join('')}`;
  const size = { columns: 60, rows: 5 };

  it('keeps its heading', () => {
    const pager = press(newPager(listing), 'down down', size);
    expect(pager && texts(pager, size).map((row) => row.slice(0, 30))).toEqual([
      'Datapath: x  Pipeline: ingress',
      '  table=2(   ls_in_acl), prior',
      '  table=3(   ls_in_acl), prior',
      '  table=4(   ls_in_acl), prior',
      '3-5 of 8  q leaves, / searches',
    ]);
  });

  it('keeps the stage and the priority while it moves sideways', () => {
    const pager = press(newPager(listing), 'right', size);
    expect(pager && texts(pager, size).slice(0, 2)).toEqual([
      'Datapath: x  Pipeline: ingress',
      'ls_in_acl priority= 1002 … match=(outport == "sw0-port1" &&…',
    ]);
    const back = press(newPager(listing), 'right left', size);
    expect(back && texts(back, size)).toEqual(texts(newPager(listing), size));
  });

  it('marks lines that are cut', () => {
    expect(texts(newPager(listing), size)[1]).toBe(
      '  table=1(   ls_in_acl), priority= 1002, match=(outport == …',
    );
  });
});

it('never draws outside of the screen', () => {
  const line = fc.string({ unit: fc.constantFrom('a', ' ', '漢', '\t', '\x07', 'table=1', ', ') });
  const key = fc.constantFrom('right', 'left', 'down', 'end', 'pagedown', '/a', 'enter', 'n');
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 30 }),
      fc.array(key, { maxLength: 12 }),
      fc.record({
        columns: fc.integer({ min: 1, max: 60 }),
        rows: fc.integer({ min: 2, max: 20 }),
      }),
      (lines, keys, size) => {
        const pager = press(newPager(lines.join('\n')), keys.join(' '), size);
        if (pager === undefined) return;
        const { rows, cursor } = pagerView(pager, size);
        expect(rows.length).toBe(size.rows);
        for (const row of rows) {
          expect(width(row.map(({ text }) => text).join(''))).toBeLessThanOrEqual(size.columns);
        }
        expect(cursor.x).toBeLessThanOrEqual(size.columns);
      },
    ),
    { numRuns: 300 },
  );
});
