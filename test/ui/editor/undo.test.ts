/** Tests undoing changes of the line, and suggestions for the rest of it. */
import { describe, expect, it } from 'vitest';
import { reduce } from '../../../src/ui/editor/reduce.js';
import { editing, press, shown } from '../support/keys.js';

const HISTORY = ['ovn-nbctl show', 'ovs-vsctl show'];

const UNDONE: readonly (readonly [before: string, keys: string, after: string])[] = [
  ['|', 'ctrl-_', '|'],
  // A word is one change
  ['|', "'a' 'b' 'c' ctrl-_", '|'],
  ['|', "'a' 'b' ' ' 'c' 'd' ctrl-_", 'ab |'],
  ['|', "'a' 'b' ' ' 'c' 'd' ctrl-_ ctrl-_", 'ab|'],
  ['|', "'a' 'b' ' ' 'c' 'd' ctrl-_ ctrl-_ ctrl-_ ctrl-_", '|'],
  // A motion starts a new change
  ['|', "'a' left 'b' ctrl-_", '|a'],
  ['ab cd|', 'ctrl-w ctrl-_', 'ab cd|'],
  ['ab cd|', 'ctrl-w ctrl-y ctrl-y ctrl-_', 'ab cd|'],
  ['ab|cd', 'backspace backspace ctrl-_', 'a|cd'],
  ['ab|', 'ctrl-t ctrl-_', 'ab|'],
  // The history and a search are changes of the line
  ['ov|', 'up ctrl-_', 'ov|'],
  ['ov|', "ctrl-r 'n' 'b' escape ctrl-_", 'ov|'],
  ['ov|', "ctrl-r 'n' 'b' ctrl-_", 'ov|'],
];

it.each(UNDONE)('%j, then %s', (before, keys, after) => {
  expect(shown(press(editing(before, HISTORY), keys))).toBe(after);
});

it('undoes a choice from the menu at once', () => {
  const candidates = ['port1', 'port2'].map((text) => ({ text }));
  const editor = reduce(editing('get p|'), { type: 'complete', from: 4, candidates });
  expect(shown(press(editor, 'down down ctrl-_'))).toBe('get p|');
});

it('forgets the changes of an entered line', () => {
  const editor = reduce(press(editing('|'), "'a' 'b'"), { type: 'clear' });
  expect(shown(press(editor, 'ctrl-_'))).toBe('|');
});

describe('a suggestion', () => {
  const pressed = (keys: string, ghost = 'nbctl show sw0') =>
    press(reduce(editing('ovn-|'), { type: 'suggest', ghost }), keys);

  it.each([
    ['right', 'ovn-nbctl show sw0|'],
    ['end', 'ovn-nbctl show sw0|'],
    ['ctrl-f', 'ovn-nbctl show sw0|'],
    ['alt-f', 'ovn-nbctl|'],
    ['left', 'ovn|-'],
    ["'s'", 'ovn-s|'],
    ['backspace', 'ovn|'],
    ['right ctrl-_', 'ovn-|'],
  ] as const)('then %s', (keys, line) => {
    expect(shown(pressed(keys))).toBe(line);
    expect(pressed(keys).ghost).toBe('');
  });

  it('is only taken at the end of the line', () => {
    const editor = reduce(editing('ov|n'), { type: 'suggest', ghost: 'x' });
    expect(shown(press(editor, 'right'))).toBe('ovn|');
  });
});
