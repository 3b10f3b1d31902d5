/** Formats an entered line as it stays on the screen: with its prompt and its colours. */
import type { LineSpan } from '../shell/session.js';
import { printable } from './output/printable.js';
import type { Painter } from './styles.js';
import { CONTINUATION } from './view/input-rows.js';

/**
 * Returns the lines to print for `text`. Sequences that would move the cursor are removed.
 *
 * @param spans the coloured parts of the text; mistakes are no longer marked, since the line ran
 */
export function formatEcho(
  text: string,
  prompt: string,
  spans: readonly LineSpan[],
  paint: Painter,
): string {
  let painted = '';
  let at = 0;
  const add = (until: number, style: Parameters<Painter>[0]): void => {
    // Each row is painted by itself, because a prompt comes between.
    const rows = printable(text.slice(at, until)).split('\n');
    painted += rows.map((row) => paint(style, row)).join('\n');
    at = until;
  };
  for (const { start, end, look } of spans) {
    add(start, 'plain');
    add(end, look === 'wrong' ? 'plain' : look);
  }
  add(text.length, 'plain');
  const [first = '', ...others] = painted.split('\n');
  const rows = [
    paint('prompt', prompt) + first,
    ...others.map((line) => paint('prompt', CONTINUATION) + line),
  ];
  return rows.map((row) => `${row}\n`).join('');
}
