/** Formats the remarks of the shell. */
import { wrapLines } from '../lib/wrap.js';
import type { Remark } from '../shell/remark.js';
import { width } from './editor/graphemes.js';
import { printable } from './output/printable.js';
import type { Painter, Style } from './styles.js';

const LOOKS: Readonly<
  Record<Remark['kind'], { readonly style: Style; readonly wrap: (text: string) => string }>
> = {
  change: { style: 'quiet', wrap: (text) => `(${text})` },
  warning: { style: 'warning', wrap: (text) => `! ${text}` },
  hint: { style: 'hint', wrap: (text) => `hint: ${text}` },
};

/** Returns the lines to print for a remark on a terminal of this width. */
export function formatRemark({ kind, text }: Remark, paint: Painter, columns: number): string {
  const { style, wrap } = LOOKS[kind];
  const hang = wrap('').replace(')', '').length;
  const lines = wrapLines(wrap(printable(text)), columns, { measure: width, hang }).split('\n');
  return lines.map((line) => `${paint(style, line)}\n`).join('');
}
