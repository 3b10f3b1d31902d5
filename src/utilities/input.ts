/** Reads the files that a utility names, or its standard input, line by line. */
import { complain, type TextSource, type UtilityCall, UtilityError } from './utility.js';

/** A text that is read piece by piece. */
export class Input {
  #text = '';
  #at = 0;
  #ended = false;
  /** False if the last line read was not terminated. */
  terminated = true;

  constructor(private readonly source: TextSource) {}

  async #fill(): Promise<boolean> {
    if (this.#ended) return false;
    const piece = await this.source.read();
    if (piece === undefined) {
      this.#ended = true;
      return false;
    }
    this.#text = this.#text.slice(this.#at) + piece;
    this.#at = 0;
    return true;
  }

  /** Returns the next line without its end, or `undefined` at the end of the text. */
  async line(separator = '\n'): Promise<string | undefined> {
    let found = this.#text.indexOf(separator, this.#at);
    while (found < 0) {
      const searched = this.#text.length - this.#at;
      if (!(await this.#fill())) break;
      found = this.#text.indexOf(separator, Math.max(0, searched - separator.length + 1));
    }
    this.terminated = found >= 0;
    if (found < 0 && this.#at >= this.#text.length) return undefined;
    const end = found < 0 ? this.#text.length : found;
    const line = this.#text.slice(this.#at, end);
    this.#at = found < 0 ? end : end + separator.length;
    return line;
  }

  /** Returns all text that is available, or `undefined` at the end. */
  async piece(): Promise<string | undefined> {
    if (this.#at >= this.#text.length && !(await this.#fill())) return undefined;
    const text = this.#text.slice(this.#at);
    this.#at = this.#text.length;
    return text;
  }

  /** Returns all remaining text. */
  async rest(): Promise<string> {
    const pieces: string[] = [];
    for (let piece = await this.piece(); piece !== undefined; piece = await this.piece()) {
      pieces.push(piece);
    }
    return pieces.join('');
  }

  /** Returns text that was read but not used to the stream, for the next reader. */
  leaveRest(): void {
    if (this.#at < this.#text.length) this.source.putBack?.(this.#text.slice(this.#at));
    this.#text = '';
    this.#at = 0;
    this.#ended = true;
  }

  /** True if no text is left. */
  async isAtEnd(): Promise<boolean> {
    while (this.#at >= this.#text.length) if (!(await this.#fill())) return true;
    return false;
  }
}

/** Returns an input that yields `text`. */
export function textInput(text: string): Input {
  const pieces = text === '' ? [] : [text];
  return new Input({ read: async () => pieces.shift() });
}

/** Opens the files of one call; `-` is standard input. */
export class Inputs {
  readonly #stdin: Input;
  /** 1 once a file could not be read, otherwise 0. */
  status = 0;

  constructor(private readonly call: UtilityCall) {
    this.#stdin = new Input(call.stdin);
  }

  /** @throws UtilityError if the file cannot be read */
  async open(path: string): Promise<Input> {
    if (path === '-' || path === '/dev/stdin' || path === '/dev/fd/0') return this.#stdin;
    return path === '/dev/null' ? textInput('') : textInput(await this.call.files.read(path));
  }

  /** Opens a file; prints a message and returns `undefined` if it cannot be read. */
  async tryOpen(path: string, describe = (message: string) => message): Promise<Input | undefined> {
    try {
      return await this.open(path);
    } catch (error) {
      if (!(error instanceof UtilityError)) throw error;
      this.status = 1;
      await complain(this.call, describe(error.message));
      return undefined;
    }
  }

  /** Yields the files that can be read; standard input if there are no paths. */
  async *each(
    paths: readonly string[],
    describe?: (message: string) => string,
  ): AsyncGenerator<Input> {
    for (const path of paths.length > 0 ? paths : ['-']) {
      const input = await this.tryOpen(path, describe);
      if (input) yield input;
    }
  }
}

/** Milliseconds after which the event loop gets its turn. */
const TURN = 20;

/** Collects output and writes it in large pieces. */
export class Output {
  #pieces: string[] = [];
  #length = 0;
  #turn = performance.now();

  constructor(
    private readonly destination: (text: string) => void | Promise<void>,
    private readonly size = 1 << 16,
  ) {}

  /** Adds text. Callers must call `drain` after each line. */
  add(text: string): void {
    this.#pieces.push(text);
    this.#length += text.length;
  }

  /** Writes what was added if it is enough, and lets the event loop run now and then. */
  async drain(): Promise<void> {
    if (this.#length >= this.size) await this.flush();
    if (performance.now() - this.#turn < TURN) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#turn = performance.now();
    // An interrupt shows when something is written.
    await this.destination('');
  }

  async flush(): Promise<void> {
    const text = this.#pieces.join('');
    this.#pieces = [];
    this.#length = 0;
    if (text !== '') await this.destination(text);
  }
}

/** Returns `text` with a line end, or with `end` if the last line was not terminated. */
export const withEnd = (text: string, terminated: boolean, end = '\n'): string =>
  terminated ? text + end : text;
