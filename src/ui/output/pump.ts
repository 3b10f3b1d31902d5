/**
 * Moves a command's output to the screen: in whole lines, since a partial line cannot stay above
 * the frame; in pieces, so keys are read in between; and no faster than the terminal accepts it.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { printable } from './printable.js';

/** The number of characters to send before checking the keyboard. */
const PIECE = 64 * 1024;

export interface PumpTarget {
  /** Prints whole lines. Returns false if the caller should wait for {@link PumpTarget.drained}. */
  print(text: string): boolean;
  drained(): Promise<void>;
}

export class Pump {
  readonly #target: PumpTarget;
  readonly #decorated: (text: string) => string;
  #lines: string[] = [];
  #unfinished = '';
  #pumping: Promise<void> | undefined;

  /** @param decorated adds colours to whole lines that are safe to print */
  constructor(target: PumpTarget, decorated: (text: string) => string = (text) => text) {
    this.#target = target;
    this.#decorated = decorated;
  }

  /** The output since the last line end. */
  get unfinished(): string {
    return this.#unfinished;
  }

  write(text: string): void {
    const end = text.lastIndexOf('\n') + 1;
    if (end === 0) {
      this.#unfinished += text;
      return;
    }
    this.#lines.push(this.#unfinished + text.slice(0, end));
    this.#unfinished = text.slice(end);
    this.#pumping ??= this.#pump();
  }

  /** Ends the last line and waits until everything is printed. */
  async finish(): Promise<void> {
    // Output without text, such as clearing the screen, does not end a line.
    if (stripVTControlCharacters(this.#unfinished) !== '') this.write('\n');
    else this.#lines.push(this.#unfinished);
    this.#unfinished = '';
    this.#pumping ??= this.#pump();
    await this.#pumping;
  }

  /** Discards the lines that are not printed yet, as a terminal does on an interrupt. */
  discard(): void {
    this.#lines = [];
  }

  async #pump(): Promise<void> {
    await nextTurn();
    while (this.#lines.length > 0) {
      if (!this.#target.print(this.#decorated(printable(this.#nextPiece()))))
        await this.#target.drained();
      await nextTurn();
    }
    this.#pumping = undefined;
  }

  #nextPiece(): string {
    let size = 0;
    let count = 0;
    while (count < this.#lines.length && size < PIECE) size += this.#lines[count++]?.length ?? 0;
    const text = this.#lines.splice(0, count).join('');
    const end = text.indexOf('\n', PIECE) + 1;
    if (end === 0 || end === text.length) return text;
    this.#lines.unshift(text.slice(end));
    return text.slice(0, end);
  }
}
