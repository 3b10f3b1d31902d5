/** Tests rendering rows with Ink. */
import { render } from 'ink-testing-library';
import { expect, it } from 'vitest';
import { LiveRows } from '../../../src/ui/view/live-rows.js';
import type { Row } from '../../../src/ui/view/rows.js';

const drawn = (rows: readonly Row[]): string | undefined => {
  const { lastFrame, unmount } = render(<LiveRows rows={rows} />);
  const frame = lastFrame();
  // In continuous integration, Ink ends with an extra frame.
  unmount();
  return frame;
};

it('draws each row separately', () => {
  const rows: readonly Row[] = [
    [
      { text: '$ ', style: 'prompt' },
      { text: 'ls', style: 'plain' },
    ],
    [{ text: '> ', style: 'prompt' }],
    [],
    [{ text: 'search: x', style: 'quiet' }],
  ];
  expect(drawn(rows)).toBe('$ ls\n>\n\nsearch: x');
});

it('draws nothing for no rows', () => {
  expect(drawn([])).toBe('');
});

it('keeps a row that is as wide as the screen on one row', () => {
  const wide = 'x'.repeat(100);
  expect(drawn([[{ text: wide, style: 'plain' }], [{ text: 'y', style: 'plain' }]])).toBe(
    `${wide}\ny`,
  );
});

it('keeps leading spaces and wide characters', () => {
  expect(drawn([[{ text: '   漢字 👩‍👩‍👧 x', style: 'plain' }]])).toBe('   漢字 👩‍👩‍👧 x');
});
