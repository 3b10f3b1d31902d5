/** Where commands read from and write to. */
import type { IFileSystem } from 'just-bash';

/** Something to read from. What was read is gone for all who share it. */
export class Input {
  #at = 0;

  constructor(private readonly text: string) {}

  /** All that is left, which it leaves there. */
  peek(): string {
    return this.text.slice(this.#at);
  }

  /** All that is left. */
  take(): string {
    const rest = this.peek();
    this.#at = this.text.length;
    return rest;
  }

  /** Up to and including `delimiter`, or all that is left. */
  takeThrough(delimiter: string): string {
    const found = this.text.indexOf(delimiter, this.#at);
    const end = found < 0 ? this.text.length : found + delimiter.length;
    return this.takeCount(end - this.#at);
  }

  takeCount(count: number): string {
    const taken = this.text.slice(this.#at, this.#at + count);
    this.#at += taken.length;
    return taken;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.text.length;
  }
}

/** Something to write to. */
export interface Output {
  write(text: string): void;
}

export const NOWHERE: Output = { write: () => {} };

/** Takes down what is written, for a pipe or a command substitution. */
export class Capture implements Output {
  readonly #pieces: string[] = [];

  write(text: string): void {
    this.#pieces.push(text);
  }

  get text(): string {
    return this.#pieces.join('');
  }
}

/** What was written to files and is not in them yet, by path. */
export class Unsaved {
  readonly #texts = new Map<string, string>();

  constructor(private readonly fs: IFileSystem) {}

  add(path: string, text: string): void {
    this.#texts.set(path, (this.#texts.get(path) ?? '') + text);
  }

  get isEmpty(): boolean {
    return this.#texts.size === 0;
  }

  /** Brings all of it into the files. */
  async save(): Promise<void> {
    const texts = [...this.#texts];
    this.#texts.clear();
    for (const [path, text] of texts) await this.fs.appendFile(path, text);
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
  /** Both ways, as `<>` opens a file. */
  | { readonly kind: 'both'; readonly input: Input; readonly output: Output };

/** Open streams by their descriptors. A change makes another table. */
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

  /** The first descriptor from 10 on that is free. */
  get nextFree(): number {
    let descriptor = 10;
    while (this.#streams.has(descriptor)) descriptor += 1;
    return descriptor;
  }
}
