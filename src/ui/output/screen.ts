/**
 * The bottom of the terminal. Output scrolls up into the terminal's own scrollback and is never
 * touched again. Below it is the frame, a few rows that are redrawn whenever they change. Ink could
 * place the frame itself, but it draws late and separately from the output, keeps an empty row
 * below, and leaves rows behind when the terminal gets narrower. Here every change is a single
 * write.
 */
import { width } from '../editor/graphemes.js';
import { CLEAR_SCREEN } from './printable.js';

export interface Frame {
  /** Rows as sent to the terminal, with colours; none is wider than the screen. */
  readonly lines: readonly string[];
  readonly cursor: { readonly x: number; readonly y: number };
}

export const NO_FRAME: Frame = { lines: [], cursor: { x: 0, y: 0 } };

/** Delimit a synchronized update, for terminals that support it. */
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

/** Switch to a screen without scrollback, and back to the one before. */
export const OWN_SCREEN = '\x1b[?1049h';
export const NORMAL_SCREEN = '\x1b[?1049l';

/** Returns the output that draws a frame on the whole screen. */
export function fullScreen({ lines, cursor }: Frame): string {
  const rows = lines.map((line) => `${line}\x1b[K`).join('\r\n');
  const place = `\x1b[${cursor.y + 1};${cursor.x + 1}H`;
  return `${BEGIN_UPDATE}\x1b[H${rows}${ERASE_BELOW}${place}${END_UPDATE}`;
}

const sameFrame = (a: Frame, b: Frame): boolean =>
  a.cursor.x === b.cursor.x &&
  a.cursor.y === b.cursor.y &&
  a.lines.length === b.lines.length &&
  a.lines.every((line, i) => line === b.lines[i]);

/** The effect of a resize on the rows on the screen. */
export interface Reflow {
  readonly columns: number;
  /** True if the terminal wrapped the row with the cursor too. Terminals differ. */
  readonly cursorRowWrapped: boolean;
}

export class Screen {
  readonly #write: (text: string) => boolean;
  #frame: Frame = NO_FRAME;
  /** The output and frame to show after a resize that is in progress. */
  #held: { text: string; frame: Frame } | undefined;

  /**
   * @param write sends text to the terminal, and returns false if the caller should wait before
   * sending more
   */
  constructor(write: (text: string) => boolean) {
    this.#write = write;
  }

  /** The frame on the screen. */
  get frame(): Frame {
    return this.#frame;
  }

  /** Prints whole lines above the frame. Returns true if the terminal keeps up. */
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

  /** Clears the screen and moves the frame to its top. */
  clear(): void {
    this.#update(`${CLEAR_SCREEN}${drawing(this.#frame)}`);
  }

  /** Removes the frame. */
  remove(): void {
    const text = this.removal();
    if (text !== '') this.#write(text);
  }

  /** Returns the output that removes the frame. */
  removal(): string {
    const text = this.#erasing();
    this.#frame = NO_FRAME;
    return text;
  }

  /** Stops drawing until {@link reflowed}, while the terminal moves the rows. */
  hold(): void {
    this.#held ??= { text: '', frame: this.#frame };
  }

  /** Draws again after a resize, with everything that was printed and drawn meanwhile. */
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

/**
 * Returns the number of rows between the frame's first row and the cursor after the terminal has
 * rewrapped the rows.
 */
function rowsAboveCursor({ lines, cursor }: Frame, { columns, cursorRowWrapped }: Reflow): number {
  const above = lines
    .slice(0, cursor.y)
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(width(line) / columns)), 0);
  return above + (cursorRowWrapped ? Math.floor(cursor.x / columns) : 0);
}
