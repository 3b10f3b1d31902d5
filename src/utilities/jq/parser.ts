/** Parses jq programs. */
import type { Definition, Node, Pattern, PatternEntry } from './ast.js';

/** A program that is not valid. */
export class SyntaxFault extends Error {}

interface Token {
  readonly kind:
    | 'number'
    | 'string'
    | 'name'
    | 'field'
    | 'variable'
    | 'format'
    | 'operator'
    | 'end';
  readonly text: string;
  /** The parts of a string with interpolations. */
  readonly parts?: readonly (string | Node)[];
}

const SKIPPED = /(?:\s|#[^\n]*)+/y;
const TOKENS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y],
  ['field', /\.[A-Za-z_]\w*/y],
  ['variable', /\$(?:__loc__|[A-Za-z_]\w*(?:::\w+)*)/y],
  ['format', /@[A-Za-z0-9_]+/y],
  ['name', /[A-Za-z_]\w*(?:::\w+)*/y],
  [
    'operator',
    /\?\/\/=?|\/\/=|\|=|\+=|-=|\*=|\/=|%=|==|!=|<=|>=|\/\/|\.\.|[-.[\]|,:;(){}=<>+*/%?$]/y,
  ],
];

const KEYWORDS = new Set([
  ...[
    'def',
    'if',
    'then',
    'elif',
    'else',
    'end',
    'as',
    'reduce',
    'foreach',
    'try',
    'catch',
    'label',
  ],
  ...['and', 'or', 'import', 'include', '__loc__'],
]);

const MOST_NESTING = 1000;

export function parseProgram(source: string): Node {
  return new Parser(source).program();
}

/** Parses definitions only. */
export function parseDefinitions(source: string): Definition[] {
  const definitions: Definition[] = [];
  for (let node = parseProgram(`${source} .`); node.type === 'define'; node = node.rest)
    definitions.push(node.definition);
  return definitions;
}

/** Returns a term with `?`: only the last access of a path is optional. */
function optional(node: Node): Node {
  const isAccess = node.type === 'index' || node.type === 'slice' || node.type === 'iterate';
  return isAccess ? { ...node, optional: true } : { type: 'try', body: node, handler: undefined };
}

const IDENTITY: Node = { type: 'identity' };
const text = (value: string): Node => ({ type: 'literal', value });

class Parser {
  #at = 0;
  #token: Token;
  #depth = 0;

  constructor(
    private readonly source: string,
    start = 0,
  ) {
    this.#at = start;
    this.#token = this.#read();
  }

  program(): Node {
    const node = this.#token.kind === 'end' ? IDENTITY : this.pipe();
    if (this.#token.kind !== 'end') this.#fail();
    return node;
  }

  /** The start of the next token, for the parts inside a string. */
  get end(): number {
    return this.#at;
  }

  isAt(operator: string): boolean {
    return this.#token.kind === 'operator' && this.#token.text === operator;
  }

  #fail(): never {
    const { kind, text: shown } = this.#token;
    const name =
      kind === 'end'
        ? '$end'
        : kind === 'operator'
          ? `'${shown}'`
          : kind === 'name'
            ? 'IDENT'
            : kind === 'number' || kind === 'string'
              ? 'LITERAL'
              : kind.toUpperCase();
    throw new SyntaxFault(
      `syntax error, unexpected ${KEYWORDS.has(shown) ? shown : name} (Unix shell quoting issues?) at <top-level>, line 1:`,
    );
  }

