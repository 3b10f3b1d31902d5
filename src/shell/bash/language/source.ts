/** Keeps the text of a script with a position in it, for the parser. */
import { ShellError } from '../state/unwind.js';

const MISUSE = 2;
const NEWLINE = 10;

/** A script that cannot be parsed. The message is bash's. */
export class SyntaxFault extends ShellError {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message, MISUSE);
  }
}

/** Thrown if the text ends inside a word and more text may follow. */
export class TextEnded extends Error {}

/** The maximum nesting of substitutions and compound commands. */
const MAX_NESTING = 200;

/**
 * Text is scanned twice if `$((` turns out not to start arithmetic. This bounds the sum of
 * such scans, in multiples of the text.
 */
const MAX_SCANS = 20;
const FREE_SCANS = 100_000;

/** Scripts written on Windows have a byte order mark and carriage returns. */
const NOT_BASH = /^\uFEFF|\r(?=\n|$)/g;

export abstract class Source {
  protected text = '';
  protected at = 0;
  /** True when no more text will follow. */
  protected complete = false;
  #nesting = 0;
  #scanned = 0;
  #lineStart = 0;
  #line: number;

  constructor(line: number) {
    this.#line = line;
  }

  protected append(text: string): void {
    this.text += text.replace(NOT_BASH, '').replaceAll('\0', '');
  }

  protected get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Returns the next character, or an empty text at the end. */
  protected peek(offset = 0): string {
    return this.text.charAt(this.at + offset);
  }

  protected startsWith(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  /** Consumes `text` if it comes next. */
  protected take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /** Consumes and returns the match of a sticky expression. */
  protected match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.at;
    const match = expression.exec(this.text);
    if (!match) return undefined;
    this.at += match[0].length;
    return match;
  }

  /** True if a sticky expression matches at the position. */
  protected looksLike(expression: RegExp): boolean {
    expression.lastIndex = this.at;
    return expression.test(this.text);
  }

  /** The number of the line at the position. */
  protected get line(): number {
    if (this.at < this.#lineStart) {
      this.#line -= countLines(this.text, this.at, this.#lineStart);
    } else {
      this.#line += countLines(this.text, this.#lineStart, this.at);
    }
    this.#lineStart = this.at;
    return this.#line;
  }

  /** Consumes the text up to a required character. @throws SyntaxFault if it is missing */
  protected takeUntil(end: string): string {
    const found = this.text.indexOf(end, this.at);
    if (found < 0) return this.unfinished(end, this.at);
    const taken = this.text.slice(this.at, found);
    this.at = found + 1;
    return taken;
  }

  /** Reports that the text ended before `missing`, which matches the character at `start`. */
  protected unfinished(missing: string, start = this.at): never {
    if (!this.complete) throw new TextEnded();
    this.at = start;
    throw new SyntaxFault(`unexpected EOF while looking for matching \`${missing}'`, this.line);
  }

  /** Parses a construct that can be nested. @throws SyntaxFault if it is nested too deeply */
  protected nested<T>(read: () => T): T {
    this.enter();
    const result = read();
    this.leave();
    return result;
  }

  protected enter(): void {
    this.#nesting += 1;
    if (this.#nesting > MAX_NESTING)
      throw new SyntaxFault('syntax error: nested too deeply', this.line);
  }

  protected leave(): void {
    this.#nesting -= 1;
  }

  /** Returns a function that restores the current state. */
  protected mark(): () => void {
    const [at, nesting] = [this.at, this.#nesting];
    return () => {
      this.at = at;
      this.#nesting = nesting;
    };
  }

  /** Runs `read`; if it reaches the end of the text, runs it again once more text has arrived. */
  protected *retried<T>(read: () => T): Generator<void, T, void> {
    const back = this.mark();
    for (;;) {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof TextEnded)) throw error;
        back();
        yield;
      }
    }
  }

  /**
   * Returns the index of the bracket that closes one before the position, skipping quotes,
   * substitutions and brackets of the same kind; undefined if the text ends first.
   *
   * @param apostrophes true if single quotes quote, as they do in subscripts.
   * @param stop a character that ends the scan too where nothing else is open.
   */
  protected closing(close: ')' | ']' | '}', apostrophes: boolean, stop = ''): number | undefined {
    const { text } = this;
    const open: string[] = [close];
    let i = this.at;
    for (; i < text.length; i++) {
      const char = text.charAt(i);
      const top = open[open.length - 1];
      if (char === top) {
        open.pop();
        if (open.length === 0) break;
      } else if (char === stop && open.length === 1) break;
      else if (char === '\\') i += 1;
      else if (char === '"') open.push('"');
      else if (char === '`') i = afterBackticks(text, i + 1);
      else if (char === "'" && apostrophes && top !== '"') {
        const end = text.indexOf("'", i + 1);
        i = end < 0 ? text.length : end;
      } else if (char === '$' && text.charAt(i + 1) === '(') {
        open.push(')');
        i += 1;
      } else if (char === '$' && text.charAt(i + 1) === '{') {
        open.push('}');
        i += 1;
      } else if (char === '(' && (top === ')' || stop !== '')) open.push(')');
      else if (char === '[' && top === ']') open.push(']');
    }
    this.#scanned += i - this.at;
    if (this.#scanned > MAX_SCANS * text.length + FREE_SCANS) {
      throw new SyntaxFault('syntax error: nested too deeply', this.line);
    }
    return i < text.length ? i : undefined;
  }

  /** Consumes the text up to the bracket that closes one before the position, and the bracket. */
  protected takeClosing(close: ')' | ']' | '}', apostrophes: boolean): string {
    const end = this.closing(close, apostrophes);
    if (end === undefined) return this.unfinished(close);
    const taken = this.text.slice(this.at, end);
    this.at = end + 1;
    return taken;
  }
}

function afterBackticks(text: string, start: number): number {
  let i = start;
  while (i < text.length && text.charAt(i) !== '`') i += text.charAt(i) === '\\' ? 2 : 1;
  return i;
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let i = from; i < to; i++) if (text.charCodeAt(i) === NEWLINE) lines += 1;
  return lines;
}
