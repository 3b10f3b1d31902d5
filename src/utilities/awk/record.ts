/** The current record of awk and its fields. Each is computed from the other on demand. */
import type { Expression } from '../regex/expression.js';
import { UtilityError } from '../utility.js';
import { InputText, type Value } from './values.js';

/** A rule for splitting text: at blanks, into characters, at a string, or at matches. */
export type Separator =
  | { readonly kind: 'blanks' | 'characters' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'regex'; readonly expression: Expression };

const MOST_FIELDS = 1_000_000;

/** Splits a text into fields. */
export function splitText(text: string, separator: Separator): string[] {
  switch (separator.kind) {
    case 'blanks': {
      const trimmed = text.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, '');
      return trimmed === '' ? [] : trimmed.split(/[ \t\n\v\f\r]+/);
    }
    case 'characters':
      return [...text];
    case 'text':
      return text === '' ? [] : text.split(separator.text);
    case 'regex':
      return text === '' ? [] : splitAtMatches(text, separator.expression);
  }
}

function splitAtMatches(text: string, expression: Expression): string[] {
  const fields: string[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; ) {
    const found = expression.match(text, at);
    if (!found) break;
    if (found.end === found.start) {
      // An empty match separates nothing.
      at = found.start + 1;
      continue;
    }
    fields.push(text.slice(start, found.start));
    start = found.end;
    at = found.end;
  }
  fields.push(text.slice(start));
  return fields;
}

export class Record {
  #text = '';
  #fields: Value[] = [];
  #isSplit = true;
  #isJoined = true;

  constructor(
    private readonly separator: () => Separator,
    private readonly joiner: () => string,
    private readonly toText: (value: Value) => string,
  ) {}

  /** Replaces the whole record. */
  setText(text: string): void {
    this.#text = text;
    this.#isSplit = false;
    this.#isJoined = true;
  }

  get text(): string {
    if (!this.#isJoined) {
      this.#text = this.#fields.map(this.toText).join(this.joiner());
      this.#isJoined = true;
    }
    return this.#text;
  }

  #split(): void {
    if (this.#isSplit) return;
    this.#isSplit = true;
    this.#fields = splitText(this.#text, this.separator()).map((text) => new InputText(text));
  }

  get count(): number {
    this.#split();
    return this.#fields.length;
  }

  setCount(count: number): void {
    this.#split();
    const size = Math.max(0, Math.min(Math.trunc(count), MOST_FIELDS));
    while (this.#fields.length < size) this.#fields.push('');
    this.#fields.length = size;
    this.#isJoined = false;
  }

  field(index: number): Value {
    if (index === 0) return new InputText(this.text);
    this.#split();
    return this.#fields[index - 1];
  }

  setField(index: number, value: Value): void {
    if (index === 0) {
      this.setText(this.toText(value));
      return;
    }
    this.#split();
    if (index > MOST_FIELDS) throw new UtilityError(`field index $${index} is too large`, 2);
    while (this.#fields.length < index) this.#fields.push('');
    this.#fields[index - 1] = value;
    this.#isJoined = false;
  }
}
