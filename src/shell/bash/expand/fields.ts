/**
 * Splits expanded words into fields. The result of an expansion outside quotes is split at
 * `IFS`. Pathname expansion needs to know which characters were quoted.
 */
import type { Piece } from '../state/piece.js';
import { escapePattern } from './pattern.js';

export interface Field {
  readonly text: string;
  /** The field as a pattern: quoted characters have backslashes. */
  readonly pattern: string;
}

class FieldWriter {
  readonly fields: Field[] = [];
  #text = '';
  #pattern = '';
  #begun = false;
  /** True if blanks ended the last field: a separator that follows is part of the same gap. */
  #afterBlank = false;

  add(text: string, isQuoted: boolean): void {
    this.#begun = true;
    this.#afterBlank = false;
    this.#text += text;
    this.#pattern += isQuoted ? escapePattern(text) : text;
  }

  get begun(): boolean {
    return this.#begun;
  }

  end(): void {
    if (!this.#begun) return;
    this.fields.push({ text: this.#text, pattern: this.#pattern });
    this.#text = '';
    this.#pattern = '';
    this.#begun = false;
  }

  split(text: string, ifs: string): void {
    let from = 0;
    for (let i = 0; i < text.length; i++) {
      const char = text.charAt(i);
      if (!ifs.includes(char)) continue;
      if (i > from) this.add(text.slice(from, i), false);
      from = i + 1;
      if (/[ \t\n]/.test(char)) {
        if (this.#begun) this.#afterBlank = true;
      } else {
        if (!this.#begun && !this.#afterBlank) this.add('', false);
        this.#afterBlank = false;
      }
      this.end();
    }
    if (from < text.length) this.add(text.slice(from), false);
  }
}

/** Returns the fields of a word. */
export function fieldsOf(pieces: readonly Piece[], ifs: string): readonly Field[] {
  const writer = new FieldWriter();
  for (const piece of pieces) {
    if (piece === 'break') writer.end();
    else if (piece.split) writer.split(piece.text, ifs);
    else if (piece.quoted || piece.text !== '') writer.add(piece.text, piece.quoted);
  }
  writer.end();
  return writer.fields;
}

/** Joins pieces to one text, with blanks between fields. */
export const textOf = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (piece === 'break' ? ' ' : piece.text)).join('');

/** Joins pieces to one pattern. */
export const patternOf = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) => {
      if (piece === 'break') return ' ';
      return piece.quoted ? escapePattern(piece.text) : piece.text;
    })
    .join('');
