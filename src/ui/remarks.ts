/** Formats the remarks of the shell. */
import { wrapLines } from '../lib/wrap.js';
import type { Hint, Remark } from '../shell/remark.js';
import { width } from './editor/graphemes.js';
import { printable } from './output/printable.js';
import type { Painter, Style } from './styles.js';

const LOOKS: Readonly<
  Record<Remark['kind'], { readonly style: Style; readonly before: string; readonly after: string }>
> = {
  change: { style: 'quiet', before: '(', after: ')' },
  warning: { style: 'warning', before: '! ', after: '' },
  hint: { style: 'hint', before: 'hint: ', after: '' },
  note: { style: 'quiet', before: '(', after: ')' },
};

/** Returns the lines to print for a remark on a terminal of this width. */
export function formatRemark(remark: Remark, paint: Painter, columns: number): string {
  const { style, before, after } = LOOKS[remark.kind];
  const hang = before.length;
  const wrap = (text: string) => wrapLines(text, columns, { measure: width, hang });
  const margin = ' '.repeat(hang);
  const { place, instead } = remark;
  const lines = [
    ...wrap(`${before}${printable(remark.text)}${after}`).split('\n'),
    ...(place === undefined ? [] : pointer(place, columns - hang).map((line) => margin + line)),
    ...(instead === undefined ? [] : wrap(`${margin}Did you mean: ${shown(instead)}`).split('\n')),
  ];
  return lines.map((line) => `${paint(style, line)}\n`).join('');
}

/** Returns text on one line, with one character for each. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: this is about control characters
const shown = (text: string): string => text.replace(/[\x00-\x1f\x7f-\x9f]/g, ' ');

/** Returns the part of a line around the place, and a line with carets below it. */
function pointer(
  { line, start, end }: NonNullable<Hint['place']>,
  columns: number,
): readonly string[] {
  const text = shown(line);
  const fits = width(text) < columns;
  const from = fits || start < columns / 2 ? 0 : start - Math.floor(columns / 3);
  const excerpt = `${from > 0 ? '…' : ''}${text.slice(from, fits ? undefined : from + columns - 3)}`;
  const cut = from + columns - 3 < text.length && !fits;
  const before = width(text.slice(from, start)) + (from > 0 ? 1 : 0);
  const carets = Math.max(1, Math.min(width(text.slice(start, end)), columns - before - 1));
  return [`${excerpt}${cut ? '…' : ''}`, ' '.repeat(before) + '^'.repeat(carets)];
}