  #read(): Token {
    SKIPPED.lastIndex = this.#at;
    this.#at += SKIPPED.exec(this.source)?.[0].length ?? 0;
    if (this.#at >= this.source.length) return { kind: 'end', text: '' };
    if (this.source[this.#at] === '"') return this.#readString();
    for (const [kind, pattern] of TOKENS) {
      pattern.lastIndex = this.#at;
      const [found] = pattern.exec(this.source) ?? [];
      if (found === undefined) continue;
      this.#at += found.length;
      return { kind, text: kind === 'field' || kind === 'variable' ? found.slice(1) : found };
    }
    throw new SyntaxFault(
      `syntax error, unexpected INVALID_CHARACTER (Unix shell quoting issues?) at <top-level>, line 1:`,
    );
  }

  #readString(): Token {
    const parts: (string | Node)[] = [];
    let literal = '';
    for (let at = this.#at + 1; at < this.source.length; at++) {
      const character = this.source.charAt(at);
      if (character === '"') {
        this.#at = at + 1;
        if (literal !== '' || parts.length === 0) parts.push(literal);
        return { kind: 'string', text: literal, parts };
      }
      if (character !== '\\') {
        literal += character;
        continue;
      }
      at += 1;
      const escaped = this.source.charAt(at);
      if (escaped === '(') {
        const inner = new Parser(this.source, at + 1);
        const node = inner.pipe();
        if (!inner.isAt(')')) inner.#fail();
        if (literal !== '') parts.push(literal);
        literal = '';
        parts.push(node);
        at = inner.end - 1;
      } else if (escaped === 'u') {
        literal += String.fromCharCode(Number.parseInt(this.source.slice(at + 1, at + 5), 16));
        at += 4;
      } else {
        const known = {
          n: '\n',
          t: '\t',
          r: '\r',
          b: '\b',
          f: '\f',
          '"': '"',
          '\\': '\\',
          '/': '/',
        }[escaped];
        if (known === undefined)
          throw new SyntaxFault(
            'Invalid escape at line 1, column 4 (while parsing \'"\\q"\') at <top-level>, line 1:',
          );
        literal += known;
      }
    }
    throw new SyntaxFault(
      'syntax error, unexpected $end, expecting QQSTRING_TEXT or QQSTRING_INTERP_START or QQSTRING_END (Unix shell quoting issues?) at <top-level>, line 1:',
    );
  }

  #advance(): Token {
    const token = this.#token;
    this.#token = this.#read();
    return token;
  }

