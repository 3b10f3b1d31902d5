/** Tests moving through and searching the history. */
import { describe, expect, it } from 'vitest';
import { HISTORY_LIMIT, historyOf, remember } from '../../../src/ui/editor/history.js';
import { editing, press, shown } from '../support/keys.js';

const HISTORY = ['ovn-nbctl show', 'ovn-sbctl show', 'for i in 1\ndo echo\ndone', 'ovs-vsctl show'];

const WALKS: readonly (readonly [before: string, keys: string, after: string])[] = [
  ['|', 'up', 'ovs-vsctl show|'],
  ['|', 'ctrl-p ctrl-n', '|'],
  ['dra|ft', 'up', 'ovs-vsctl show|'],
  ['dra|ft', 'up down', 'draft|'],
  ['|', 'down', '|'],
  // Only the entries that start with what was typed
  ['ovn|', 'up', 'ovn-sbctl show|'],
  ['ovn|', 'up up', 'ovn-nbctl show|'],
  ['ovn|', 'up up up', 'ovn-nbctl show|'],
  ['ovn|', 'up up down down', 'ovn|'],
  ['ovn|', 'ctrl-p', 'ovs-vsctl show|'],
  ['nothing|', 'up', 'nothing|'],
  // Through the lines of one entry, then to the next entry
  ['|', 'up up', 'for i in 1\ndo echo\ndone|'],
  ['|', 'up up up', 'for i in 1\ndo e|cho\ndone'],
  ['|', 'up up up up up', 'ovn-sbctl show|'],
  ['|', 'ctrl-p ctrl-p ctrl-p ctrl-p ctrl-p ctrl-p', 'ovn-nbctl show|'],
  // Searching
  ['|', "ctrl-r 'show'", 'ovs-vsctl |show'],
  ['|', "ctrl-r 'show' ctrl-r", 'ovn-sbctl |show'],
  ['|', "ctrl-r 'show' ctrl-r ctrl-r ctrl-s", 'ovn-sbctl |show'],
  ['|', "ctrl-r 'ovn'", '|ovn-sbctl show'],
  ['|', "ctrl-r 'o' 'v' 'n' '-n'", '|ovn-nbctl show'],
  ['|', "ctrl-r 'ovn-nX' backspace", '|ovn-nbctl show'],
  ['kept|', "ctrl-r 'show' ctrl-g", 'kept|'],
  ['kept|', "ctrl-r 'nothing like it'", 'kept|'],
  ['kept|', "ctrl-r 'sb' backspace backspace", 'kept|'],
  ['|', "ctrl-r 'sbctl' escape", 'ovn-|sbctl show'],
  ['|', "ctrl-r 'sbctl' ctrl-e 'x'", 'ovn-sbctl showx|'],
  ['|', "ctrl-r 'sbctl' escape 'x'", 'ovn-x|sbctl show'],
  // From the place where the search ended
  ['|', "ctrl-r 'sbctl' escape up", 'ovn-nbctl show|'],
  ['dra|ft', "ctrl-r 'vsctl' escape down", 'draft|'],
];

it.each(WALKS)('%j, then %s', (before, keys, after) => {
  expect(shown(press(editing(before, HISTORY), keys))).toBe(after);
});

it('reports that nothing was found', () => {
  const failed = (keys: string) => press(editing('|', HISTORY), keys).search?.failed;
  expect(failed("ctrl-r 'ovn'")).toBe(false);
  expect(failed("ctrl-r 'ovn-x'")).toBe(true);
  expect(failed("ctrl-r 'nbctl' ctrl-r")).toBe(true);
});

describe('the history', () => {
  const lines = (...entered: string[]) => entered.reduce(remember, historyOf([])).entries;

  it('keeps the last of equal lines', () => {
    expect(lines('a', 'b', 'a')).toEqual(['b', 'a']);
  });

  it('keeps neither blank lines nor lines with a leading space', () => {
    expect(lines('a', '', '   ', ' secret')).toEqual(['a']);
  });

  it('is bounded', () => {
    const many = Array.from({ length: HISTORY_LIMIT + 10 }, (_, i) => `line ${i}`);
    expect(historyOf(many).entries).toEqual(many.slice(10));
  });
});
