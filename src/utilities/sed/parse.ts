/** Parses sed scripts. */
import type { RegexCompiler } from '../regex/expression.js';
import { characterEscape, RegexError } from '../regex/posix.js';
import { UtilityError } from '../utility.js';
import type {
  Action,
  Address,
  Command,
  Pattern,
  RangeEnd,
  ReplacementPart,
  Selection,
} from './commands.js';

/** A piece of a script: the argument of `-e` or the contents of a file. */
export interface ScriptPart {
  readonly text: string;
  /** The file that it comes from. */
  readonly file?: string;
}

const SIMPLE = new Set([...'=dDFgGhHnNpPxz']);

/** Parses a script. @throws UtilityError */
export function parseScript(
  parts: readonly ScriptPart[],
  compiler: RegexCompiler,
  extended: boolean,
): Command[] {
  return new Parser(parts, compiler, extended).parse();
}

/** A jump whose label is not known yet. */
interface Jump {
  readonly at: number;
  readonly kind: 'b' | 't' | 'T';
  readonly label: string;
  readonly selection: Selection | undefined;
}

class Parser {
  readonly #text: string;
  #at = 0;
  readonly #commands: Command[] = [];
  readonly #blocks: number[] = [];
  readonly #labels = new Map<string, number>();
  readonly #jumps: Jump[] = [];

  constructor(
    private readonly parts: readonly ScriptPart[],
    private readonly compiler: RegexCompiler,
    private readonly extended: boolean,
  ) {
    this.#text = parts.map(({ text }) => text).join('\n');
  }

  parse(): Command[] {
    for (;;) {
      this.#skip(/[\s;]/);
      if (this.#at >= this.#text.length) break;
      this.#command();
    }
    const block = this.#blocks.at(-1);
    if (block !== undefined) this.#fail("unmatched `{'", 0);
    for (const { at, kind, label, selection } of this.#jumps) {
      const target = label === '' ? this.#commands.length : this.#labels.get(label);
      if (target === undefined)
        throw new UtilityError(`can't find label for jump to \`${label}'`, 4);
      this.#commands[at] = { selection, action: { kind, target } };
    }
    return this.#commands;
  }

  /** Reports an error at the current place, as the original does. */
  #fail(message: string, at = this.#at): never {
    let start = 0;
    for (const [i, { text, file }] of this.parts.entries()) {
      const end = start + text.length;
      const isLast = i === this.parts.length - 1;
      if (at <= end + 1 || isLast) {
        const line = this.#text.slice(start, Math.max(start, at)).split('\n').length;
        const place =
          file === undefined
            ? `-e expression #${i + 1}, char ${Math.max(0, at - start)}`
            : `file ${file} line ${line}`;
        throw new UtilityError(`${place}: ${message}`);
      }
      start = end + 1;
    }
    throw new UtilityError(message);
  }

  #skip(pattern: RegExp): void {
    while (this.#at < this.#text.length && pattern.test(this.#text.charAt(this.#at))) this.#at += 1;
  }

