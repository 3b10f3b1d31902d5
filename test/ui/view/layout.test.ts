/** Tests the layout of the live part of the screen. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LineReport } from '../../../src/shell/session.js';
import { width } from '../../../src/ui/editor/graphemes.js';
import { reduce } from '../../../src/ui/editor/reduce.js';
import type { Editor } from '../../../src/ui/editor/state.js';
import { editorView, runningView, type Size } from '../../../src/ui/view/layout.js';
import type { Row, View } from '../../../src/ui/view/rows.js';
import { editing, press } from '../support/keys.js';

/** Formats a view as text, with `|` as the cursor. */
function drawn({ rows, cursor }: View): readonly string[] {
  return rows.map((row, y) => {
    const text = row
      .map((span) => span.text)
      .join('')
      .trimEnd();
    if (y !== cursor.y) return text;
    // The cursor's column counts columns, not characters.
    let at = 0;
    while (at < text.length && width(text.slice(0, at)) < cursor.x) at++;
    return `${text.slice(0, at).padEnd(cursor.x - width(text.slice(0, at)) + at)}|${text.slice(at)}`;
  });
}

const at = (columns: number, rows: number): Size => ({ columns, rows });
const shown = (editor: Editor, size: Size) => drawn(editorView(editor, '$ ', size));
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}`);

describe('the line', () => {
  it.each([
    ['|', 20, ['$ |']],
    ['ls| -l', 20, ['$ ls| -l']],
    // Exactly as wide as the screen: the cursor is where the next character would go
    ['12345678|', 10, ['$ 12345678', '|']],
    ['1234567|', 10, ['$ 1234567|']],
    ['1234567890|ab', 10, ['$ 12345678', '90|ab']],
    ['123456|789012345678', 10, ['$ 123456|78', '9012345678']],
    // Wide characters are never cut in half
    ['漢字漢字|', 9, ['$ 漢字漢', '字|']],
    ['echo a\nb|\nc', 20, ['$ echo a', '> b|', '> c']],
    ['a\tb|', 20, ['$ a    b|']],
    ['a\x01|', 20, ['$ a^A|']],
    ['a\x9b5m\u202eb|', 20, ['$ a\\x9b5m\\u202eb|']],
  ] as const)('%j', (line, columns, rows) => {
    expect(shown(editing(line), at(columns, 24))).toEqual(rows);
  });

  it('shows the lines around the cursor if there are many', () => {
    const lines = numbered(200);
    const view = (before: number) =>
      shown(
        {
          ...editing('|'),
          text: lines.join('\n'),
          cursor: lines.slice(0, before).join('\n').length,
        },
        at(40, 7),
      );
    expect(view(200)).toEqual([
      '… 196 lines above',
      '> line 197',
      '> line 198',
      '> line 199',
      '> line 200|',
    ]);
    expect(view(100)).toEqual([
      '… 96 lines above',
      '> line 97',
      '> line 98',
      '> line 99',
      '> line 100|',
      '… 100 lines below',
    ]);
    expect(view(1)).toEqual(['$ line 1|', '> line 2', '> line 3', '> line 4', '… 196 lines below']);
  });

  it('shows the part around the cursor of a very long line', () => {
    expect(shown(editing(`${'x'.repeat(95)}|`), at(10, 5))).toEqual([
      '…',
      'xxxxxxxxxx',
      'xxxxxxx|',
    ]);
  });
});

describe('a search', () => {
  const history = ['ovn-nbctl show', 'ovs-vsctl show'];
  it.each([
    ['ctrl-r', ['$', 'search: |']],
    ["ctrl-r 'nb'", ['$ ovn-nbctl show', 'search: nb|']],
    ["ctrl-r 'nbx'", ['$', 'no older line with: nbx|']],
  ])('%s', (keys, rows) => {
    expect(shown(press(editing('|', history), keys), at(40, 24))).toEqual(rows);
  });

  it('marks the match', () => {
    const { rows } = editorView(press(editing('|', history), "ctrl-r 'nb'"), '$ ', at(40, 24));
    expect(rows[0]?.find((span) => span.style === 'match')?.text).toBe('nb');
  });
});

describe('remarks', () => {
  const report: LineReport = {
    spans: [
      { start: 0, end: 3, look: 'name' },
      { start: 4, end: 7, look: 'wrong' },
    ],
    problem: { start: 4, end: 7, message: 'there is no switch sw9' },
    usage: {
      text: 'acl SWITCH PRIORITY MATCH',
      current: [{ start: 4, end: 10 }],
      summary: 'add an access control list',
    },
    continuation: '',
  };
  const remarked = (size: Size, from = report) =>
    editorView(editing('acl sw9|'), '$ ', size, from).rows;
  const texts = (rows: readonly Row[]) => rows.map((row) => row.map(({ text }) => text).join(''));

  it('are below the line: the mistake, then the usage', () => {
    expect(texts(remarked(at(60, 24)))).toEqual([
      '$ acl sw9',
      '! there is no switch sw9',
      'acl SWITCH PRIORITY MATCH  add an access control list',
    ]);
    expect(texts(remarked(at(20, 10)))).toEqual([
      '$ acl sw9',
      '! there is no switch',
      '  sw9',
      'acl SWITCH PRIORITY…',
    ]);
  });

  it('keep the current argument on the screen', () => {
    const usage = {
      text: 'acl SWITCH PRIORITY MATCH',
      current: [{ start: 20, end: 25 }],
      summary: '',
    };
    expect(texts(remarked(at(16, 10), { ...report, problem: undefined, usage }))).toEqual([
      '$ acl sw9',
      '… PRIORITY MATCH',
    ]);
  });

  it('leave the line on a low screen', () => {
    expect(texts(remarked(at(40, 3)))).toEqual(['$ acl sw9']);
  });

  it('mark the current argument, and colour the line', () => {
    const [line = [], , usage = []] = remarked(at(60, 24));
    expect(line.map(({ text, style }) => `${style}:${text}`)).toEqual([
      'prompt:$ ',
      'name:acl',
      'plain: ',
      'wrong:sw9',
    ]);
    expect(usage.find(({ style }) => style === 'current')?.text).toBe('SWITCH');
  });

  it('give way to nothing else: a suggestion follows the line', () => {
    const editor = reduce(editing('acl|'), { type: 'suggest', ghost: '-add sw0\nmore' });
    const [row = []] = editorView(editor, '$ ', at(60, 24)).rows;
    expect(row.at(-1)).toEqual({ text: '-add sw0 …', style: 'quiet' });
    expect(editorView(editor, '$ ', at(60, 24)).cursor).toEqual({ x: 5, y: 0 });
  });
});

describe('a menu', () => {
  it('shows descriptions, one candidate in a row', () => {
    const candidates = [
      { text: 'sw0', help: '2 ports' },
      { text: 'sw1-long', help: 'a description that is too long' },
      { text: 'sw2' },
    ];
    const editor = reduce(editing('|'), { type: 'complete', from: 0, candidates });
    expect(shown(editor, at(30, 24)).slice(1)).toEqual([
      'sw0       2 ports',
      'sw1-long  a description that …',
      'sw2',
    ]);
  });

  const menu = (count: number, size: Size, choices = 0): readonly string[] => {
    const candidates = numbered(count).map((word) => ({ text: word.replace(' ', '-') }));
    let editor = reduce(editing('|'), { type: 'complete', from: 0, candidates });
    for (let i = 0; i < choices; i++) editor = reduce(editor, { type: 'choose', by: 1 });
    return shown(editor, size);
  };

  it('has columns, as in `ls`', () => {
    expect(menu(7, at(24, 24))).toEqual([
      '$ line-|',
      'line-1  line-4  line-7',
      'line-2  line-5',
      'line-3  line-6',
    ]);
  });

  it('shows control characters of names as escapes, in columns wide enough', () => {
    const names = ['p\x9b31m', 'p\x1b[2J', 'p\x90q'].map((text) => ({ text }));
    const menu = reduce(editing('p|'), { type: 'complete', from: 0, candidates: names });
    expect(shown(menu, at(40, 24))).toEqual(['$ p|', 'p\\x9b31m  p^[[2J    p\\x90q']);
  });

  it('shows one page of many candidates, and the number of the others', () => {
    expect(menu(100, at(30, 24))).toEqual([
      '$ line-|',
      'line-1    line-6    line-11',
      'line-2    line-7    line-12',
      'line-3    line-8    line-13',
      'line-4    line-9    line-14',
      'line-5    line-10   line-15',
      '… 85 more: Tab shows them, or…',
    ]);
  });

  it('shows the page of the chosen candidate', () => {
    expect(menu(20, at(30, 24), 17)).toEqual([
      '$ line-17|',
      'line-16  line-18  line-20',
      'line-17  line-19',
      '… end of list',
    ]);
  });
});

describe('a running command', () => {
  const size = at(40, 24);
  it.each([
    [{ elapsed: 400, unfinished: '', stopping: false }, ['|running, Control-C stops it']],
    [
      { elapsed: 12_345, unfinished: '', stopping: false },
      ['|running for 12 s, Control-C stops it'],
    ],
    [{ elapsed: 400, unfinished: '50%', stopping: false }, ['50%', '|running, Control-C stops it']],
    [{ elapsed: 400, unfinished: '', stopping: true }, ['|stopping']],
  ])('%j', (running, rows) => {
    expect(drawn(runningView(running, size))).toEqual(rows);
  });
});

it('never fills the screen, and stays within it', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', ' ', '\n', '\t', '漢', '👩‍👩‍👧', '\x01'),
    maxLength: 400,
  });
  const size = fc.record({
    columns: fc.integer({ min: 8, max: 90 }),
    rows: fc.integer({ min: 2, max: 30 }),
  });
  fc.assert(
    fc.property(
      text,
      fc.nat(),
      size,
      fc.constantFrom('', 'menu', 'search'),
      (typed, place, room, mode) => {
        const parts = [...new Intl.Segmenter().segment(typed)].map(({ segment }) => segment);
        const cursor = parts.slice(0, place % (parts.length + 1)).join('').length;
        let editor: Editor = { ...editing('|', [typed]), text: typed, cursor };
        if (mode === 'menu')
          editor = reduce(editor, {
            type: 'complete',
            from: 0,
            candidates: numbered(80).map((text) => ({ text })),
          });
        if (mode === 'search') editor = press(editor, "ctrl-r 'a'");
        const view = editorView(editor, 'prompt$ ', room);
        expect(view.rows.length).toBeLessThanOrEqual(Math.min(12, room.rows - 1));
        for (const row of view.rows) {
          expect(width(row.map((span) => span.text).join(''))).toBeLessThanOrEqual(room.columns);
        }
        expect(view.cursor.x).toBeLessThan(room.columns);
        expect(view.cursor.y).toBeLessThan(view.rows.length);
      },
    ),
    { numRuns: 300 },
  );
});
