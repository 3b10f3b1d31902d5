/** Parses glob patterns. In a pattern a backslash takes the next character literally. */
import { lookUp } from '../../../lib/dictionary.js';
import { type Matcher, Pattern, type PatternNode } from './automaton.js';

/** The characters that turn text into a pattern. */
const ACTIVE = /[*?[]|[@!+?*]\(/;

/** True if `pattern` could match something other than itself. */
export function isPattern(pattern: string, extended: boolean): boolean {
  const bare = pattern.replace(/\\[\s\S]/g, '');
  if (extended && /[@!+?*]\(/.test(bare)) return true;
  return ACTIVE.test(bare) && (/[*?]/.test(bare) || /\[.+\]/s.test(bare));
}

/** Returns `text` with backslashes before all characters that are special in a pattern. */
export const escapePattern = (text: string): string => text.replace(/[\\*?[\]()|!@+]/g, '\\$&');

/** Returns a pattern without its backslashes. */
export const unescapePattern = (pattern: string): string => pattern.replace(/\\([\s\S])/g, '$1');

export interface PatternOptions {
  /** True if `@(a|b)` and the like are patterns. */
  readonly extended: boolean;
  readonly ignoreCase: boolean;
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

const ANY: Matcher = () => true;

const BRACKET = /\[([!^]?)(\]?(?:\[:\w+:\]|\\[\s\S]|[^\]\\])*)\]/y;

const literalInBrackets = (char: string): string => char.replace(/[\\\][^-]/, '\\$&');

/** The maximum nesting of patterns. */
const MAX_NESTING = 100;

class PatternParser {
  #at = 0;
  #nesting = 0;

  constructor(
    private readonly pattern: string,
    private readonly options: PatternOptions,
  ) {}

  /** Parses up to the end of the pattern or of an alternative in `@(a|b)`. */
  parse(nested: boolean): PatternNode[] {
    const nodes: PatternNode[] = [];
    while (this.#at < this.pattern.length) {
      const char = this.pattern[this.#at] ?? '';
      if (nested && (char === '|' || char === ')')) break;
      nodes.push(this.#one(char));
    }
    return nodes;
  }

  #one(char: string): PatternNode {
    if (this.options.extended && '@!+?*'.includes(char) && this.pattern[this.#at + 1] === '(') {
      const group = this.#group(char);
      if (group) return group;
    }
    if (char === '*') {
      this.#at += 1;
      return { type: 'any-text' };
    }
    if (char === '?') {
      this.#at += 1;
      return { type: 'character', matches: ANY };
    }
    const bracket = char === '[' ? this.#bracket() : undefined;
    if (bracket) return { type: 'character', matches: bracket };
    if (char === '\\' && this.#at + 1 < this.pattern.length) this.#at += 1;
    const literal = String.fromCodePoint(this.pattern.codePointAt(this.#at) ?? 0);
    this.#at += literal.length;
    const only = !this.options.ignoreCase && !/[\ud800-\udfff]/.test(literal);
    const matches = this.#literal(literal);
    return { type: 'character', matches, ...(only && { text: literal }) };
  }

  #literal(literal: string): Matcher {
    if (!this.options.ignoreCase) return (char) => char === literal;
    const lower = literal.toLowerCase();
    return (char) => char.toLowerCase() === lower;
  }

  /** Parses `@(a|b)` and the like; undefined if the parenthesis is not closed. */
  #group(kind: string): PatternNode | undefined {
    const start = this.#at;
    this.#at += 2;
    this.#nesting += 1;
    const alternatives: PatternNode[][] = [];
    let closed = false;
    while (!closed && this.#at <= this.pattern.length && this.#nesting < MAX_NESTING) {
      alternatives.push(this.parse(true));
      closed = this.pattern[this.#at] === ')';
      this.#at += 1;
    }
    this.#nesting -= 1;
    if (!closed) {
      this.#at = start;
      return undefined;
    }
    if (kind === '!') return { type: 'not', alternatives };
    return {
      type: 'group',
      alternatives,
      optional: kind === '?' || kind === '*',
      repeated: kind === '*' || kind === '+',
    };
  }

  /** Parses `[...]`; undefined if the bracket is not closed. */
  #bracket(): Matcher | undefined {
    BRACKET.lastIndex = this.#at;
    const [whole, negated, inner] = BRACKET.exec(this.pattern) ?? [];
    if (whole === undefined || inner === undefined || inner === '') return undefined;
    this.#at += whole.length;
    const body = inner.replace(
      /\[:(\w+):\]|\\([\s\S])|(.)-(.)|([\s\S])/gu,
      (all, name, escaped, from, to, single) => {
        if (name !== undefined) return lookUp(CLASSES, name) ?? '';
        if (escaped !== undefined) return literalInBrackets(escaped);
        if (from !== undefined)
          return from <= to ? `${literalInBrackets(from)}-${literalInBrackets(to)}` : '';
        return literalInBrackets(single ?? all);
      },
    );
    const set = new RegExp(`[${negated ? '^' : ''}${body}]`, this.options.ignoreCase ? 'iu' : 'u');
    return (char) => set.test(char);
  }
}

/** Loops use few patterns; if there are more than this, they are generated. */
const MAX_CACHED = 200;
const compiled = new Map<string, Pattern>();

export function compilePattern(
  pattern: string,
  { extended = true, ignoreCase = false }: Partial<PatternOptions> = {},
): Pattern {
  const key = `${Number(extended)}${Number(ignoreCase)}${pattern}`;
  const known = compiled.get(key);
  if (known) return known;
  const made = new Pattern(new PatternParser(pattern, { extended, ignoreCase }).parse(false));
  if (compiled.size >= MAX_CACHED) compiled.clear();
  compiled.set(key, made);
  return made;
}
