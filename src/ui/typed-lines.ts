/** Reads lines that the terminal itself edits, for the shell and for the commands that it runs. */
import { createInterface, type Interface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { ReadStream } from 'node:tty';

/** The time without input after which a pasted text has ended, in milliseconds. */
const PAUSE = 20;

const STANDARD_INPUT = 0;

export class TypedLines {
  #stdin: NodeJS.ReadStream;
  #reader: Interface | undefined;
  readonly #lines: string[] = [];
  #ended = false;
  #onChange: () => void = () => undefined;

  constructor(stdin: NodeJS.ReadStream) {
    this.#stdin = stdin;
  }

  /**
   * Returns the next line. Returns undefined at Control-D or the end of the input, or when `signal`
   * is aborted.
   */
  async next(signal?: AbortSignal): Promise<string | undefined> {
    this.#reader ??= this.#open();
    const aborted = (): void => this.#onChange();
    signal?.addEventListener('abort', aborted);
    while (this.#lines.length === 0 && !this.#ended && signal?.aborted !== true) {
      await new Promise<void>((resolve) => {
        this.#onChange = resolve;
      });
    }
    signal?.removeEventListener('abort', aborted);
    return signal?.aborted === true ? undefined : this.#lines.shift();
  }

  /** Returns the lines that arrive without a pause, as those of a pasted text do. */
  async burst(): Promise<readonly string[]> {
    for (let count = -1; count !== this.#lines.length; ) {
      count = this.#lines.length;
      await delay(PAUSE);
    }
    return this.#lines.splice(0);
  }

  /** Goes on after Control-D, which ends the input of a command but not that of the shell. */
  reopen(): void {
    // After a terminal's end of input, Node.js reads no more from the same stream.
    if (!this.#ended || !this.#stdin.isTTY) return;
    this.#stdin.destroy();
    this.#stdin = new ReadStream(STANDARD_INPUT);
    this.#ended = false;
    this.#reader = this.#open();
  }

  /** Throws away the lines that were typed ahead. */
  discard(): void {
    this.#lines.length = 0;
  }

  close(): void {
    this.#reader?.close();
  }

  #open(): Interface {
    const reader = createInterface({ input: this.#stdin, terminal: false });
    reader.on('line', (line) => {
      this.#lines.push(line);
      this.#onChange();
    });
    reader.on('close', () => {
      this.#ended = true;
      this.#onChange();
    });
    return reader;
  }
}
