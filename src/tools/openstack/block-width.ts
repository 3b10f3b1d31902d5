/** Measures text as prettytable 0.7.2 does, which knows the wide scripts only roughly. */

/** Code points that take two columns: CJK, Hangul, kana, full-width forms and CJK punctuation. */
const WIDE: readonly (readonly [first: number, last: number])[] = [
  [0x4e00, 0x9fff],
  [0xac00, 0xd7af],
  [0x3040, 0x30ff],
  [0xff01, 0xff60],
  [0x3000, 0x303e],
];

const COMBINING = /^\p{Mn}$/u;

/** Returns the number of columns of a text. Mirrors `_str_block_width()`. */
export function blockWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

function widthOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code < 0x7f) return 1;
  if (code === 0x08 || code === 0x7f) return -1;
  if (code === 0 || code === 0x1f) return 0;
  if (COMBINING.test(character)) return 0;
  return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}
