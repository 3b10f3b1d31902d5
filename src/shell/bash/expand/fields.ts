/**
 * Fields: what a word becomes once its parts are known. A part that came from an
 * expansion outside quotes is split at `IFS`; quoted ones are not; and for pathnames it
 * must be known to the end which characters were quoted.
 */
import { escapePattern } from './pattern.js';

/** A piece of a word after expansion. */
export type Piece =
  | {
      readonly text: string;
      /** Whether its characters stand for themselves. */
      readonly quoted: boolean;
      /** Whether it is split into fields. */
      readonly split: boolean;
    }
  /** The next field begins here, as between the words of `"$@"`. */
  | 'break';

export const quoted = (text: string): Piece => ({ text, quoted: true, split: false });
/** Text of the script itself: never split; special characters in it are special. */
export const plain = (text: string): Piece => ({ text, quoted: false, split: false });
/** What an expansion outside quotes gave. */
export const loose = (text: string): Piece => ({ text, quoted: false, split: true });

export interface Field {
  readonly text: string;
  /** The field as a pattern: what was quoted has backslashes. */
  readonly pattern: string;
}

class FieldWriter {
  readonly fields: Field[] = [];
  #text = '';
  #pattern = '';
  #begun = false;
  /** The last field was ended by blanks, and a separator that follows belongs to them. */
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

/** The fields of a word. */
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

/** The pieces as one text, with blanks where fields would break. */
export const textOf = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (piece === 'break' ? ' ' : piece.text)).join('');

/** The pieces as one pattern. */
export const patternOf = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) => {
      if (piece === 'break') return ' ';
      return piece.quoted ? escapePattern(piece.text) : piece.text;
    })
    .join('');
