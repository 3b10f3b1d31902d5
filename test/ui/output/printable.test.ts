/** Tests which escape sequences of commands reach the terminal. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { printable } from '../../../src/ui/output/printable.js';

const ESC = '\x1b';
const SGR = new RegExp(`${ESC}\\[[\\d;:]*m`, 'g');
const CLEAR = '\x1b[H\x1b[2J';

it.each([
  ['plain text\n', 'plain text\n'],
  ['tab\tand bell\x07', 'tab\tand bell\x07'],
  ['grüß 漢字 👩‍👩‍👧', 'grüß 漢字 👩‍👩‍👧'],
  ['one\r\ntwo\r\r\n', 'one\ntwo\n'],
  ['10%\r20%\n', '10%\r20%\n'],
  // Colours pass, and end where the text does
  ['\x1b[1;31mred\x1b[0m', '\x1b[1;31mred\x1b[0m\x1b[0m'],
  ['\x1b[38:2::1:2:3mx', '\x1b[38:2::1:2:3mx\x1b[0m'],
  // So does clearing the screen, in the sequences that programs use
  ['\x1b[H\x1b[2J', CLEAR],
  ['\x1b[2J\x1b[H', CLEAR],
  ['\x1b[H\x1b[2J\x1b[3J', CLEAR],
  // Nothing else does
  ['a\x1b[5Ab', 'ab'],
  ['a\x1b[Hb\x1b[2Jc', 'abc'],
  ['a\x1b[?1049hb', 'ab'],
  ['a\x1b[6nb', 'ab'],
  ['a\x1b]0;title\x07b', 'ab'],
  ['a\x1b]52;c;aGk=\x1b\\b', 'ab'],
  ['a\x1b]never ended\nb', 'a\nb'],
  ['a\x1bP+q\x1b\\b', 'ab'],
  ['a\x1bcb\x1b(0c', 'abc'],
  ['a\u009b5Ab', 'ab'],
  ['a\x00\x08\x0b\x0c\x0e\x7fb', 'ab'],
  ['a\x1b', 'a'],
  ['a\x1b[', 'a'],
])('%j', (text, expected) => {
  expect(printable(text)).toBe(expected);
});

it('passes only text and colours', () => {
  const part = fc.constantFrom(...'\x1b[]P2JHm;?x\n\x9b\x07\r');
  const harmless = new Set('[]P2JHm;?x\n\x07\r');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const left = printable(parts.join('')).replaceAll(CLEAR, '').replace(SGR, '');
      expect([...left].filter((char) => !harmless.has(char))).toEqual([]);
    }),
  );
});
