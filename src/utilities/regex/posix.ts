/** Translates POSIX regular expressions with GNU extensions into JavaScript's and RE2's syntax. */

export interface Syntax {
  /** True for extended expressions, as in `grep -E` and awk. */
  readonly extended: boolean;
  /** True if `\t`, `\x41` and the like are characters, as in sed and awk. */
  readonly escapes?: boolean;
  /** False to leave out intervals and the escapes of GNU, as mawk does. */
  readonly gnu?: boolean;
}

export interface Translation {
  readonly source: string;
  /** True if the expression refers to its own groups or needs lookaround. */
  readonly needsBacktracking: boolean;
  /** The number of repetitions, if none is of a group and there are no alternatives. */
  readonly repetitions: number | undefined;
  readonly groups: number;
}

/** An error in a regular expression, in the words of the GNU C library. */
export class RegexError extends Error {}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: ' \\t-\\r',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
};

/** Escapes with the same meaning in all syntaxes. */
const SHARED: Readonly<Record<string, string>> = {
  w: '[A-Za-z0-9_]',
  W: '[^A-Za-z0-9_]',
  s: '[ \\t-\\r]',
  S: '[^ \\t-\\r]',
  b: '\\b',
  B: '\\B',
  '`': '\\A',
  "'": '\\z',
};

