/** Tests the colours of differences. */
import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { differenceColours, printsDifferences } from '../../src/ui/difference-colours.js';
import { painter } from '../../src/ui/styles.js';

it.each([
  ['sandbox diff', true],
  ['sandbox  diff a now | head', true],
  ['sandbox snapshot save diff', false],
  ['diff a b', false],
])('%s: %s', (command, expected) => {
  expect(printsDifferences(command)).toBe(expected);
});

it('marks removed and added lines, and changes no text', () => {
  const text = 'OVN_Northbound\n- ACL a\n+ ACL b\n\n';
  const coloured = differenceColours(text, painter(true));
  expect(coloured.split('\n').slice(1, 3)).toEqual([
    '\x1b[31m- ACL a\x1b[0m',
    '\x1b[32m+ ACL b\x1b[0m',
  ]);
  expect(stripVTControlCharacters(coloured)).toBe(text);
  expect(differenceColours(text, painter(false))).toBe(text);
});
