/** Tests Tab completion in the line editor. */
import { expect, it } from 'vitest';
import { commonPrefix } from '../../../src/ui/editor/completion.js';
import { reduce } from '../../../src/ui/editor/reduce.js';
import { editing, press, shown } from '../support/keys.js';

const PORTS = ['sw0-port1', 'sw0-port2', 'sw0-router'];

/** Returns the result of completing the word that starts at `from`. */
const completed = (before: string, from: number, candidates: readonly string[]) =>
  reduce(editing(before), {
    type: 'complete',
    from,
    candidates: candidates.map((text) => (/[/:]$/.test(text) ? { text, open: true } : { text })),
  });

it.each([
  ['nothing known', 'foo x|', 4, [], 'foo x|'],
  ['one word', 'foo x|', 4, ['xyz'], 'foo xyz |'],
  ['one word, already whole', 'foo xyz|', 4, ['xyz'], 'foo xyz |'],
  ['one word, before a space', 'foo x| bar', 4, ['xyz'], 'foo xyz| bar'],
  ['a folder', 'ls ov|', 3, ['ovn/'], 'ls ovn/|'],
  ['a key of a map', 'set x|', 4, ['x:'], 'set x:|'],
  ['the common beginning of several', 'get |', 4, PORTS, 'get sw0-|'],
  ['nothing in common', 'get |', 4, ['a', 'b'], 'get |'],
  ['several, in the middle', 'get s|, x', 4, PORTS, 'get sw0-|, x'],
] as const)('%s', (_, before, from, candidates, after) => {
  expect(shown(completed(before, from, candidates))).toBe(after);
});

it.each([
  ['', 'get sw0-|', true],
  ["'p'", 'get sw0-p|', false],
  ['escape', 'get sw0-|', false],
  ['left', 'get sw0|-', false],
] as const)('an open menu, then %s', (keys, after, open) => {
  const editor = press(completed('get s|', 4, PORTS), keys);
  expect(shown(editor)).toBe(after);
  expect(editor.menu !== undefined).toBe(open);
});

it.each([
  ['down', 'get sw0-port1|'],
  ['down down', 'get sw0-port2|'],
  ['up', 'get sw0-router|'],
  ['down ctrl-n', 'get sw0-port2|'],
  ['down escape', 'get sw0-|'],
  ["down 'x'", 'get sw0-port1x|'],
] as const)('an open menu, then %s', (keys, after) => {
  expect(shown(press(completed('get s|', 4, PORTS), keys))).toBe(after);
});

it('takes the choice, with a space if the word is whole', () => {
  const take = (candidates: readonly string[], before = 'get |') =>
    shown(reduce(press(completed(before, 4, candidates), 'down'), { type: 'take' }));
  expect(take(['sw0', 'sw1'])).toBe('get sw0 |');
  expect(take(['ovn/', 'ovs'])).toBe('get ovn/|');
  expect(take(['sw0', 'sw1'], 'get | x')).toBe('get sw0| x');
});

it('wraps around the menu in both directions', () => {
  let editor = completed('get s|;', 4, PORTS);
  const seen = ([1, 1, 1, 1, -1, -1] as const).map((by) => {
    editor = reduce(editor, { type: 'choose', by });
    return shown(editor);
  });
  expect(seen).toEqual([
    'get sw0-port1|;',
    'get sw0-port2|;',
    'get sw0-router|;',
    'get sw0-port1|;',
    'get sw0-router|;',
    'get sw0-port2|;',
  ]);
  expect(shown(press(editor, 'escape'))).toBe('get sw0-|;');
  expect(shown(press(editor, "'x'"))).toBe('get sw0-port2x|;');
});

it('starts at the end when walked backwards', () => {
  const editor = reduce(completed('get s|', 4, PORTS), { type: 'choose', by: -1 });
  expect(shown(editor)).toBe('get sw0-router|');
});

it('never splits a character', () => {
  expect(commonPrefix(['a👩‍👩‍👧', 'a👩‍👩‍👦'])).toBe('a');
  expect(commonPrefix(['\u{1f600}', '\u{1f601}'])).toBe('');
});
