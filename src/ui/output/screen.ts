/**
 * The bottom of the terminal. What is printed scrolls up into the terminal's own
 * scrollback and is never touched again; below it stands the frame, a few rows
 * that are drawn anew whenever they change.
 *
 * Ink could put the frame there itself, but what it draws arrives late and
 * apart from what is printed, it keeps an empty row below, and it leaves rows
 * behind when the terminal is made narrower. Here every change is one write.
 */
import { width } from '../editor/graphemes.js';
import { CLEAR_SCREEN } from './printable.js';

export interface Frame {
  /** Rows as the terminal gets them, colours included; none is wider than the screen. */
  readonly lines: readonly string[];
  readonly cursor: { readonly x: number; readonly y: number };
}

export const NO_FRAME: Frame = { lines: [], cursor: { x: 0, y: 0 } };

/** Between these a terminal that knows how shows nothing half done. */
const BEGIN_UPDATE = '\x1b[?2026h';
const END_UPDATE = '\x1b[?2026l';
const ERASE_BELOW = '\x1b[J';

const up = (rows: number): string => (rows > 0 ? `\x1b[${rows}A` : '');
const right = (columns: number): string => (columns > 0 ? `\x1b[${columns}C` : '');

function drawing({ lines, cursor }: Frame): string {
  return lines.length === 0
    ? ''
    : `${lines.join('\n')}${up(lines.length - 1 - cursor.y)}\r${right(cursor.x)}`;
}

const sameFrame = (a: Frame, b: Frame): boolean =>
  a.cursor.x === b.cursor.x &&
  a.cursor.y === b.cursor.y &&
  a.lines.length === b.lines.length &&
  a.lines.every((line, i) => line === b.lines[i]);

/** What a resize did to the rows on the screen. */
export interface Reflow {
  readonly columns: number;
  /** Whether the terminal wrapped the row with the cursor too, as some do and some do not. */
  readonly cursorRowWrapped: boolean;
}

export class Screen {
  readonly #write: (text: string) => boolean;
  #frame: Frame = NO_FRAME;
  /** While a resize goes on: what to do after it. */
  #held: { text: string; frame: Frame } | undefined;

  /** @param write sends text to the terminal; false asks to wait before sending more. */
  constructor(write: (text: string) => boolean) {
    this.#write = write;
  }

  /** The frame that is on the screen. */
  get frame(): Frame {
    return this.#frame;
  }

  /** Prints whole lines above the frame. Returns whether the terminal keeps up. */
  print(text: string): boolean {
    if (text === '') return true;
    if (this.#held !== undefined) {
      this.#held.text += text;
      return true;
    }
    const { lines } = this.#frame;
    if (lines.length === 0) return this.#write(text);
    return this.#update(`${this.#erasing()}${text}${drawing(this.#frame)}`);
  }

  /** Replaces the frame. */
  draw(frame: Frame): void {
    if (this.#held !== undefined) this.#held.frame = frame;
    else if (!sameFrame(frame, this.#frame)) this.#replace('', frame);
  }

  /** Clears the screen; the frame goes to its top. */
  clear(): void {
    this.#update(`${CLEAR_SCREEN}${drawing(this.#frame)}`);
  }

  /** Takes the frame off the screen. */
  remove(): void {
    const text = this.removal();
    if (text !== '') this.#write(text);
  }

  /** What takes the frame off the screen, to be written by whoever asks. */
  removal(): string {
    const text = this.#erasing();
    this.#frame = NO_FRAME;
    return text;
  }

  /** Stops drawing until {@link reflowed}: the rows on the screen are about to move. */
  hold(): void {
    this.#held ??= { text: '', frame: this.#frame };
  }

  /** Goes on after a resize, with all that was printed and drawn meanwhile. */
  reflowed(reflow: Reflow): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    this.#replace(held.text, held.frame, rowsAboveCursor(this.#frame, reflow));
  }

  #replace(text: string, frame: Frame, rowsAbove = this.#frame.cursor.y): void {
    const erasing = this.#erasing(rowsAbove);
    this.#frame = frame;
    this.#update(`${erasing}${text}${drawing(frame)}`);
  }

  #erasing(rowsAbove = this.#frame.cursor.y): string {
    return this.#frame.lines.length === 0 ? '' : `${up(rowsAbove)}\r${ERASE_BELOW}`;
  }

  #update(text: string): boolean {
    return this.#write(`${BEGIN_UPDATE}${text}${END_UPDATE}`);
  }
}

/** How far below the frame's first row the cursor is once the terminal has wrapped the rows anew. */
function rowsAboveCursor({ lines, cursor }: Frame, { columns, cursorRowWrapped }: Reflow): number {
  const above = lines
    .slice(0, cursor.y)
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(width(line) / columns)), 0);
  return above + (cursorRowWrapped ? Math.floor(cursor.x / columns) : 0);
}
