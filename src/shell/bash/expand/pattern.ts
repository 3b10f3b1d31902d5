/** Glob patterns as regular expressions. In a pattern a backslash takes the next character as it is. */
import { lookUp } from '../../../lib/dictionary.js';

/** What makes a text a pattern. */
const ACTIVE = /[*?[]|[@!+?*]\(/;

/** Whether `pattern` could match something other than itself. */
export function isPattern(pattern: string, extended: boolean): boolean {
  const bare = pattern.replace(/\\[\s\S]/g, '');
  if (extended && /[@!+?*]\(/.test(bare)) return true;
  return ACTIVE.test(bare) && (/[*?]/.test(bare) || /\[.+\]/s.test(bare));
}

/** `text` with backslashes before all that a pattern would take for more than itself. */
export const escapePattern = (text: string): string => text.replace(/[\\*?[\]()|!@+]/g, '\\$&');

/** A pattern without its backslashes. */
export const unescapePattern = (pattern: string): string => pattern.replace(/\\([\s\S])/g, '$1');

export interface PatternOptions {
  /** Whether `@(a|b)` and its like are patterns. */
  readonly extended?: boolean;
  readonly ignoreCase?: boolean;
  /** For file names: `*` and `?` match no slash. */
  readonly withinFolder?: boolean;
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: '\\p{L}\\p{N}',
  alpha: '\\p{L}',
  ascii: '\\x00-\\x7f',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '\\x21-\\x7e',
  lower: '\\p{Ll}',
  print: '\\x20-\\x7e',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: '\\p{Lu}',
  word: '\\p{L}\\p{N}_',
  xdigit: '0-9A-Fa-f',
};

const literal = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');

const literalInBrackets = (char: string): string => char.replace(/[\\\][^-]/, '\\$&');

class Translator {
  #at = 0;

  constructor(
    private readonly pattern: string,
    private readonly options: PatternOptions,
  ) {}

  /** Up to the end, or to what ends an alternative of `@(a|b)`. */
  translate(nested: boolean): string {
    let source = '';
    while (this.#at < this.pattern.length) {
      const char = this.pattern[this.#at] ?? '';
      if (nested && (char === '|' || char === ')')) break;
      source += this.#one(char);
    }
    return source;
  }

  #one(char: string): string {
    const { extended, withinFolder } = this.options;
    if (extended && '@!+?*'.includes(char) && this.pattern[this.#at + 1] === '(') {
      const group = this.#group(char);
      if (group !== undefined) return group;
    }
    this.#at += 1;
    switch (char) {
      case '*':
        return withinFolder ? '[^/]*' : '[\\s\\S]*';
      case '?':
        return withinFolder ? '[^/]' : '[\\s\\S]';
      case '[':
        return this.#bracket() ?? '\\[';
      case '\\': {
        const next = String.fromCodePoint(this.pattern.codePointAt(this.#at) ?? 0x5c);
        this.#at += next.length;
        return literal(next);
      }
      default: {
        // A character outside the first plane is two units of a string.
        const whole = String.fromCodePoint(this.pattern.codePointAt(this.#at - 1) ?? 0);
        this.#at += whole.length - 1;
        return literal(whole);
      }
    }
  }

  #group(kind: string): string | undefined {
    const start = this.#at;
    this.#at += 2;
    const alternatives: string[] = [];
    for (;;) {
      alternatives.push(this.translate(true));
      const char = this.pattern[this.#at];
      this.#at += 1;
      if (char === ')') break;
      if (char === undefined) {
        this.#at = start;
        return undefined;
      }
    }
    const any = `(?:${alternatives.join('|')})`;
    switch (kind) {
      case '?':
        return `${any}?`;
      case '*':
        return `${any}*`;
      case '+':
        return `${any}+`;
      case '!': {
        const rest = new Translator(this.pattern.slice(this.#at), this.options).translate(false);
        return `(?!${any}${rest}$)${this.options.withinFolder ? '[^/]*' : '[\\s\\S]*'}`;
      }
      default:
        return any;
    }
  }

  /** What stands in brackets; nothing where they are not closed. */
  #bracket(): string | undefined {
    const match = /^([!^]?)(\]?(?:\[:\w+:\]|\\[\s\S]|[^\]\\])*)\]/.exec(
      this.pattern.slice(this.#at),
    );
    const [whole, negated, inner] = match ?? [];
    if (whole === undefined || inner === undefined || inner === '') return undefined;
    this.#at += whole.length;
    const body = inner.replace(
      /\[:(\w+):\]|\\([\s\S])|(.)-(.)|([\s\S])/gu,
      (all, name, escaped, from, to, plain) => {
        if (name !== undefined) return lookUp(CLASSES, name) ?? '';
        if (escaped !== undefined) return literalInBrackets(escaped);
        if (from !== undefined)
          return from <= to ? `${literalInBrackets(from)}-${literalInBrackets(to)}` : '';
        return literalInBrackets(plain ?? all);
      },
    );
    return `[${negated ? '^' : ''}${body}]`;
  }
}

/** The source of a regular expression that matches what `pattern` matches. */
export const patternSource = (pattern: string, options: PatternOptions = {}): string =>
  new Translator(pattern, options).translate(false);

/** A regular expression that matches whole texts. */
export function patternRegExp(pattern: string, options: PatternOptions = {}): RegExp {
  return new RegExp(`^(?:${patternSource(pattern, options)})$`, options.ignoreCase ? 'iu' : 'u');
}
