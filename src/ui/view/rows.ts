/** Rows of styled text, ready to be drawn: no row is wider than the screen. */
import type { ReactElement } from 'react';
import { printable } from '../../lib/printable.js';
import { graphemes, width } from '../editor/graphemes.js';
import type { Style } from '../styles.js';

export interface Span {
  readonly text: string;
  readonly style: Style;
}

export type Row = readonly Span[];

/** The live part of the screen, below everything printed. */
export interface View {
  readonly rows: readonly Row[];
  /** The position of the cursor, from the view's top left corner. */
  readonly cursor: { readonly x: number; readonly y: number };
}

/** A view of the whole screen: rows, or a component of Ink that fills it. */
export type FullView = View | { readonly element: ReactElement };

export const EMPTY_VIEW: View = { rows: [], cursor: { x: 0, y: 0 } };

const TAB = '    ';

/** Returns a grapheme as drawn: a tab as spaces, Control-A as `^A`, C1 characters as `\x80`. */
export function drawn(grapheme: string): string {
  if (grapheme === '\t') return TAB;
  if (grapheme > '\x7f') return printable(grapheme);
  if (grapheme >= ' ' && grapheme < '\x7f') return grapheme;
  return `^${String.fromCharCode((grapheme.charCodeAt(0) + 0x40) & 0x7f)}`;
}

/** Returns a text as drawn, grapheme by grapheme. */
export const drawnText = (text: string): string => graphemes(text).map(drawn).join('');

/** Fills rows from left to right. */
export class RowWriter {
  readonly #columns: number;
  readonly #rows: Span[][] = [[]];
  #x = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** Returns the position of the next character, never past the last column. */
  position(): { readonly x: number; readonly y: number } {
    if (this.#x >= this.#columns) this.newRow();
    return { x: this.#x, y: this.#rows.length - 1 };
  }

  newRow(): void {
    this.#rows.push([]);
    this.#x = 0;
  }

  write(text: string, style: Style): void {
    let run = '';
    const finishRun = (): void => {
      if (run !== '') this.#rows.at(-1)?.push({ text: run, style });
      run = '';
    };
    for (const grapheme of graphemes(text)) {
      const shown = drawn(grapheme);
      const columns = width(shown);
      if (this.#x + columns > this.#columns && this.#x > 0) {
        finishRun();
        this.newRow();
      }
      run += shown;
      this.#x += columns;
    }
    finishRun();
  }
}

/** Returns `text` cut to one row. A mark shows where it was cut. */
export function oneRow(text: string, columns: number, style: Style): Row {
  const shown = graphemes(text).map(drawn);
  if (width(shown.join('')) <= columns) return [{ text: shown.join(''), style }];
  let kept = '';
  let used = 1;
  for (const grapheme of shown) {
    used += width(grapheme);
    if (used > columns) break;
    kept += grapheme;
  }
  return [{ text: `${kept}…`, style }];
}
