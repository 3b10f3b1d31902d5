/** Tests the keys that move the cursor and edit the line. */
import { expect, it } from 'vitest';
import { editing, press, shown } from '../support/keys.js';

/** A line, keys, and the resulting line. */
const CASES: readonly (readonly [before: string, keys: string, after: string])[] = [
  // Typing
  ['|', "'abc'", 'abc|'],
  ['a|d', "'bc'", 'abc|d'],
  // Moving
  ['ab|c', 'left', 'a|bc'],
  ['ab|c', 'ctrl-b ctrl-b ctrl-b', '|abc'],
  ['ab|c', 'right right', 'abc|'],
  ['ab|c', 'ctrl-f', 'abc|'],
  ['one two|', 'home', '|one two'],
  ['one two|', 'ctrl-a', '|one two'],
  ['|one two', 'end', 'one two|'],
  ['|one two', 'ctrl-e', 'one two|'],
  ['sw0-port1 00:01|', 'alt-b', 'sw0-port1 00:|01'],
  ['sw0-port1 |', 'ctrl-left', 'sw0-|port1 '],
  ['sw0|-port1 x', 'alt-f', 'sw0-port1| x'],
  ['sw0 |  port1', 'ctrl-right', 'sw0   port1|'],
  ['|', 'alt-b alt-f left right home end', '|'],
  // Deleting
  ['ab|c', 'backspace', 'a|c'],
  ['ab|c', 'ctrl-h', 'a|c'],
  ['|abc', 'backspace', '|abc'],
  ['a|bc', 'delete', 'a|c'],
  ['abc|', 'delete', 'abc|'],
  // Cutting
  ['one two| three', 'ctrl-u', '| three'],
  ['one two| three', 'ctrl-k', 'one two|'],
  ['a outport=="x"|', 'ctrl-w', 'a |'],
  ['a outport=="x" |', 'ctrl-w', 'a |'],
  ['a outport=="x"|', 'alt-backspace', 'a outport=="|'],
  ['|one two', 'alt-d', '| two'],
  ['one|, two!', 'alt-d', 'one|!'],
  // Yanking
  ['one| two', 'ctrl-k ctrl-a ctrl-y', ' two|one'],
  ['one two three|', 'ctrl-w ctrl-w ctrl-y', 'one two three|'],
  ['|one two three', 'alt-d alt-d ctrl-e ctrl-y', ' threeone two|'],
  ['a b c|', 'ctrl-w left ctrl-w ctrl-y', 'a b| '],
  ['a|', 'ctrl-k ctrl-y', 'a|'],
  // Swapping
  ['ab|', 'ctrl-t', 'ba|'],
  ['a|b', 'ctrl-t', 'ba|'],
  ['ab|cd', 'ctrl-t', 'acb|d'],
  ['|ab', 'ctrl-t', '|ab'],
  ['a|', 'ctrl-t', 'a|'],
  ['|', 'ctrl-t', '|'],
  // A grapheme is one character
  ['e\u0301x|', 'left left', '|e\u0301x'],
  ['xe\u0301|', 'backspace', 'x|'],
  ['👩‍👩‍👧|x', 'left', '|👩‍👩‍👧x'],
  ['|👩‍👩‍👧x', 'delete', '|x'],
  ['🇩🇪🇫🇷|', 'backspace', '🇩🇪|'],
  ['漢字|', 'ctrl-t', '字漢|'],
  ['über größe|', 'alt-b', 'über |größe'],
  // Several lines
  ['one\ntw|o', 'up', 'on|e\ntwo'],
  ['on|e\ntwo', 'down', 'one\ntw|o'],
  ['a long one\nx\nlonger| here', 'up up', 'a| long one\nx\nlonger here'],
  ['one\n|two', 'left', 'one|\ntwo'],
  ['one|\ntwo', 'right', 'one\n|two'],
  ['one\ntw|o', 'home', 'one\n|two'],
  ['o|ne\ntwo', 'end', 'one|\ntwo'],
  ['one\ntw|o', 'ctrl-home', '|one\ntwo'],
  ['o|ne\ntwo', 'ctrl-end', 'one\ntwo|'],
  ['one\n|two', 'backspace', 'one|two'],
  ['o|ne\ntwo', 'ctrl-k ctrl-k', 'o|two'],
  ['one\ntw|o', 'ctrl-u', 'one\n|o'],
  ['a\n|b', 'ctrl-t', 'a\n|b'],
];

it.each(CASES)('%j, then %s', (before, keys, after) => {
  expect(shown(press(editing(before), keys))).toBe(after);
});
