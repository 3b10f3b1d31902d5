/**
 * Draws the live part of the screen and follows the terminal's size. After a resize, waits until
 * the size is stable before drawing again.
 */
import { InkFrame } from '../view/ink-frame.js';
import type { Size } from '../view/layout.js';
import { EMPTY_VIEW, type FullView, type View } from '../view/rows.js';
import type { PumpTarget } from './pump.js';
import { fullScreen, NORMAL_SCREEN, OWN_SCREEN, Screen } from './screen.js';

/** The size to assume if the terminal does not report its size. */
const USUAL: Size = { columns: 80, rows: 24 };
/** The time without size changes after which a resize counts as finished, in milliseconds. */
const RESIZE_WAIT = 100;
/** The time to wait for the terminal's cursor report, in milliseconds. */
const ANSWER_WAIT = 250;
const WHERE_IS_THE_CURSOR = '\x1b[6n';

export class Display implements PumpTarget {
  readonly #stdout: NodeJS.WriteStream;
  readonly #screen: Screen;
  readonly #ink: InkFrame;
  #view: (size: Size) => View = () => EMPTY_VIEW;
  #columns: number;
  /** The view that has the whole screen, if there is one. */
  #full: ((size: Size) => FullView) | undefined;
  #resizes = 0;
  /** True while the terminal belongs to another program. */
  #away = false;
  #timer: NodeJS.Timeout | undefined;
  /** Set while a cursor report is expected. */
  #onCursor: ((column: number | undefined) => void) | undefined;

  constructor(stdin: NodeJS.ReadStream, stdout: NodeJS.WriteStream) {
    this.#stdout = stdout;
    this.#screen = new Screen((text) => stdout.write(text));
    this.#ink = new InkFrame(stdin);
    this.#columns = this.size.columns;
    stdout.on('resize', this.#onResize);
  }

  get size(): Size {
    return {
      columns: this.#stdout.columns || USUAL.columns,
      rows: this.#stdout.rows || USUAL.rows,
    };
  }

  /** Shows a view below everything printed, and redraws it whenever the size changes. */
  show(view: (size: Size) => View): void {
    this.#view = view;
    this.#draw();
  }

  print(text: string): boolean {
    return this.#screen.print(text);
  }

  async drained(): Promise<void> {
    if (this.#stdout.destroyed || !this.#stdout.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      this.#stdout.once('drain', resolve);
      this.#stdout.once('close', resolve);
    });
  }

  clear(): void {
    this.#screen.clear();
  }

  /** Returns the output that removes the view, and stops drawing until {@link redraw}. */
  removal(): string {
    this.#away = true;
    return this.#screen.removal() + (this.#full === undefined ? '' : NORMAL_SCREEN);
  }

  /**
   * Shows a view on a screen of its own, in place of everything else; undefined returns to what was
   * there before.
   */
  showFull(view: ((size: Size) => FullView) | undefined): void {
    if (view === undefined) {
      if (this.#full !== undefined) this.#stdout.write(NORMAL_SCREEN);
      this.#full = undefined;
      this.#columns = this.size.columns;
      this.#draw();
      return;
    }
    if (this.#full === undefined) this.#stdout.write(this.#screen.removal() + OWN_SCREEN);
    this.#full = view;
    this.#drawFull();
  }

  #drawFull(): void {
    if (this.#away || this.#full === undefined) return;
    const { size } = this;
    const shown = this.#full(size);
    if ('element' in shown) {
      const lines = this.#ink.element(shown.element, size.columns).slice(0, size.rows);
      const cursor = { x: size.columns - 1, y: size.rows - 1 };
      this.#stdout.write(fullScreen({ lines, cursor }));
      return;
    }
    const { rows, cursor } = shown;
    const lines = this.#ink.lines(rows.slice(0, size.rows), size.columns);
    this.#stdout.write(fullScreen({ lines, cursor }));
  }

  /** Draws the view again, once the terminal belongs to the shell. */
  redraw(): void {
    this.#away = false;
    this.#columns = this.size.columns;
    if (this.#full !== undefined) {
      this.#stdout.write(OWN_SCREEN);
      this.#drawFull();
    } else this.#draw();
  }

  /** Handles a cursor report. Columns are counted from one. */
  cursorAt(column: number): void {
    this.#onCursor?.(column);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#onCursor?.(undefined);
    this.#stdout.off('resize', this.#onResize);
    this.#ink.unmount();
  }

  #draw(): void {
    if (this.#away || this.#full !== undefined) return;
    const { rows, cursor } = this.#view(this.size);
    this.#screen.draw({ lines: this.#ink.lines(rows, this.size.columns), cursor });
  }

  readonly #onResize = (): void => {
    if (this.#full !== undefined) {
      this.#drawFull();
      return;
    }
    this.#resizes++;
    this.#screen.hold();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#settle(), RESIZE_WAIT);
  };

  async #settle(): Promise<void> {
    const resizes = this.#resizes;
    const { columns } = this.size;
    const { x } = this.#screen.frame.cursor;
    const narrower = columns < this.#columns;
    // If the cursor's column no longer exists, either the cursor is in the last column or its
    // row was wrapped. Only the terminal knows which.
    const column = narrower && x >= columns ? await this.#askForCursor() : undefined;
    // Another resize has happened and will redraw when it has settled.
    if (resizes !== this.#resizes) return;
    const cursorRowWrapped = column !== undefined && column - 1 === x % columns;
    this.#columns = columns;
    this.#draw();
    this.#screen.reflowed({ columns, cursorRowWrapped });
  }

  #askForCursor(): Promise<number | undefined> {
    return new Promise((resolve) => {
      const answer = (column: number | undefined): void => {
        clearTimeout(timer);
        this.#onCursor = undefined;
        resolve(column);
      };
      const timer = setTimeout(() => answer(undefined), ANSWER_WAIT);
      this.#onCursor = answer;
      this.#stdout.write(WHERE_IS_THE_CURSOR);
    });
  }
}
