/** Concatenates many small strings without keeping each one in memory. */
const MOST_PIECES = 4096;

export class TextBuilder {
  readonly #joined: string[] = [];
  #pieces: string[] = [];
  length = 0;

  add(piece: string): void {
    this.#pieces.push(piece);
    this.length += piece.length;
    if (this.#pieces.length < MOST_PIECES) return;
    this.#joined.push(this.#pieces.join(''));
    this.#pieces = [];
  }

  get text(): string {
    return [...this.#joined, ...this.#pieces].join('');
  }
}
