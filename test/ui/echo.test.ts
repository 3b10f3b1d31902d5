/** Tests how entered lines stay on the screen. */
import { expect, it } from 'vitest';
import { formatEcho } from '../../src/ui/echo.js';
import { painter } from '../../src/ui/styles.js';

it('prints the line after its prompt, and further rows after another one', () => {
  expect(formatEcho("echo 'a\nb'", '$ ', [], painter(false))).toBe("$ echo 'a\n> b'\n");
});

it('keeps the colours of the line, row by row', () => {
  const spans = [
    { start: 0, end: 4, look: 'name' },
    { start: 5, end: 10, look: 'string' },
  ] as const;
  expect(formatEcho("echo 'a\nb'", '$ ', spans, painter(true))).toBe(
    "\x1b[36m$ \x1b[0m\x1b[1mecho\x1b[0m \x1b[32m'a\x1b[0m\n\x1b[36m> \x1b[0m\x1b[32mb'\x1b[0m\n",
  );
});

it('does not mark mistakes', () => {
  const spans = [{ start: 0, end: 2, look: 'wrong' }] as const;
  expect(formatEcho('xx', '$ ', spans, painter(true))).toBe('\x1b[36m$ \x1b[0mxx\n');
});

it('removes sequences that move the cursor', () => {
  expect(formatEcho('a\x1b[5Ab', '$ ', [], painter(true))).toBe('\x1b[36m$ \x1b[0mab\n');
});
