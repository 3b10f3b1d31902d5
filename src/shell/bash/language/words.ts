/** Parses words: quotes, expansions, substitutions. */
import { unescapeAnsi } from '../escapes.js';
import type { ParameterExpansion, Statements, Word, WordPart } from './ast.js';
import { PartList } from './part-list.js';
import { Source, TextEnded } from './source.js';

/** The rules for quotes and backslashes. */
export type Style =
  /** Outside quotes. */
  | 'plain'
  /** Between double quotes. */
  | 'double-quoted'
  /** In a here-document or an arithmetic expression. */
  | 'text';

export interface PartOptions {
  /** True for a character that ends the word, where no group is open. */
  readonly ends: (char: string) => boolean;
  /** The parentheses that are part of a word outside quotes. */
  readonly groups?: 'patterns' | 'all' | 'none';
}

/** True for a character that ends a word of a command line. */
export const endsWord = (char: string): boolean => ' \t\n;&|<>()'.includes(char);

const SIMPLE_PARAMETER = /[A-Za-z_]\w*|\d|[@*#?$!-]/y;
const TILDE = /~([\w.-]*)(?=[/\s;&|<>()]|$)/y;
/** The start of an argument that looks like an assignment: `~` is expanded as in an assignment. */
const NAME_OF_VALUE = /[A-Za-z_]\w*=(?=[^\s;&|<>()]*~)/y;
const TILDE_IN_VALUE = /~([\w.-]*)(?=[/:\s;&|<>()]|$)/y;

export abstract class Words extends Source {
  /** Parses the commands of `$(...)` or `<(...)` and takes the closing parenthesis. */
  protected abstract substitution(): Statements;
  /** Parses `${...}` after the brace. */
  protected abstract braced(style: Style): ParameterExpansion;

  /** Reads a word, which has at least one character before what ends it. */
  protected word(options?: PartOptions): Word {
    const start = this.at;
    const [name] = (!options && this.match(NAME_OF_VALUE)) || [];
    if (name !== undefined) {
      const { parts } = this.assignedWord();
      const source = this.text.slice(start, this.at);
      return { parts: [{ type: 'literal', text: name }, ...parts], source };
    }
    const tilde = this.match(TILDE);
    const parts = this.parts('plain', { ends: endsWord, groups: 'patterns', ...options });
    if (tilde) parts.unshift({ type: 'tilde', user: tilde[1] ?? '' });
    return { parts, source: this.text.slice(start, this.at) };
  }

  /** Reads the value of an assignment, in which `~` expands after colons as well. */
  protected assignedWord(): Word {
    const start = this.at;
    const list = new PartList();
    for (;;) {
      const tilde = this.match(TILDE_IN_VALUE);
      if (tilde) list.add({ type: 'tilde', user: tilde[1] ?? '' });
      const ends = (char: string) => char === ':' || endsWord(char);
      for (const part of this.parts('plain', { ends, groups: 'patterns' })) {
        if (part.type === 'literal') list.literal(part.text);
        else list.add(part);
      }
      if (!this.take(':')) break;
      list.literal(':');
    }
    return { parts: list.parts, source: this.text.slice(start, this.at) };
  }

  /** Reads parts up to a character that ends them, or to the end of the text. */
  protected parts(style: Style, { ends, groups = 'none' }: PartOptions): WordPart[] {
    const list = new PartList();
    let open = 0;
    while (!this.atEnd) {
      const char = this.peek();
      if (style === 'plain' && this.startsProcess) {
        list.add(this.#processSubstitution(char === '<' ? '<' : '>'));
      } else if (open === 0 && ends(char)) return list.parts;
      else if (char === '\\') this.#escape(style, list);
      else if (char === '$') this.#dollar(style, list);
      else if (char === '`') list.add(this.#backticks(style));
      else if (char === '"' && style !== 'text') list.add(this.#doubleQuoted());
      else if (char === "'" && style === 'plain') list.add(this.#singleQuoted());
      else {
        this.at += 1;
        list.literal(char);
        if (groups === 'none') continue;
        if (char === ')' && open > 0) open -= 1;
        else if (char === '(' && (open > 0 || groups === 'all')) open += 1;
        else if ('@!+?*'.includes(char) && this.peek() === '(') {
          this.at += 1;
          list.literal('(');
          open += 1;
        }
      }
    }
    if (open > 0) return this.unfinished(')');
    return list.parts;
  }

  /** True if `<(` or `>(` comes next. */
  protected get startsProcess(): boolean {
    return this.peek(1) === '(' && '<>'.includes(this.peek());
  }

  #escape(style: Style, list: PartList): void {
    const next = this.peek(1);
    if (next === '' && !this.complete) throw new TextEnded();
    this.at += 2;
    if (next === '\n') return;
    if (style === 'plain') {
      if (next === '') list.literal('\\');
      else list.add({ type: 'quoted', text: this.#wholeCharacter(next) });
    } else if ('$`\\'.includes(next) && next !== '') list.literal(next);
    else if (next === '"' && style === 'double-quoted') list.literal(next);
    else list.literal(`\\${next}`);
  }

  /** Includes the second half of a surrogate pair. */
  #wholeCharacter(first: string): string {
    const whole = String.fromCodePoint(this.text.codePointAt(this.at - 1) ?? 0);
    this.at += whole.length - 1;
    return whole.length > 1 ? whole : first;
  }

  #singleQuoted(): WordPart {
    this.at += 1;
    return { type: 'quoted', text: this.takeUntil("'") };
  }

  #doubleQuoted(): WordPart {
    return this.nested(() => {
      const start = this.at;
      this.at += 1;
      const parts = this.parts('double-quoted', { ends: (char) => char === '"' });
      if (!this.take('"')) return this.unfinished('"', start);
      return { type: 'double-quoted', parts };
    });
  }

  #backticks(style: Style): WordPart {
    const { line } = this;
    this.at += 1;
    const start = this.at;
    while (!this.atEnd && this.peek() !== '`') this.at += this.peek() === '\\' ? 2 : 1;
    if (this.atEnd) return this.unfinished('`', start);
    const raw = this.text.slice(start, this.at);
    this.at += 1;
    const escaped = style === 'double-quoted' ? /\\([$`\\"])/g : /\\([$`\\])/g;
    return { type: 'backticks', text: raw.replace(escaped, '$1'), line };
  }

  #processSubstitution(direction: '<' | '>'): WordPart {
    return this.nested(() => {
      this.at += 2;
      return { type: 'process', direction, body: this.substitution() };
    });
  }

  /** Parses an expansion; a lone dollar sign is literal. */
  #dollar(style: Style, list: PartList): void {
    this.at += 1;
    if (style === 'plain' && this.take("'")) list.add({ type: 'quoted', text: this.#ansiQuoted() });
    // `$"..."` marks text for translation, and there are no translations.
    else if (style === 'plain' && this.peek() === '"') return;
    else if (this.peek() === '(') list.add(this.#parenthesis());
    else if (this.take('[')) {
      list.add({ type: 'arithmetic', expression: this.takeClosing(']', false) });
    } else if (this.take('{')) list.add(this.nested(() => this.braced(style)));
    else {
      const [name] = this.match(SIMPLE_PARAMETER) ?? [];
      if (name === undefined) list.literal('$');
      else list.add({ type: 'parameter', name, indirect: false, operation: undefined });
    }
  }

  #ansiQuoted(): string {
    const start = this.at;
    while (!this.atEnd && this.peek() !== "'") this.at += this.peek() === '\\' ? 2 : 1;
    if (this.atEnd) return this.unfinished("'", start);
    this.at += 1;
    return unescapeAnsi(this.text.slice(start, this.at - 1));
  }

  /** `$((...))` is arithmetic if its parentheses are balanced, otherwise a command substitution. */
  #parenthesis(): WordPart {
    this.at += 1;
    const expression = this.doubleParentheses();
    if (expression !== undefined) return { type: 'arithmetic', expression };
    return this.nested(() => ({ type: 'command', body: this.substitution() }));
  }

  /** Consumes `(...))` if its parentheses are balanced. */
  protected doubleParentheses(): string | undefined {
    if (this.peek() !== '(') return undefined;
    const start = this.at;
    this.at += 1;
    const end = this.closing(')', false);
    if (end === undefined) return this.unfinished(')');
    if (this.text.charAt(end + 1) === ')') {
      this.at = end + 2;
      return this.text.slice(start + 1, end);
    }
    this.at = start;
    if (end + 1 >= this.text.length) return this.unfinished(')');
    return undefined;
  }
}
