/** Splits expressions and actions into tokens. Mirrors `ovn/lib/lex.c`. */
import { parseInteger, withMask } from './numeric-constant.js';
import { parseQuotedString } from './quoted-string.js';
import { PUNCTUATION, type Punctuation, type Token, type TokenType } from './token.js';

/** The messages for characters that form a token only together with others. */
const INCOMPLETE: Readonly<Record<string, string>> = {
  '/': "`/' is only valid as part of `//' or `/*'.",
  '&': "`&' is only valid as part of `&&'.",
  '|': "`|' is only valid as part of `||'.",
  '.': "`.' is only valid as part of `..' or a number.",
  '-': "`-' is only valid as part of `--'.",
};

/** The punctuation tokens by first character, longest first. All lexers share these objects. */
const PUNCTUATION_BY_CHAR = new Map<string, { readonly type: Punctuation }[]>();
for (const type of PUNCTUATION) {
  const char = type.charAt(0);
  PUNCTUATION_BY_CHAR.set(char, [...(PUNCTUATION_BY_CHAR.get(char) ?? []), { type }]);
}

const END: Token = { type: 'end' };

const SPACE_OR_COMMENT = /(?:[ \t\n\r]|\/\/[^\n]*|\/\*(?:[^*\n]|\*(?!\/))*\*\/)*/y;
const NUMBER_START = /[0-9:]|[0-9a-fA-F]+:/y;
const NUMBER = /(?:[0-9A-Za-z:]|\.(?!\.))*/y;
const IDENTIFIER = /[A-Za-z_.][A-Za-z0-9_.]*/y;
/** Matches up to the closing quote; a backslash escapes the next character. */
const STRING_BODY = /(?:[^"\\]|\\.?)*/sy;
const NON_ASCII = /[\u0080-\uffff]/;

/**
 * Splits a text into tokens, one at a time. {@link token} is the current one, and starts at the
 * first.
 */
export class Lexer {
  readonly #text: string;
  readonly #bytes: boolean;
  #token: Token = END;
  /** The offset of the current token. `#position` is that of the next one. */
  #start = 0;
  #position = 0;

  constructor(text: string) {
    // The reference reads bytes up to a null byte, and complains about invalid ones.
    const end = text.indexOf('\0');
    const input = end < 0 ? text : text.slice(0, end);
    this.#bytes = NON_ASCII.test(input);
    this.#text = this.#bytes ? Buffer.from(input, 'utf8').toString('latin1') : input;
    this.advance();
  }

  get token(): Token {
    return this.#token;
  }

  /** Returns the source text of the current token. */
  get tokenText(): string {
    return this.#decode(this.#text.slice(this.#start, this.#position));
  }

  /** The offsets of the current token in the text: its first character, and the one after it. */
  get span(): { readonly start: number; readonly end: number } {
    const length = (bytes: number) => this.#decode(this.#text.slice(0, bytes)).length;
    return this.#bytes
      ? { start: length(this.#start), end: length(this.#position) }
      : { start: this.#start, end: this.#position };
  }

  /** Advances to the next token and returns it. The last token has type `end`. */
  advance(): Token {
    this.#token = this.#scan();
    return this.#token;
  }

  /** Returns the type of the token after the current one. */
  lookahead(): TokenType {
    const [start, position] = [this.#start, this.#position];
    const { type } = this.#scan();
    [this.#start, this.#position] = [start, position];
    return type;
  }

  /** Advances if the current token has type `type`. Returns true if it did. */
  match(type: TokenType): boolean {
    if (this.#token.type !== type) return false;
    this.advance();
    return true;
  }

  /** Advances if the current token is the identifier `name`. Returns true if it did. */
  matchIdentifier(name: string): boolean {
    if (this.#token.type !== 'identifier' || this.#token.name !== name) return false;
    this.advance();
    return true;
  }

  /** Reads the next token. Changes no state except `#start` and `#position`. */
  #scan(): Token {
    this.#take(SPACE_OR_COMMENT);
    this.#start = this.#position;
    const char = this.#text.charAt(this.#position);
    if (char === '') return END;
    if (this.#sees(NUMBER_START)) return this.#scanNumber();
    const punctuation = PUNCTUATION_BY_CHAR.get(char)?.find(({ type }) =>
      this.#text.startsWith(type, this.#position),
    );
    if (punctuation !== undefined) {
      this.#position += punctuation.type.length;
      return punctuation;
    }
    if (char === '"') return this.#scanString();
    if (char !== '.' && this.#sees(IDENTIFIER)) {
      return { type: 'identifier', name: this.#take(IDENTIFIER) };
    }
    return this.#scanMistake(char);
  }

  #scanNumber(): Token {
    const value = parseInteger(this.#take(NUMBER));
    if (value.type === 'error' || this.#text.charAt(this.#position) !== '/') return value;
    this.#position++;
    const mask = parseInteger(this.#take(NUMBER));
    return mask.type === 'error' ? mask : withMask(value, mask);
  }

  #scanString(): Token {
    this.#position++;
    const body = this.#take(STRING_BODY);
    if (this.#text.charAt(this.#position) !== '"') {
      return { type: 'error', message: 'Input ends inside quoted string.' };
    }
    this.#position++;
    return parseQuotedString(this.#decode(body));
  }

  #scanMistake(char: string): Token {
    if (this.#text.startsWith('/*', this.#position)) {
      // A `/*` comment that does not end on its line swallows the rest of the line.
      this.#take(/[^\n]*/y);
      return { type: 'error', message: "`/*' without matching `*/'." };
    }
    this.#position++;
    return { type: 'error', message: INCOMPLETE[char] ?? describeInvalid(char) };
  }

  #sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.#position;
    return pattern.test(this.#text);
  }

  /** Returns the text that `pattern` matches at the current position, and skips it. */
  #take(pattern: RegExp): string {
    if (!this.#sees(pattern)) return '';
    const text = this.#text.slice(this.#position, pattern.lastIndex);
    this.#position = pattern.lastIndex;
    return text;
  }

  #decode(text: string): string {
    return this.#bytes ? Buffer.from(text, 'latin1').toString('utf8') : text;
  }
}

function describeInvalid(char: string): string {
  const code = char.charCodeAt(0);
  if (code >= 0x20 && code < 0x7f) return `Invalid character \`${char}' in input.`;
  // The reference prints a decimal number after `0x`, and treats bytes as signed.
  return `Invalid byte 0x${code < 0x80 ? code : code - 256} in input.`;
}
