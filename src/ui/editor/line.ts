/** A text with a cursor, and the basic motions and edits of a line editor. */
import { after, before, graphemes } from './graphemes.js';

export interface Line {
  readonly text: string;
  /** An offset in `text`, always on a grapheme boundary. */
  readonly cursor: number;
}

export const EMPTY_LINE: Line = { text: '', cursor: 0 };

/** A place to move the cursor to, or to delete up to. */
export type Motion =
  | 'left'
  | 'right'
  | 'word-left'
  | 'word-right'
  /** To the start of the word that ends at a blank. */
  | 'blank-left'
  | 'line-start'
  | 'line-end'
  | 'start'
  | 'end';

const WORD = /[\p{L}\p{M}\p{N}_]/u;
const NOT_BLANK = /\S/;

/** Skips characters that are not part of a word, then the word. */
function skipLeft(text: string, cursor: number, part: RegExp): number {
  const gone = (at: number, wanted: boolean): number => {
    let place = at;
    while (place > 0 && part.test(text.slice(before(text, place), place)) === wanted) {
      place = before(text, place);
    }
    return place;
  };
  return gone(gone(cursor, false), true);
}

function skipRight(text: string, cursor: number, part: RegExp): number {
  const gone = (at: number, wanted: boolean): number => {
    let place = at;
    while (place < text.length && part.test(text.slice(place, after(text, place))) === wanted) {
      place = after(text, place);
    }
    return place;
  };
  return gone(gone(cursor, false), true);
}

/** Returns the offset of the start of the line that `cursor` is in. */
export const lineStart = (text: string, cursor: number): number =>
  cursor === 0 ? 0 : text.lastIndexOf('\n', cursor - 1) + 1;

/** Returns the offset of the end of the line that `cursor` is in. */
export const lineEnd = (text: string, cursor: number): number => {
  const newline = text.indexOf('\n', cursor);
  return newline < 0 ? text.length : newline;
};

/** Returns the offset that `motion` leads to. */
export function target({ text, cursor }: Line, motion: Motion): number {
  switch (motion) {
    case 'left':
      return before(text, cursor);
    case 'right':
      return after(text, cursor);
    case 'word-left':
      return skipLeft(text, cursor, WORD);
    case 'word-right':
      return skipRight(text, cursor, WORD);
    case 'blank-left':
      return skipLeft(text, cursor, NOT_BLANK);
    case 'line-start':
      return lineStart(text, cursor);
    case 'line-end':
      return lineEnd(text, cursor);
    case 'start':
      return 0;
    case 'end':
      return text.length;
  }
}

/** Returns the line with `text` inserted at the cursor. */
export function insert(line: Line, text: string): Line {
  const cursor = line.cursor + text.length;
  return { text: line.text.slice(0, line.cursor) + text + line.text.slice(line.cursor), cursor };
}

/** Returns the line without the text between the cursor and `to`, and that text. */
export function cut(line: Line, to: number): { readonly line: Line; readonly gone: string } {
  const [from, end] = to < line.cursor ? [to, line.cursor] : [line.cursor, to];
  return {
    line: { text: line.text.slice(0, from) + line.text.slice(end), cursor: from },
    gone: line.text.slice(from, end),
  };
}

/** Swaps the graphemes around the cursor, or the last two at the end of a line. */
export function transpose(line: Line): Line {
  const { text, cursor } = line;
  const atEnd = cursor === lineEnd(text, cursor);
  const middle = atEnd ? before(text, cursor) : cursor;
  const from = before(text, middle);
  if (middle <= lineStart(text, cursor)) return line;
  const to = after(text, middle);
  return {
    text: text.slice(0, from) + text.slice(middle, to) + text.slice(from, middle) + text.slice(to),
    cursor: to,
  };
}

/**
 * Returns the line with the cursor one row up or down, as near as possible to its column, or
 * undefined if there is no such row.
 */
export function vertical({ text, cursor }: Line, by: -1 | 1): Line | undefined {
  const start = lineStart(text, cursor);
  const end = lineEnd(text, cursor);
  if (by < 0 ? start === 0 : end === text.length) return undefined;
  const otherStart = by < 0 ? lineStart(text, start - 1) : end + 1;
  const other = text.slice(otherStart, lineEnd(text, otherStart));
  const column = graphemes(text.slice(start, cursor)).length;
  return { text, cursor: otherStart + graphemes(other).slice(0, column).join('').length };
}
