/** Parses texts of one or more JSON values. */
import type { Json } from './value.js';

/** Text that is not JSON. */
export class JsonFault extends Error {}

const MOST_NESTING = 10_000;
const BLANKS = ' \t\r\n\ufeff\x1e';
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON.parse refuses them.
const CONTROLS = /[\0-\x1f]/g;
const STRING = /"(?:[^"\\]|\\.)*"/sy;
const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
const WORD = /[A-Za-z_][\w]*/y;
const WORDS: Readonly<Record<string, Json>> = {
  null: null,
  true: true,
  false: false,
  nan: Number.NaN,
};

export class JsonReader {
  #at = 0;

  constructor(private readonly text: string) {}

  /** Returns the next value, or `undefined` at the end. @throws JsonFault */
  next(): Json | undefined {
    this.#skip();
    return this.#at >= this.text.length ? undefined : this.#value(0);
  }

  /** Yields all values that are left. @throws JsonFault */
  *all(): Generator<Json, void> {
    for (let value = this.next(); value !== undefined; value = this.next()) yield value;
  }

  /** The number of lines read so far, including that of the last value. */
  get line(): number {
    const end = this.text.indexOf('\n', this.#at);
    return this.text.slice(0, end < 0 ? this.#at : end + 1).split('\n').length - 1;
  }

  #skip(): void {
    while (BLANKS.includes(this.text[this.#at] ?? '-')) this.#at += 1;
  }

  #fail(message: string): never {
    const before = this.text.slice(0, Math.min(this.#at + 1, this.text.length)).split('\n');
    const place = `line ${before.length}, column ${before.at(-1)?.length ?? 0}`;
    throw new JsonFault(
      this.#at >= this.text.length ? `${message} at EOF at ${place}` : `${message} at ${place}`,
    );
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.text) ?? [];
    this.#at += found?.length ?? 0;
    return found;
  }

  #value(depth: number): Json {
    if (depth > MOST_NESTING) throw new JsonFault('Exceeds depth limit for parsing');
    const next = this.text.charAt(this.#at);
    if (next === '') return this.#fail('Unfinished JSON term');
    if (next === '{') return this.#object(depth);
    if (next === '[') return this.#array(depth);
    if (next === '"') return this.#string();
    const number = this.#take(NUMBER);
    if (number !== undefined) return Number(number);
    const word = this.#take(WORD);
    if (word !== undefined && Object.hasOwn(WORDS, word)) return WORDS[word] ?? null;
    return this.#fail(word === undefined ? 'Invalid literal' : 'Invalid numeric literal');
  }

  #string(): string {
    const literal = this.#take(STRING);
    if (literal === undefined) {
      this.#at = this.text.length;
      return this.#fail('Unfinished string');
    }
    try {
      // Control characters in a string are accepted unchanged.
      const strict = literal.replace(
        CONTROLS,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
      return String(JSON.parse(strict));
    } catch {
      return this.#fail('Invalid escape');
    }
  }

  #array(depth: number): Json {
    const items: Json[] = [];
    this.#at += 1;
    this.#skip();
    if (this.#accept(']')) return items;
    for (;;) {
      this.#skip();
      if (this.text[this.#at] === ']') this.#fail('Expected another array element');
      items.push(this.#value(depth + 1));
      this.#skip();
      if (this.#accept(']')) return items;
      if (!this.#accept(','))
        this.#fail(
          this.#at >= this.text.length
            ? 'Unfinished JSON term'
            : 'Expected separator between values',
        );
    }
  }

  #object(depth: number): Json {
    const entries = new Map<string, Json>();
    this.#at += 1;
    this.#skip();
    if (this.#accept('}')) return entries;
    for (;;) {
      this.#skip();
      if (this.text[this.#at] !== '"') {
        if (this.text[this.#at] === '}') this.#fail('Expected another key-value pair');
        if (this.#at >= this.text.length) this.#fail('Unfinished JSON term');
        this.#take(WORD);
        this.#fail('Invalid numeric literal');
      }
      const key = this.#string();
      this.#skip();
      if (!this.#accept(':'))
        this.#fail(
          this.#at >= this.text.length
            ? 'Unfinished JSON term'
            : 'Objects must consist of key:value pairs',
        );
      this.#skip();
      entries.set(key, this.#value(depth + 1));
      this.#skip();
      if (this.#accept('}')) return entries;
      if (!this.#accept(','))
        this.#fail(
          this.#at >= this.text.length
            ? 'Unfinished JSON term'
            : 'Expected separator between values',
        );
    }
  }

  #accept(character: string): boolean {
    if (this.text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }
}
