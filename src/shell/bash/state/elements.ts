/** Holds the elements of an array. */

export type ArrayKind = 'indexed' | 'associative';

const MAX_GAP = 1000;

export class Elements {
  readonly kind: ArrayKind;
  /** Keys of an indexed array are numbers as text. */
  readonly #texts: Map<string, string>;
  /** In an indexed array, one more than the greatest index. */
  #next = 0;
  /** True if the keys of an indexed array are in order. */
  #inOrder = true;

  constructor(kind: ArrayKind) {
    this.kind = kind;
    this.#texts = new Map();
  }

  copy(): Elements {
    const copy = new Elements(this.kind);
    for (const [key, text] of this.#texts) copy.#texts.set(key, text);
    copy.#next = this.#next;
    copy.#inOrder = this.#inOrder;
    return copy;
  }

  get size(): number {
    return this.#texts.size;
  }

  /** The index after the last one. */
  get nextIndex(): number {
    return this.#next;
  }

  get(key: string): string | undefined {
    return this.#texts.get(key);
  }

  set(key: string, text: string): void {
    if (this.kind === 'indexed') {
      const index = Number(key);
      if (index >= this.#next) this.#next = index + 1;
      else if (!this.#texts.has(key)) this.#inOrder = false;
    }
    this.#texts.set(key, text);
  }

  delete(key: string): void {
    if (!this.#texts.delete(key) || this.kind === 'associative') return;
    if (Number(key) + 1 < this.#next) return;
    // Most arrays have few gaps: look just below before looking at all.
    let next = this.#next - 1;
    for (let i = 0; i < MAX_GAP && next > 0 && !this.#texts.has(String(next - 1)); i++) next -= 1;
    if (next > 0 && !this.#texts.has(String(next - 1))) {
      next = 0;
      for (const left of this.#texts.keys()) next = Math.max(next, Number(left) + 1);
    }
    this.#next = next;
  }

  clear(): void {
    this.#texts.clear();
    this.#next = 0;
    this.#inOrder = true;
  }

  /** Returns the keys by number, or in the order of their first assignment. */
  keys(): string[] {
    const keys = [...this.#texts.keys()];
    return this.#inOrder ? keys : keys.sort((a, b) => Number(a) - Number(b));
  }
}
