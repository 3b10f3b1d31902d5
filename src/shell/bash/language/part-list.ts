/** Collects the parts of a word. */
import type { WordPart } from './ast.js';

export class PartList {
  readonly #parts: WordPart[] = [];
  #literal = '';

  /** Adds characters outside quotes; those that follow each other become one part. */
  literal(text: string): void {
    this.#literal += text;
  }

  add(part: WordPart): void {
    this.#flush();
    this.#parts.push(part);
  }

  get parts(): WordPart[] {
    this.#flush();
    return this.#parts;
  }

  #flush(): void {
    if (this.#literal !== '') this.#parts.push({ type: 'literal', text: this.#literal });
    this.#literal = '';
  }
}
