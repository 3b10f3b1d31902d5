/**
 * Reads standard input and adds timing to the tokenizer: Escape is a key only if nothing follows
 * for a while, because a slow line may deliver a sequence in pieces.
 */
import type { Token } from './keys.js';
import { Tokenizer } from './tokenizer.js';

/** The time to wait for the rest of an escape sequence, in milliseconds. */
const SEQUENCE_WAIT = 50;
/** The longest pause within a paste, in milliseconds; after it, the paste counts as ended. */
const PASTE_WAIT = 30_000;

export interface ReaderEvents {
  /** Called once for each read, with all of its tokens. */
  readonly onTokens: (tokens: readonly Token[]) => void;
  /** Called when the terminal is gone. */
  readonly onEnd: () => void;
}

export class Reader {
  readonly #stdin: NodeJS.ReadableStream;
  readonly #events: ReaderEvents;
  readonly #tokenizer = new Tokenizer();
  #timer: NodeJS.Timeout | undefined;

  constructor(stdin: NodeJS.ReadableStream, events: ReaderEvents) {
    this.#stdin = stdin;
    this.#events = events;
  }

  start(): void {
    this.#stdin.on('data', this.#onData);
    this.#stdin.on('end', this.#events.onEnd);
    this.#stdin.on('error', this.#events.onEnd);
    this.#stdin.resume();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stdin.off('data', this.#onData);
    this.#stdin.off('end', this.#events.onEnd);
    this.#stdin.off('error', this.#events.onEnd);
    this.#stdin.pause();
  }

  readonly #onData = (data: Buffer | string): void => {
    clearTimeout(this.#timer);
    this.#deliver(this.#tokenizer.push(Buffer.from(data)));
    const wait = this.#tokenizer.waitsForSequence
      ? SEQUENCE_WAIT
      : this.#tokenizer.waitsForPaste
        ? PASTE_WAIT
        : undefined;
    if (wait !== undefined) {
      this.#timer = setTimeout(() => this.#deliver(this.#tokenizer.flush()), wait);
    }
  };

  #deliver(tokens: readonly Token[]): void {
    if (tokens.length > 0) this.#events.onTokens(tokens);
  }
}