const CHARACTERS: Readonly<Record<string, string>> = {
  a: '\x07',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const NUMBERED = /^\\(?:x([0-9a-fA-F]{1,2})|o([0-7]{1,3})|d(\d{3})|([0-7]{3}))/;

/** Returns the character of an escape such as `\t` or `\x41` at the front of `text`. */
export function characterEscape(text: string): { length: number; character: string } | undefined {
  const [whole, hex, octal, decimal, bare] = NUMBERED.exec(text) ?? [];
  if (whole !== undefined) {
    const code = hex
      ? Number.parseInt(hex, 16)
      : Number.parseInt(octal ?? bare ?? decimal ?? '0', decimal ? 10 : 8);
    return { length: whole.length, character: String.fromCharCode(code & 0xff) };
  }
  const character = CHARACTERS[text.charAt(1)];
  return character === undefined ? undefined : { length: 2, character };
}

/** Returns an expression that matches exactly `text`. */
export const quote = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Translates `pattern`. @throws RegexError */
export function translatePosix(pattern: string, syntax: Syntax): Translation {
  return new Translator(pattern, syntax).translate();
}

class Translator {
  #at = 0;
  #out = '';
  /** The offset in the output of the last item, to which a repetition applies. */
  #item: number | undefined;
  #itemIsGroup = false;
  readonly #open: number[] = [];
  #groups = 0;
  #repetitions = 0;
  #simple = true;
  #needsBacktracking = false;

  constructor(
    private readonly pattern: string,
    private readonly syntax: Syntax,
  ) {}

  translate(): Translation {
    while (this.#at < this.pattern.length) this.#next();
    if (this.#open.length > 0) throw new RegexError('Unmatched ( or \\(');
    return {
      source: this.#out,
      needsBacktracking: this.#needsBacktracking,
      repetitions: this.#simple ? this.#repetitions : undefined,
      groups: this.#groups,
    };
  }

  #next(): void {
    const character = String.fromCodePoint(this.pattern.codePointAt(this.#at) ?? 0);
    if (character === '\\') {
      this.#escape();
      return;
    }
    this.#at += character.length;
    if (character === '[') {
      this.#bracket();
      return;
    }
    if (character === '.') {
      this.#add('.');
      return;
    }
    if (character === '*') {
      this.#star();
      return;
    }
    if (character === '^' && this.#isAnchorStart()) {
      this.#assertion('^');
      return;
    }
    if (character === '$' && this.#isAnchorEnd()) {
      this.#assertion('$');
      return;
    }
    const operators = this.syntax.gnu === false ? '()|+?' : '()|+?{';
    if (this.syntax.extended && operators.includes(character)) {
      this.#operator(character);
      return;
    }
    this.#add(quote(character));
  }

  #add(item: string): void {
    this.#item = this.#out.length;
    this.#itemIsGroup = false;
    this.#out += item;
  }

  #assertion(assertion: string): void {
    this.#item = undefined;
    this.#out += assertion;
  }

  #isAnchorStart(): boolean {
    const before = this.pattern.slice(0, this.#at - 1);
    return this.syntax.extended || before === '' || /\\[(|]$|\n$/.test(before);
  }

  #isAnchorEnd(): boolean {
    const after = this.pattern.slice(this.#at);
    return this.syntax.extended || after === '' || /^\\[)|]|^\n/.test(after);
  }

  /** Handles an operator, written with a backslash in basic expressions. */
  #operator(operator: string): void {
    switch (operator) {
      case '(':
        this.#open.push(this.#out.length);
        this.#groups += 1;
        this.#assertion('(');
        return;
      case ')': {
        const start = this.#open.pop();
        if (start === undefined) {
          if (this.syntax.extended) {
            this.#add('\\)');
            return;
          }
          throw new RegexError('Unmatched ) or \\)');
        }
        this.#out += ')';
        this.#item = start;
        this.#itemIsGroup = true;
        return;
      }
      case '|':
        this.#simple = false;
        this.#assertion('|');
        return;
      case '{':
        this.#interval();
        return;
      default:
        if (this.#item === undefined) {
          if (this.syntax.extended) return;
          this.#add(quote(operator));
          return;
        }
        this.#repeat(operator);
        return;
    }
  }

  #star(): void {
    if (this.#item !== undefined) {
      this.#repeat('*');
      return;
    }
    if (!this.syntax.extended) this.#add('\\*');
  }

  #repeat(operator: string): void {
    const start = this.#item ?? this.#out.length;
    const item = this.#out.slice(start);
    this.#out = `${this.#out.slice(0, start)}(?:${item})${operator}`;
    this.#repetitions += 1;
    if (this.#itemIsGroup) this.#simple = false;
    // `a**` repeats the repetition.
    if (/^\(\?:\(\?:/.test(this.#out.slice(start))) this.#simple = false;
  }

  #interval(): void {
    const close = this.syntax.extended ? '}' : '\\}';
    const end = this.pattern.indexOf(close, this.#at);
    const body = end < 0 ? '' : this.pattern.slice(this.#at, end);
    const [, least = '', comma, most = ''] = /^(\d*)(?:(,)(\d*))?$/.exec(body) ?? [];
    if (least === '' && comma === undefined) {
      if (this.syntax.extended) {
        this.#add('\\{');
        return;
      }
      throw new RegexError(end < 0 ? 'Unmatched \\{' : 'Invalid content of \\{\\}');
    }
    this.#at = end + close.length;
    const from = Number(least);
    if (most !== '' && Number(most) < from) throw new RegexError('Invalid content of \\{\\}');
    if (Math.max(from, Number(most)) > 32767) throw new RegexError('Regular expression too big');
    if (this.#item === undefined) {
      this.#add(quote(this.syntax.extended ? `{${body}}` : body));
      return;
    }
    this.#repeat(`{${from}${comma === undefined ? '' : `,${most}`}}`);
  }

  #escape(): void {
    const next = this.pattern.charAt(this.#at + 1);
    if (next === '') throw new RegexError('Trailing backslash');
    if (!this.syntax.extended && '(){|+?'.includes(next)) {
      this.#at += 2;
      this.#operator(next);
      return;
    }
    const named = this.syntax.escapes ? characterEscape(this.pattern.slice(this.#at)) : undefined;
    if (named) {
      this.#at += named.length;
      this.#add(quote(named.character));
      return;
    }
    this.#at += 2;
    if (this.syntax.gnu === false) {
      this.#add(quote(next));
      return;
    }
    if (/[1-9]/.test(next)) {
      this.#reference(Number(next));
      return;
    }
    if (next === '<' || next === '>') {
      this.#wordEdge(next);
      return;
    }
    const shared = SHARED[next];
    if (shared === undefined) {
      this.#add(quote(next));
      return;
    }
    if (/^[wWsS]$/.test(next)) {
      this.#add(shared);
      return;
    }
    if (shared === '\\A' || shared === '\\z') this.#simple = false;
    this.#assertion(shared);
  }

  #reference(number: number): void {
    if (number > this.#groups) throw new RegexError('Invalid back reference');
    this.#needsBacktracking = true;
    this.#add(`(?:\\${number})`);
  }

  /**
   * Translates `\<` or `\>`. Next to a word character in the pattern, `\b` is equivalent and needs
   * no lookaround.
   */
  #wordEdge(edge: string): void {
    const near =
      edge === '<'
        ? /^(\w|\\w|\\?\(?\w)/.test(this.pattern.slice(this.#at))
        : /(\w|\\w)\\?[)*+]?\\>$/.test(this.pattern.slice(0, this.#at));
    if (near) {
      this.#assertion('\\b');
      return;
    }
    this.#needsBacktracking = true;
    this.#assertion(edge === '<' ? '(?<!\\w)(?=\\w)' : '(?<=\\w)(?!\\w)');
  }

  #bracket(): void {
    const negated = this.pattern[this.#at] === '^';
    if (negated) this.#at += 1;
    let body = '';
    for (let first = true; ; first = false) {
      if (this.#at >= this.pattern.length) {
        throw new RegexError(
          body === '' ? 'Invalid regular expression' : 'Unmatched [, [^, [:, [., or [=',
        );
      }
      if (this.pattern[this.#at] === ']' && !first) break;
      body += this.#member();
    }
    this.#at += 1;
    this.#add(`[${negated ? '^' : ''}${body}]`);
  }

  /** Reads a class, a range or a character in brackets. */
  #member(): string {
    const [whole, name = ''] =
      /^\[:(\w*):\]/.exec(this.pattern.slice(this.#at, this.#at + 16)) ?? [];
    if (whole !== undefined) {
      this.#at += whole.length;
      const members = CLASSES[name];
      if (members === undefined) throw new RegexError('Invalid character class name');
      return members;
    }
    const from = this.#element();
    const isRange =
      this.pattern[this.#at] === '-' && !/^-\]/.test(this.pattern.slice(this.#at, this.#at + 2));
    if (!isRange || this.#at + 1 >= this.pattern.length) return inBrackets(from);
    this.#at += 1;
    const to = this.#element();
    if ((from.codePointAt(0) ?? 0) > (to.codePointAt(0) ?? 0))
      throw new RegexError('Invalid range end');
    return `${inBrackets(from)}-${inBrackets(to)}`;
  }

  #element(): string {
    const rest = this.pattern.slice(this.#at, this.#at + 8);
    const [whole, , symbol = ''] = /^\[([.=])(.)\1\]/u.exec(rest) ?? [];
    if (whole !== undefined) {
      this.#at += whole.length;
      return symbol;
    }
    if (rest.startsWith('\\') && this.syntax.escapes) {
      const named = characterEscape(rest);
      if (named) {
        this.#at += named.length;
        return named.character;
      }
      // In awk, a backslash in brackets quotes what follows.
      if (this.syntax.extended && /^\\[\\\]/"\-^[]/.test(rest)) {
        this.#at += 2;
        return rest.charAt(1);
      }
    }
    const character = String.fromCodePoint(this.pattern.codePointAt(this.#at) ?? 0);
    this.#at += character.length;
    return character;
  }
}

const inBrackets = (character: string): string => character.replace(/[\\\]^[-]/, '\\$&');
