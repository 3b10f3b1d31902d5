/** Formats the remarks of the shell. */
import type { Remark } from '../shell/remark.js';
import { printable } from './output/printable.js';
import type { Painter, Style } from './styles.js';

const LOOKS: Readonly<
  Record<Remark['kind'], { readonly style: Style; readonly wrap: (text: string) => string }>
> = {
  change: { style: 'quiet', wrap: (text) => `(${text})` },
  warning: { style: 'warning', wrap: (text) => `! ${text}` },
  hint: { style: 'hint', wrap: (text) => `hint: ${text}` },
};

/** Returns the line to print for a remark. */
export function formatRemark({ kind, text }: Remark, paint: Painter): string {
  const { style, wrap } = LOOKS[kind];
  return `${paint(style, wrap(printable(text)))}\n`;
}
