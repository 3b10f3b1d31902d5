/** Splits awk programs into tokens. */
import { UtilityError } from '../utility.js';

export type TokenKind =
  | 'number'
  | 'string'
  | 'regex'
  | 'name'
  /** A name directly followed by a parenthesis, as in a function call. */
  | 'function-name'
  | 'builtin'
  | 'keyword'
  | 'operator'
  | 'newline'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly line: number;
}

const KEYWORDS = new Set([
  ...['BEGIN', 'END', 'function', 'if', 'else', 'while', 'for', 'do', 'break', 'continue', 'next'],
  ...['nextfile', 'exit', 'return', 'delete', 'in', 'getline', 'print', 'printf'],
]);

/** The built-in functions, with the minimum and maximum number of their arguments. */
export const BUILTINS: ReadonlyMap<string, readonly [fewest: number, most: number]> = new Map([
  ['atan2', [2, 2]],
  ['close', [1, 1]],
  ['cos', [1, 1]],
  ['exp', [1, 1]],
  ['fflush', [0, 1]],
  ['gsub', [2, 3]],
  ['index', [2, 2]],
  ['int', [1, 1]],
  ['length', [0, 1]],
  ['log', [1, 1]],
  ['match', [2, 2]],
  ['mktime', [1, 1]],
  ['rand', [0, 0]],
  ['sin', [1, 1]],
  ['split', [2, 3]],
  ['sprintf', [1, Number.POSITIVE_INFINITY]],
  ['sqrt', [1, 1]],
  ['srand', [0, 1]],
  ['strftime', [0, 3]],
  ['sub', [2, 3]],
  ['substr', [2, 3]],
  ['system', [1, 1]],
  ['systime', [0, 0]],
  ['tolower', [1, 1]],
  ['toupper', [1, 1]],
]);

const OPERATOR =
  /^(?:&&|\|\||\+\+|--|\+=|-=|\*=|\/=|%=|\^=|==|<=|>=|!=|!~|>>|[-+*/%^!<>=~?:,;(){}[\]$|])/;
const NUMBER = /^(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/;
const NAME = /^[A-Za-z_]\w*/;

/** True if a slash after this token is a division. */
function endsOperand(token: Token | undefined): boolean {
  switch (token?.kind) {
    case 'number':
    case 'string':
    case 'regex':
    case 'name':
      return true;
    case 'builtin':
      return token.text === 'length';
    case 'operator':
      return [')', ']', '++', '--', '$'].includes(token.text);
    default:
      return false;
  }
}

/** Splits a program into tokens. @throws UtilityError */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const add = (kind: TokenKind, text: string): void => void tokens.push({ kind, text, line });
  while (at < source.length) {
    const rest = source.slice(at, at + 256);
    const character = source.charAt(at);
    if (character === '\n') {
      add('newline', '\n');
      line += 1;
      at += 1;
    } else if (/[ \t\r]/.test(character)) at += 1;
    else if (/^\\\r?\n/.test(rest)) {
      at = source.indexOf('\n', at) + 1;
      line += 1;
    } else if (character === '#') {
      const end = source.indexOf('\n', at);
      at = end < 0 ? source.length : end;
    } else if (character === '"') {
      const [text, length] = stringAt(source, at, line);
      add('string', text);
      at += length;
    } else if (character === '/' && !endsOperand(tokens.at(-1))) {
      const [text, length] = regexAt(source, at, line);
      add('regex', text);
      at += length;
    } else {
      const [number] = NUMBER.exec(rest) ?? [];
      const [name] = NAME.exec(source.slice(at, at + 4096)) ?? [];
      const [operator] = OPERATOR.exec(rest) ?? [];
      const text = number ?? name ?? operator;
      if (text === undefined) {
        throw new UtilityError(`line ${line}: syntax error at or near ${character}`, 2);
      }
      at += text.length;
      if (number !== undefined) add('number', number);
      else if (name === undefined) add('operator', text);
      else if (KEYWORDS.has(name)) add('keyword', name);
      else if (BUILTINS.has(name)) add('builtin', name);
      else add(source[at] === '(' ? 'function-name' : 'name', name);
    }
  }
  add('newline', '\n');
  add('end', 'end of file');
  return tokens;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
};

/** Returns the text of a string literal and the length of the literal. */
function stringAt(source: string, start: number, line: number): [string, number] {
  let end = start + 1;
  for (; end < source.length && source[end] !== '"'; end++) {
    if (source[end] === '\\') end += 1;
    else if (source[end] === '\n') break;
  }
  if (source[end] !== '"') {
    const shown = source.slice(start, start + 10).split('\n', 1)[0];
    throw new UtilityError(`line ${line}: runaway string constant ${shown} ...`, 2);
  }
  return [unescapeString(source.slice(start + 1, end)), end + 1 - start];
}

/** Replaces the escapes of a string; an unknown one stays as it is. */
export const unescapeString = (text: string): string =>
  text.replace(
    /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|\n|([\s\S]))/g,
    (whole, octal, hex, letter) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      return letter === undefined ? '' : (ESCAPES[letter] ?? whole);
    },
  );

function regexAt(source: string, start: number, line: number): [string, number] {
  let inBrackets = false;
  for (let end = start + 1; end < source.length; end++) {
    const character = source[end];
    if (character === '\n') break;
    if (character === '\\') end += 1;
    else if (character === '[' && !inBrackets) {
      inBrackets = true;
      // A closing bracket directly after the opening one is a member.
      if (source[end + 1] === '^') end += 1;
      if (source[end + 1] === ']') end += 1;
    } else if (character === '[' && source[end + 1] === ':')
      end = source.indexOf(':]', end) + 1 || end;
    else if (character === ']') inBrackets = false;
    else if (character === '/' && !inBrackets) {
      return [source.slice(start + 1, end).replaceAll('\\/', '/'), end + 1 - start];
    }
  }
  const shown = source.slice(start, start + 10).split('\n', 1)[0];
  throw new UtilityError(`line ${line}: runaway regular expression ${shown} ...`, 2);
}
