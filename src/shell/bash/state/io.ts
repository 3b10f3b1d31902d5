/** The streams that commands read from and write to. */

import type { IFileSystem } from 'just-bash';
import { encodeRaw } from '../../../lib/raw-text.js';
import type { Picture } from '../../picture.js';

/** An input. All commands that read from it share its position. */
export class Input {
  #at = 0;

  constructor(
    protected text: string,
    /** True if the text is that of a file. */
    readonly isFile = false,
  ) {}

  /** True if it is the user who types the text. */
  get isKeyboard(): boolean {
    return false;
  }

  /** Waits for more text; false at the end of the input. */
  more(): Promise<boolean> {
    return Promise.resolve(false);
  }

  /** Waits for the end of the input. */
  async all(): Promise<void> {
    while (await this.more());
  }

  /** Returns all unread text that has arrived, without consuming it. */
  peek(): string {
    return this.text.slice(this.#at);
  }

  /** Reads all text that has arrived. */
  take(): string {
    const rest = this.peek();
    this.#at = this.text.length;
    return rest;
  }

  /** Reads up to and including `delimiter`, or all remaining text. */
  async takeThrough(delimiter: string): Promise<string> {
    for (let from = this.#at; ; ) {
      const found = this.text.indexOf(delimiter, from);
      if (found >= 0) return this.takeCount(found + delimiter.length - this.#at);
      const seen = this.text.length - this.#at;
      if (!(await this.more())) return this.take();
      from = this.#at + seen;
    }
  }

  takeCount(count: number): string {
    const taken = this.text.slice(this.#at, this.#at + count);
    this.#at += taken.length;
    return taken;
  }

  /** Makes text that was read last available again. */
  putBack(text: string): void {
    this.#at -= text.length;
  }

  /** True if all text that has arrived was read. */
  get isEmpty(): boolean {
    return this.#at >= this.text.length;
  }

  protected append(text: string): void {
    this.text = this.peek() + text;
    this.#at = 0;
  }
}

/** An input whose text arrives while commands run. */
export class StreamInput extends Input {
  /** @param read returns the next text, or undefined at the end of the input */
  constructor(private readonly read: () => Promise<string | undefined>) {
    super('');
  }

  override async more(): Promise<boolean> {
    const text = await this.read();
    if (text === undefined) return false;
    this.append(text);
    return true;
  }
}

/** What the user types while a command runs. Each command can read past the end that another saw. */
export class KeyboardInput extends StreamInput {
  override get isKeyboard(): boolean {
    return true;
  }
}

export interface Output {
  /** The width of the screen, if it is a terminal. */
  readonly columns?: number | undefined;
  /** @throws BrokenPipe if it is a closed pipe */
  write(text: string): void;
  /** Shows a text page by page, if this is a terminal that can. */
  readonly page?: ((text: string) => Promise<void>) | undefined;
  /** Shows a picture on the whole screen, if this is a terminal that can. */
  readonly show?: ((picture: Picture) => Promise<void>) | undefined;
}

export const NOWHERE: Output = { write: () => {} };

/** Collects the output of a command substitution. */
export class Capture implements Output {
  readonly #pieces: string[] = [];

  write(text: string): void {
    this.#pieces.push(text);
  }

  get text(): string {
    return this.#pieces.join('');
  }
}

/** Text that was written but is not yet in the files, by path. */
export class Unsaved {
  readonly #texts = new Map<string, string>();

  constructor(private readonly fs: IFileSystem) {}

  add(path: string, text: string): void {
    this.#texts.set(path, (this.#texts.get(path) ?? '') + text);
  }

  get isEmpty(): boolean {
    return this.#texts.size === 0;
  }

  /** Writes all of it to the files. */
  async save(): Promise<void> {
    const texts = [...this.#texts];
    this.#texts.clear();
    for (const [path, text] of texts) await this.fs.appendFile(path, encodeRaw(text));
  }
}

/** A file that is open for writing. */
export class FileOutput implements Output {
  constructor(
    private readonly unsaved: Unsaved,
    private readonly path: string,
  ) {}

  write(text: string): void {
    this.unsaved.add(this.path, text);
  }
}

export type Stream =
  | { readonly kind: 'input'; readonly input: Input }
  | { readonly kind: 'output'; readonly output: Output }
  /** A file that `<>` opened. */
  | { readonly kind: 'both'; readonly input: Input; readonly output: Output };

/** An immutable table of the open streams by descriptor. */
export class Descriptors {
  readonly #streams: ReadonlyMap<number, Stream>;

  constructor(streams: ReadonlyMap<number, Stream>) {
    this.#streams = streams;
  }

  static standard(input: Input, stdout: Output, stderr: Output): Descriptors {
    return new Descriptors(
      new Map<number, Stream>([
        [0, { kind: 'input', input }],
        [1, { kind: 'output', output: stdout }],
        [2, { kind: 'output', output: stderr }],
      ]),
    );
  }

  get(descriptor: number): Stream | undefined {
    return this.#streams.get(descriptor);
  }

  with(descriptor: number, stream: Stream | undefined): Descriptors {
    const streams = new Map(this.#streams);
    if (stream) streams.set(descriptor, stream);
    else streams.delete(descriptor);
    return new Descriptors(streams);
  }

  input(descriptor = 0): Input | undefined {
    const stream = this.get(descriptor);
    return stream && stream.kind !== 'output' ? stream.input : undefined;
  }

  output(descriptor: number): Output | undefined {
    const stream = this.get(descriptor);
    return stream && stream.kind !== 'input' ? stream.output : undefined;
  }

  /** The lowest free descriptor from 10 on. */
  get nextFree(): number {
    let descriptor = 10;
    while (this.#streams.has(descriptor)) descriptor += 1;
    return descriptor;
  }
}
