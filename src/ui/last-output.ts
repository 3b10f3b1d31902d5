/** Keeps the output of a command, so that the pager can show it again. */

/** The most characters that are kept. */
const LIMIT = 16 * 2 ** 20;

export class LastOutput {
  #pieces: string[] = [];
  #size = 0;
  /** The number of line ends. */
  lines = 0;

  add(text: string): void {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.lines++;
    this.#size += text.length;
    if (this.#size <= LIMIT) this.#pieces.push(text);
    else this.#pieces = [];
  }

  /** The whole output; undefined if there is none, or if it is too long. */
  get text(): string | undefined {
    return this.#size === 0 || this.#size > LIMIT ? undefined : this.#pieces.join('');
  }
}