  #next(): string {
    return this.#text.charAt(this.#at);
  }

  #command(): void {
    const selection = this.#selection();
    const name = this.#next();
    this.#at += 1;
    if (name === '') this.#fail('missing command', this.#text.length);
    const add = (action: Action): void => void this.#commands.push({ selection, action });
    if (SIMPLE.has(name)) {
      add({ kind: name } as Action);
      this.#end();
      return;
    }
    switch (name) {
      case '#':
        if (selection) this.#fail("comments don't accept any addresses");
        this.#skip(/[^\n]/);
        return;
      case ':': {
        if (selection) this.#fail(": doesn't want any addresses");
        this.#skip(/[ \t]/);
        const label = this.#take(/[^\n;]/).trimEnd();
        if (label === '') this.#fail('":" lacks a label');
        this.#labels.set(label, this.#commands.length);
        return;
      }
      case '{':
        this.#blocks.push(this.#commands.length);
        add({ kind: '{', end: 0 });
        return;
      case '}': {
        const start = this.#blocks.pop();
        const open = start === undefined ? undefined : this.#commands[start];
        if (start === undefined || !open) this.#fail("unexpected `}'");
        if (selection) this.#fail("} doesn't want any addresses");
        this.#commands[start] = {
          selection: open.selection,
          action: { kind: '{', end: this.#commands.length },
        };
        this.#end();
        return;
      }
      case 'a':
      case 'i':
      case 'c':
        add({ kind: name, text: this.#textArgument() });
        return;
      case 'b':
      case 't':
      case 'T': {
        this.#skip(/[ \t]/);
        const label = this.#take(/[^\n;}\s]/);
        this.#jumps.push({ at: this.#commands.length, kind: name, label, selection });
        add({ kind: name, target: 0 });
        this.#end();
        return;
      }
      case 'r':
      case 'R':
      case 'w':
      case 'W':
        add({ kind: name, file: this.#fileName() });
        return;
      case 'q':
      case 'Q': {
        if (selection?.to) this.#fail('command only uses one address');
        this.#skip(/[ \t]/);
        add({ kind: name, status: Number(this.#take(/\d/)) });
        this.#end();
        return;
      }
      case 'l':
      case 'L': {
        this.#skip(/[ \t]/);
        const width = this.#take(/\d/);
        add({ kind: 'l', width: width === '' ? undefined : Number(width) });
        this.#end();
        return;
      }
      case 'e':
        this.#skip(/[ \t]/);
        add({ kind: 'e', command: this.#take(/[^\n]/) });
        return;
      case 'v':
        this.#take(/[^\n;]/);
        return;
      case 's':
        add(this.#substitution());
        return;
      case 'y':
        add({ kind: 'y', map: this.#transliteration() });
        this.#end();
        return;
      case '!':
        this.#fail("multiple `!'s");
        break;
      default:
        this.#fail(`unknown command: \`${name}'`);
    }
  }

  #take(pattern: RegExp): string {
    const start = this.#at;
    this.#skip(pattern);
    return this.#text.slice(start, this.#at);
  }

  /** Checks that nothing follows a command. */
  #end(): void {
    this.#skip(/[ \t\r]/);
    const next = this.#next();
    if (next === '' || next === '\n' || next === ';') {
      this.#at += 1;
      return;
    }
    if (next === '}' || next === '#') return;
    this.#at += 1;
    this.#fail('extra characters after command');
  }

  #selection(): Selection | undefined {
    const from = this.#address();
    if (!from) {
      const negated = this.#negation();
      return negated
        ? { from: { kind: 'step', first: 0, step: 1 }, to: undefined, negated }
        : undefined;
    }
    this.#skip(/[ \t]/);
    let to: RangeEnd | undefined;
    if (this.#next() === ',') {
      this.#at += 1;
      this.#skip(/[ \t]/);
      to = this.#rangeEnd();
      if (!to) this.#fail("unexpected `,'", Math.min(this.#at + 1, this.#text.length));
    }
    if (from.kind === 'line' && from.line === 0 && to?.kind !== 'match')
      this.#fail('invalid usage of line address 0');
    return { from, to, negated: this.#negation() };
  }

  #negation(): boolean {
    this.#skip(/[ \t]/);
    if (this.#next() !== '!') return false;
    this.#at += 1;
    this.#skip(/[ \t]/);
    return true;
  }

  #rangeEnd(): RangeEnd | undefined {
    const [, sign, digits] = /^([+~])(\d+)/.exec(this.#text.slice(this.#at, this.#at + 20)) ?? [];
    if (sign === undefined || digits === undefined) return this.#address();
    this.#at += 1 + digits.length;
    return sign === '+'
      ? { kind: 'count', count: Number(digits) }
      : { kind: 'multiple', of: Number(digits) };
  }

  #address(): Address | undefined {
    const next = this.#next();
    if (/\d/.test(next)) {
      const first = Number(this.#take(/\d/));
      if (this.#next() !== '~') return { kind: 'line', line: first };
      this.#at += 1;
      return { kind: 'step', first, step: Number(this.#take(/\d/)) };
    }
    if (next === '$') {
      this.#at += 1;
      return { kind: 'last' };
    }
    if (next !== '/' && next !== '\\') return undefined;
    this.#at += next === '/' ? 1 : 2;
    const source = this.#delimited(this.#text.charAt(this.#at - 1), true);
    if (source === undefined) this.#fail('unterminated address regex');
    const flags = this.#take(/[IM]/);
    return {
      kind: 'match',
      pattern: this.#compile(source, flags.includes('I'), flags.includes('M')),
    };
  }

  #compile(source: string, ignoreCase: boolean, multiline: boolean): Pattern {
    if (source === '') return undefined;
    try {
      return this.compiler.posix(source, {
        extended: this.extended,
        escapes: true,
        ignoreCase,
        multiline,
      });
    } catch (error) {
      if (!(error instanceof RegexError)) throw error;
      return this.#fail(error.message);
    }
  }

  /**
   * Reads up to and including an unescaped delimiter.
   *
   * @param regex true for a regular expression, false for the text of `s` and `y`.
   * @returns the text, or `undefined` if the delimiter is missing.
   */
  #delimited(delimiter: string, regex: boolean): string | undefined {
    let text = '';
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#next();
      if (character === delimiter) {
        this.#at += 1;
        return text;
      }
      const bracket =
        regex && character === '[' ? BRACKET.exec(this.#text.slice(this.#at))?.[0] : undefined;
      if (bracket !== undefined) {
        text += bracket;
        this.#at += bracket.length - 1;
        continue;
      }
      if (character === '\n' && regex) return undefined;
      if (character !== '\\') {
        text += character;
        continue;
      }
      this.#at += 1;
      const escaped = this.#next();
      if (escaped === delimiter)
        text +=
          regex || delimiter !== '&'
            ? delimiter === '/' || !regex
              ? escaped
              : literalDelimiter(escaped, this.extended)
            : '\\&';
      else if (escaped === 'n' && regex) text += '\n';
      else text += `\\${escaped}`;
    }
    return undefined;
  }

  #substitution(): Action {
    const delimiter = this.#next();
    this.#at += 1;
    const source = this.#delimited(delimiter, true);
    const replacement = source === undefined ? undefined : this.#delimited(delimiter, false);
    if (source === undefined || replacement === undefined)
      this.#fail("unterminated `s' command", this.#text.length);
    let [global, number, print, evaluate, ignoreCase, multiline] = [
      false,
      0,
      0,
      false,
      false,
      false,
    ];
    let file: string | undefined;
    flags: for (;;) {
      const flag = this.#next();
      this.#at += 1;
      switch (flag) {
        case 'g':
          if (global) this.#fail("multiple `g' options to `s' command");
          global = true;
          break;
        case 'p':
          if (print > 0) this.#fail("multiple `p' options to `s' command");
          print += evaluate ? 2 : 1;
          break;
        case 'e':
          evaluate = true;
          break;
        case 'i':
        case 'I':
          ignoreCase = true;
          break;
        case 'm':
        case 'M':
          multiline = true;
          break;
        case 'w':
          file = this.#fileName();
          break flags;
        case '':
        case '\n':
        case ';':
          break flags;
        case '}':
        case '#':
          this.#at -= 1;
          break flags;
        case ' ':
        case '\t':
        case '\r':
          break;
        default: {
          if (!/\d/.test(flag)) this.#fail("unknown option to `s'");
          if (number > 0) this.#fail("multiple number options to `s' command");
          number = Number(flag + this.#take(/\d/));
          if (number === 0) this.#fail("number option to `s' command may not be zero");
        }
      }
    }
    this.#at = Math.min(this.#at, this.#text.length);
    const pattern = this.#compile(source, ignoreCase, multiline);
    const parts = parseReplacement(replacement);
    const highest = Math.max(0, ...parts.map((part) => (part.kind === 'group' ? part.group : 0)));
    if (pattern && highest > pattern.groupCount) {
      this.#fail(`invalid reference \\${highest} on \`s' command's RHS`);
    }
    return {
      kind: 's',
      pattern,
      replacement: parts,
      global,
      number: Math.max(number, 1),
      print,
      evaluate,
      file,
    };
  }

  #transliteration(): ReadonlyMap<string, string> {
    const delimiter = this.#next();
    this.#at += 1;
    const [from, to] = [this.#delimited(delimiter, false), this.#delimited(delimiter, false)];
    if (from === undefined || to === undefined)
      this.#fail("unterminated `y' command", this.#text.length);
    const [keys, values] = [from, to].map((text) => [...unescapePlain(text)]);
    if (keys?.length !== values?.length)
      this.#fail("strings for `y' command are different lengths");
    return new Map(keys?.map((key, i) => [key, values?.[i] ?? key]));
  }

  #fileName(): string {
    this.#skip(/[ \t]/);
    const name = this.#take(/[^\n]/);
    if (name === '') this.#fail('missing filename in r/R/w/W commands');
    return name;
  }

  /** Reads the text of `a`, `i` and `c`, on the same line or after `\` on the next ones. */
  #textArgument(): string {
    this.#skip(/[ \t]/);
    if (this.#at >= this.#text.length) this.#fail("expected \\ after `a', `c' or `i'");
    if (this.#next() === '\\') {
      this.#at += 1;
      const start = this.#at;
      this.#skip(/[ \t]/);
      if (this.#next() === '\n') this.#at += 1;
      // A backslash keeps the blanks in front of a text on the same line.
      else this.#at = start;
      if (this.#at >= this.#text.length) return '';
    }
    let text = '';
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#next();
      if (character === '\n') {
        this.#at += 1;
        break;
      }
      if (character !== '\\') {
        text += character;
        continue;
      }
      this.#at += 1;
      const named = characterEscape(`\\${this.#text.slice(this.#at, this.#at + 4)}`);
      if (named && this.#next() !== 'n') {
        text += named.character;
        this.#at += named.length - 2;
      } else text += this.#next();
    }
    return `${text}\n`;
  }
}

/** A bracket expression; a delimiter in it does not end a regular expression. */
const BRACKET = /^\[\^?\]?(?:\[(?:\.[^\n]*?\.|:[^\n]*?:|=[^\n]*?=)\]|[^\]\n])*\]/;

/** Returns an escaped delimiter as part of an expression in which it is an ordinary character. */
const literalDelimiter = (delimiter: string, extended: boolean): string =>
  (extended ? /[.*[\]^$+?(){}|]/ : /[.*[\]^$]/).test(delimiter) ? `\\${delimiter}` : delimiter;

function unescapePlain(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '\\') {
      out += text.charAt(at++);
      continue;
    }
    const named = characterEscape(text.slice(at, at + 5));
    out += named ? named.character : text.charAt(at + 1) === '\\' ? '\\' : text.slice(at, at + 2);
    at += named?.length ?? 2;
  }
  return out;
}

/** Parses the right side of `s`. */
function parseReplacement(source: string): ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
  };
  for (let at = 0; at < source.length; ) {
    const character = source.charAt(at);
    if (character === '&') {
      flush();
      parts.push({ kind: 'group', group: 0 });
      at += 1;
      continue;
    }
    if (character !== '\\') {
      text += character;
      at += 1;
      continue;
    }
    const next = source.charAt(at + 1);
    const named = characterEscape(source.slice(at, at + 5));
    if (/\d/.test(next) && !(named && named.length > 2)) {
      flush();
      parts.push({ kind: 'group', group: Number(next) });
      at += 2;
    } else if (next === 'U' || next === 'L' || next === 'u' || next === 'l' || next === 'E') {
      flush();
      parts.push({ kind: 'case', change: next });
      at += 2;
    } else {
      text += named ? named.character : next;
      at += named ? named.length : 2;
    }
  }
  flush();
  return parts;
}
