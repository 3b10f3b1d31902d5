/** Splits text into graphemes and measures its width on a terminal. */
import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Matches text whose characters are all graphemes of one column. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Returns the graphemes of `text`, in order. */
export function graphemes(text: string): readonly string[] {
  if (PLAIN.test(text)) return text.split('');
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/**
 * Returns the offset one grapheme to the left of `at`, and not past the start of its line unless
 * `at` is there already.
 */
export function before(text: string, at: number): number {
  if (at <= 0) return 0;
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  if (lineStart === at) return at - 1;
  return at - (graphemes(text.slice(lineStart, at)).at(-1)?.length ?? 1);
}

/** Returns the offset one grapheme to the right of `at`. */
export function after(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const newline = text.indexOf('\n', at);
  if (newline === at) return at + 1;
  const rest = text.slice(at, newline < 0 ? text.length : newline);
  return at + (graphemes(rest)[0]?.length ?? 1);
}

/** Returns how many columns printable text takes on a terminal. */
export function width(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}