  #isWord(word: string): boolean {
    return this.#token.kind === 'name' && this.#token.text === word;
  }

  #accept(operator: string): boolean {
    if (!this.isAt(operator)) return false;
    this.#advance();
    return true;
  }

  #acceptWord(word: string): boolean {
    if (!this.#isWord(word)) return false;
    this.#advance();
    return true;
  }

  #expect(operator: string): void {
    if (!this.#accept(operator)) this.#fail();
  }

  #expectWord(word: string): void {
    if (!this.#acceptWord(word)) this.#fail();
  }

  pipe(): Node {
    this.#depth += 1;
    if (this.#depth > MOST_NESTING) throw new SyntaxFault('the program is nested too deeply');
    try {
      return this.#pipe();
    } finally {
      this.#depth -= 1;
    }
  }

  #pipe(): Node {
    if (this.#isWord('def')) {
      const definition = this.#definition();
      // A program may consist of definitions alone.
      const rest = this.#token.kind === 'end' ? IDENTITY : this.pipe();
      return { type: 'define', definition, rest };
    }
    if (this.#acceptWord('label')) {
      const { kind, text: name } = this.#advance();
      if (kind !== 'variable') this.#fail();
      this.#expect('|');
      return { type: 'label', name, body: this.pipe() };
    }
    const left = this.#comma();
    return this.#accept('|') ? { type: 'pipe', left, right: this.pipe() } : left;
  }

  #binding(source: Node): Node {
    const patterns = [this.#pattern()];
    while (this.#accept('?//')) patterns.push(this.#pattern());
    this.#expect('|');
    return { type: 'bind', source, patterns, body: this.pipe() };
  }

  #definition(): Definition {
    this.#expectWord('def');
    const { kind, text: name } = this.#advance();
    if (kind !== 'name') this.#fail();
    const parameters: string[] = [];
    if (this.#accept('(')) {
      do {
        const parameter = this.#advance();
        if (parameter.kind !== 'name' && parameter.kind !== 'variable') this.#fail();
        parameters.push(parameter.kind === 'variable' ? `$${parameter.text}` : parameter.text);
      } while (this.#accept(';'));
      this.#expect(')');
    }
    this.#expect(':');
    const body = this.pipe();
    this.#expect(';');
    return { name, parameters, body };
  }

  #comma(): Node {
    let left = this.#operators(0);
    while (this.#accept(',')) left = { type: 'comma', left, right: this.#operators(0) };
    return left;
  }

  #operators(level: number): Node {
    switch (level) {
      case 0: {
        // The alternative operator binds to the right.
        const left = this.#operators(1);
        return this.#accept('//') ? { type: 'alternative', left, right: this.#operators(0) } : left;
      }
      case 1: {
        const left = this.#operators(2);
        const { text: operator } = this.#token;
        if (this.#token.kind !== 'operator' || !/^(=|\|=|\+=|-=|\*=|\/=|%=|\/\/=)$/.test(operator))
          return left;
        this.#advance();
        return { type: 'update', operator, left, right: this.#operators(0) };
      }
      case 2:
      case 3: {
        const type = level === 2 ? 'or' : 'and';
        let left = this.#operators(level + 1);
        while (this.#acceptWord(type)) left = { type, left, right: this.#operators(level + 1) };
        return left;
      }
      case 4: {
        const left = this.#operators(5);
        const { kind, text: operator } = this.#token;
        if (kind !== 'operator' || !/^(==|!=|<|<=|>|>=)$/.test(operator)) return left;
        this.#advance();
        return { type: 'binary', operator, left, right: this.#operators(5) };
      }
      case 5:
      case 6: {
        const known = level === 5 ? '+-' : '*/%';
        let left = this.#operators(level + 1);
        while (
          this.#token.kind === 'operator' &&
          this.#token.text.length === 1 &&
          known.includes(this.#token.text)
        ) {
          const { text: operator } = this.#advance();
          left = { type: 'binary', operator, left, right: this.#operators(level + 1) };
        }
        return left;
      }
      default:
        return this.#accept('-') ? { type: 'negate', operand: this.#postfix() } : this.#postfix();
    }
  }

  /** @param binds false if `as` belongs to `reduce` or `foreach` */
  #postfix(binds = true): Node {
    let node = this.#primary();
    for (;;) {
      if (this.#token.kind === 'field')
        node = { type: 'index', target: node, key: text(this.#advance().text) };
      else if (this.#accept('?')) node = optional(node);
      else if (this.isAt('[')) node = this.#brackets(node);
      else if (this.isAt('.')) {
        this.#advance();
        if (this.#token.kind === 'string')
          node = { type: 'index', target: node, key: this.#string(undefined) };
        else if (this.isAt('[')) node = this.#brackets(node);
        else this.#fail();
      } else if (binds && this.#isWord('as')) {
        this.#advance();
        return this.#binding(node);
      } else return node;
    }
  }

  #brackets(target: Node): Node {
    this.#expect('[');
    if (this.#accept(']')) return { type: 'iterate', target };
    if (this.#accept(':')) {
      const to = this.pipe();
      this.#expect(']');
      return { type: 'slice', target, from: undefined, to };
    }
    const key = this.pipe();
    if (!this.#accept(':')) {
      this.#expect(']');
      return { type: 'index', target, key };
    }
    const to = this.isAt(']') ? undefined : this.pipe();
    this.#expect(']');
    return { type: 'slice', target, from: key, to };
  }

  #string(format: string | undefined): Node {
    const { parts = [] } = this.#advance();
    const [only, ...others] = parts;
    if (typeof only === 'string' && others.length === 0) return text(only);
    return { type: 'string', parts, format };
  }

  #primary(): Node {
    const token = this.#token;
    switch (token.kind) {
      case 'number':
        this.#advance();
        return { type: 'literal', value: Number(token.text) };
      case 'string':
        return this.#string(undefined);
      case 'format': {
        const { text: name } = this.#advance();
        return this.#token.kind === 'string' ? this.#string(name) : { type: 'format', name };
      }
      case 'field':
        this.#advance();
        return { type: 'index', target: IDENTITY, key: text(token.text) };
      case 'variable':
        this.#advance();
        if (token.text !== '__loc__') return { type: 'variable', name: token.text };
        return {
          type: 'literal',
          value: new Map<string, string | number>([
            ['file', '<top-level>'],
            ['line', 1],
          ]),
        };
      case 'name':
        return this.#named();
      case 'operator':
        return this.#operatorPrimary();
      default:
        return this.#fail();
    }
  }

  #operatorPrimary(): Node {
    const { text: operator } = this.#token;
    switch (operator) {
      case '.':
        this.#advance();
        if (this.#token.kind === 'string')
          return { type: 'index', target: IDENTITY, key: this.#string(undefined) };
        return IDENTITY;
      case '..':
        this.#advance();
        return { type: 'recurse' };
      case '(': {
        this.#advance();
        const node = this.pipe();
        this.#expect(')');
        return node;
      }
      case '[': {
        this.#advance();
        if (this.#accept(']')) return { type: 'array', items: undefined };
        const items = this.pipe();
        this.#expect(']');
        return { type: 'array', items };
      }
      case '{':
        return this.#object();
      case '-':
        this.#advance();
        return { type: 'negate', operand: this.#postfix() };
      default:
        return this.#fail();
    }
  }

  #named(): Node {
    const { text: name } = this.#advance();
    switch (name) {
      case 'if':
        return this.#if();
      case 'try': {
        const body = this.#postfix();
        return {
          type: 'try',
          body,
          handler: this.#acceptWord('catch') ? this.#postfix() : undefined,
        };
      }
      case 'reduce':
      case 'foreach':
        return this.#fold(name);
      case 'break': {
        const label = this.#advance();
        if (label.kind !== 'variable') this.#fail();
        return { type: 'break', name: label.text };
      }
    }
    if (KEYWORDS.has(name)) {
      this.#token = { kind: 'name', text: name };
      this.#fail();
    }
    if (name === 'null') return { type: 'literal', value: null };
    if (name === 'true' || name === 'false') return { type: 'literal', value: name === 'true' };
    const args: Node[] = [];
    if (this.#accept('(')) {
      do args.push(this.pipe());
      while (this.#accept(';'));
      this.#expect(')');
    }
    return { type: 'call', name, args };
  }

  #if(): Node {
    const test = this.pipe();
    this.#expectWord('then');
    const yes = this.pipe();
    if (this.#acceptWord('elif')) return { type: 'if', test, yes, no: this.#if() };
    this.#expectWord('else');
    const no = this.pipe();
    this.#expectWord('end');
    return { type: 'if', test, yes, no };
  }

  #fold(type: 'reduce' | 'foreach'): Node {
    const source = this.#postfix(false);
    this.#expectWord('as');
    const pattern = this.#pattern();
    this.#expect('(');
    const init = this.pipe();
    this.#expect(';');
    const update = this.pipe();
    const extract = type === 'foreach' && this.#accept(';') ? this.pipe() : undefined;
    this.#expect(')');
    if (type === 'reduce') return { type, source, pattern, init, update };
    return { type, source, pattern, init, update, extract };
  }

  #pattern(): Pattern {
    if (this.#token.kind === 'variable') return { type: 'variable', name: this.#advance().text };
    if (this.#accept('[')) {
      const items: Pattern[] = [];
      do items.push(this.#pattern());
      while (this.#accept(','));
      this.#expect(']');
      return { type: 'array', items };
    }
    this.#expect('{');
    const entries: PatternEntry[] = [];
    do entries.push(this.#patternEntry());
    while (this.#accept(','));
    this.#expect('}');
    return { type: 'object', entries };
  }

  #patternEntry(): PatternEntry {
    if (this.#token.kind === 'variable') {
      const { text: name } = this.#advance();
      const value = this.#accept(':') ? this.#pattern() : undefined;
      return { key: text(name), variable: name, value };
    }
    const key = this.#key();
    this.#expect(':');
    return { key, variable: undefined, value: this.#pattern() };
  }

  #key(): Node {
    if (this.#token.kind === 'name') return text(this.#advance().text);
    if (this.#token.kind === 'string') return this.#string(undefined);
    if (this.#token.kind === 'format') {
      const { text: name } = this.#advance();
      return this.#string(name);
    }
    this.#expect('(');
    const key = this.pipe();
    this.#expect(')');
    return key;
  }

  #object(): Node {
    this.#expect('{');
    const entries: (readonly [Node, Node])[] = [];
    if (this.#accept('}')) return { type: 'object', entries };
    do {
      if (this.isAt('}')) break;
      if (this.#token.kind === 'variable') {
        const { text: name } = this.#advance();
        entries.push([text(name), { type: 'variable', name }]);
        continue;
      }
      const isShort = this.#token.kind !== 'operator';
      const key = this.#key();
      if (this.#accept(':')) entries.push([key, this.#objectValue()]);
      else if (isShort) entries.push([key, { type: 'index', target: IDENTITY, key }]);
      else this.#fail();
    } while (this.#accept(','));
    this.#expect('}');
    return { type: 'object', entries };
  }

  /** A value of an object: terms with `|` between them. */
  #objectValue(): Node {
    const left = this.#operators(7);
    return this.#accept('|') ? { type: 'pipe', left, right: this.#objectValue() } : left;
  }
}
