/** A pipe between two commands that run side by side. */
import { Input, type Output } from './io.js';
import type { Job } from './job.js';
import { BrokenPipe } from './unwind.js';

/** Characters and writes after which the writer waits for the reader. */
const MAX_CHARACTERS = 65_536;
const MAX_WRITES = 256;

export class Pipe extends Input implements Output {
  #pieces: string[] = [];
  #characters = 0;
  #ended = false;
  #abandoned = false;

  constructor(private readonly job: Job) {
    super('');
  }

  write(text: string): void {
    if (this.#abandoned) throw new BrokenPipe();
    this.#pieces.push(text);
    this.#characters += text.length;
  }

  /** Waits until the reader has made room. */
  room(): Promise<void> {
    return this.job.until(() => !this.isFull);
  }

  get isFull(): boolean {
    if (this.#abandoned) return false;
    return this.#characters >= MAX_CHARACTERS || this.#pieces.length >= MAX_WRITES;
  }

  override async more(): Promise<boolean> {
    await this.job.until(() => this.#pieces.length > 0 || this.#ended);
    if (this.#pieces.length === 0) return false;
    this.append(this.#pieces.join(''));
    this.#pieces = [];
    this.#characters = 0;
    return true;
  }

  /** Called when the writer has ended: no more text will arrive. */
  end(): void {
    this.#ended = true;
  }

  /** Called when the reader has ended: the next write fails. */
  abandon(): void {
    this.#abandoned = true;
  }
}
