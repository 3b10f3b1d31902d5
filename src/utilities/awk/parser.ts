/** Parses awk programs. */
import { UtilityError } from '../utility.js';
import type { Expr, FunctionDefinition, LValue, Program, Redirection, Rule, Stmt } from './ast.js';
import { BUILTINS, type Token, tokenize } from './lexer.js';

/** Parses a program. @throws UtilityError */
export function parseProgram(source: string): Program {
  return new Parser(tokenize(source)).program();
}

/** Contexts in which an operator has another meaning. */
interface Context {
  /** `>` starts the redirection of `print`. */
  readonly noGreater?: boolean;
  /** `in` belongs to `for`. */
  readonly noIn?: boolean;
}

const COMPARISONS = new Set(['<', '<=', '==', '!=', '>', '>=']);
const ASSIGNMENTS = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=']);
const MOST_NESTING = 500;

class Parser {
  #at = 0;
  #depth = 0;
  #inFunction = false;
  readonly #functions = new Map<string, FunctionDefinition>();
  readonly #calls: { name: string; line: number }[] = [];

  constructor(private readonly tokens: readonly Token[]) {}

  get #token(): Token {
    return (
      this.tokens[Math.min(this.#at, this.tokens.length - 1)] ?? { kind: 'end', text: '', line: 0 }
    );
  }

  #fail(token = this.#token): never {
    const missing = token.kind === 'end' && this.#depth > 0;
    if (missing) throw new UtilityError(`line ${token.line + 1}: missing } near end of file`, 2);
    const shown = token.kind === 'newline' || token.kind === 'end' ? 'end of line' : token.text;
    throw new UtilityError(`line ${token.line}: syntax error at or near ${shown}`, 2);
  }

  #is(text: string): boolean {
    const { kind, text: own } = this.#token;
    return own === text && (kind === 'operator' || kind === 'keyword' || kind === 'newline');
  }

  #accept(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) this.#fail();
  }

  #skipNewlines(): void {
    while (this.#is('\n')) this.#at += 1;
  }

  #skipEnds(): void {
    while (this.#is('\n') || this.#is(';')) this.#at += 1;
  }

  program(): Program {
    const rules: Rule[] = [];
    for (this.#skipEnds(); this.#token.kind !== 'end'; this.#skipEnds()) {
      if (this.#accept('function')) this.#function();
      else rules.push(this.#rule());
    }
    const unknown = this.#calls.find(({ name }) => !this.#functions.has(name));
    if (unknown) {
      throw new UtilityError(
        `line ${this.#token.line + 1}: function ${unknown.name} never defined`,
        2,
      );
    }
    return { rules, functions: this.#functions };
  }

  #function(): void {
    const { kind, text: name } = this.#token;
    if (kind !== 'function-name' && kind !== 'name') this.#fail();
    this.#at += 1;
    this.#expect('(');
    const parameters: string[] = [];
    while (!this.#accept(')')) {
      if (this.#token.kind !== 'name') this.#fail();
      parameters.push(this.#token.text);
      this.#at += 1;
      if (!this.#is(')')) this.#expect(',');
      this.#skipNewlines();
    }
    this.#skipNewlines();
    this.#inFunction = true;
    const body = this.#block();
    this.#inFunction = false;
    this.#functions.set(name, { name, parameters, body });
  }

  #rule(): Rule {
    if (this.#accept('BEGIN')) return { pattern: { kind: 'begin' }, body: this.#block() };
    if (this.#accept('END')) return { pattern: { kind: 'end' }, body: this.#block() };
    if (this.#is('{')) return { pattern: { kind: 'always' }, body: this.#block() };
    const from = this.#expression();
    if (this.#accept(',')) {
      this.#skipNewlines();
      const to = this.#expression();
      return {
        pattern: { kind: 'range', from, to },
        body: this.#is('{') ? this.#block() : undefined,
      };
    }
    const body = this.#is('{') ? this.#block() : undefined;
    if (!body && !this.#is('\n') && !this.#is(';')) this.#fail();
    return { pattern: { kind: 'expression', value: from }, body };
  }

  #block(): Stmt {
    this.#expect('{');
    this.#depth += 1;
    if (this.#depth > MOST_NESTING) this.#fail();
    const body: Stmt[] = [];
    for (this.#skipEnds(); !this.#is('}'); this.#skipEnds()) body.push(this.#statement());
    this.#depth -= 1;
    this.#at += 1;
    return { type: 'block', body };
  }

  /** Parses a statement and its terminator. */
  #statement(): Stmt {
    if (this.#is('{')) return this.#block();
    const { kind, text } = this.#token;
    if (kind === 'keyword') {
      switch (text) {
        case 'if':
          return this.#if();
        case 'while': {
          this.#at += 1;
          const test = this.#parenthesized();
          // A semicolon is an empty body.
          const body = this.#accept(';') ? EMPTY : this.#body();
          return { type: 'loop', init: undefined, test, step: undefined, body, bodyFirst: false };
        }
        case 'do':
          return this.#do();
        case 'for':
          return this.#for();
      }
    }
    if (this.#accept(';')) return EMPTY;
    const statement = this.#simple();
    this.#end();
    return statement;
  }

  #end(): void {
    if (this.#accept(';') || this.#accept('\n')) return;
    if (!this.#is('}')) this.#fail();
  }

  #body(): Stmt {
    this.#skipNewlines();
    return this.#statement();
  }

  #parenthesized(): Expr {
    this.#expect('(');
    const test = this.#expression();
    this.#expect(')');
    return test;
  }

  #if(): Stmt {
    this.#at += 1;
    const test = this.#parenthesized();
    const yes = this.#body();
    const before = this.#at;
    this.#skipEnds();
    if (this.#accept('else')) return { type: 'if', test, yes, no: this.#body() };
    this.#at = before;
    return { type: 'if', test, yes, no: undefined };
  }

  #do(): Stmt {
    this.#at += 1;
    const body = this.#body();
    this.#skipEnds();
    this.#expect('while');
    const test = this.#parenthesized();
    this.#end();
    return { type: 'loop', init: undefined, test, step: undefined, body, bodyFirst: true };
  }

  #for(): Stmt {
    this.#at += 1;
    this.#expect('(');
    const [name, keyword, array, close] = this.tokens.slice(this.#at, this.#at + 4);
    if (
      name?.kind === 'name' &&
      keyword?.text === 'in' &&
      array?.kind === 'name' &&
      close?.text === ')'
    ) {
      this.#at += 4;
      return {
        type: 'for-in',
        variable: { type: 'variable', name: name.text },
        array: array.text,
        body: this.#body(),
      };
    }
    const init = this.#is(';') ? undefined : this.#simple();
    this.#expect(';');
    this.#skipNewlines();
    const test = this.#is(';') ? undefined : this.#expression();
    this.#expect(';');
    this.#skipNewlines();
    const step = this.#is(')') ? undefined : this.#simple();
    this.#expect(')');
    const body = this.#accept(';') ? EMPTY : this.#body();
    return { type: 'loop', init, test, step, body, bodyFirst: false };
  }

  #simple(): Stmt {
    const token = this.#token;
    if (token.kind !== 'keyword' || token.text === 'getline') {
      return { type: 'expression', value: this.#expression() };
    }
    this.#at += 1;
    const hasValue = (): boolean => !this.#is(';') && !this.#is('\n') && !this.#is('}');
    switch (token.text) {
      case 'print':
      case 'printf':
        return this.#print(token.text);
      case 'next':
      case 'nextfile':
      case 'break':
      case 'continue':
        return { type: token.text };
      case 'exit':
        return { type: 'exit', value: hasValue() ? this.#expression() : undefined };
      case 'return':
        if (!this.#inFunction)
          throw new UtilityError(`line ${token.line}: return outside function body`, 2);
        return { type: 'return', value: hasValue() ? this.#expression() : undefined };
      case 'delete': {
        const array = this.#name();
        if (!this.#accept('[')) return { type: 'delete', array, index: undefined };
        const index = this.#list(']');
        return { type: 'delete', array, index };
      }
      default:
        return this.#fail(token);
    }
  }

  #name(): string {
    const { kind, text } = this.#token;
    if (kind !== 'name') this.#fail();
    this.#at += 1;
    return text;
  }

  #print(type: 'print' | 'printf'): Stmt {
    const args = this.#printArguments();
    return { type, args, to: this.#redirection() };
  }

  #printArguments(): readonly Expr[] {
    const ends = () => [';', '\n', '}', '>', '>>', '|', ')'].some((text) => this.#is(text));
    if (ends()) return [];
    if (this.#is('(')) {
      // The parentheses enclose either all arguments or only the start of the first one.
      const before = this.#at;
      this.#at += 1;
      const args = this.#list(')');
      if (ends()) return args;
      this.#at = before;
    }
    return this.#list(undefined, { noGreater: true });
  }

  #redirection(): Redirection | undefined {
    const { text } = this.#token;
    if (this.#token.kind !== 'operator' || (text !== '>' && text !== '>>' && text !== '|'))
      return undefined;
    this.#at += 1;
    return { operator: text, target: this.#concatenation({ noGreater: true }) };
  }

  /** Parses comma-separated expressions and the token that closes the list. */
  #list(close: string | undefined, context: Context = {}): Expr[] {
    const items: Expr[] = [];
    this.#skipNewlines();
    if (close !== undefined && this.#accept(close)) return items;
    for (;;) {
      items.push(this.#expression(context));
      if (!this.#accept(',')) break;
      this.#skipNewlines();
    }
    if (close !== undefined) {
      this.#skipNewlines();
      this.#expect(close);
    }
    return items;
  }

  #expression(context: Context = {}): Expr {
    this.#depth += 1;
    if (this.#depth > MOST_NESTING) throw new UtilityError('expressions are nested too deeply', 2);
    const value = this.#conditional(context);
    this.#depth -= 1;
    const { kind, text } = this.#token;
    if (kind !== 'operator' || !ASSIGNMENTS.has(text) || !isLValue(value)) return value;
    this.#at += 1;
    this.#skipNewlines();
    return {
      type: 'assign',
      target: value,
      operator: text.slice(0, -1),
      value: this.#expression(context),
    };
  }

  #conditional(context: Context): Expr {
    const test = this.#or(context);
    if (!this.#accept('?')) return test;
    this.#skipNewlines();
    const yes = this.#expression(context);
    this.#skipNewlines();
    this.#expect(':');
    this.#skipNewlines();
    return { type: 'conditional', test, yes, no: this.#expression(context) };
  }

  /** Parses operands joined by operators that group from the left. */
  #leftToRight(
    operators: readonly string[],
    operand: () => Expr,
    join: (left: Expr, operator: string, right: Expr) => Expr,
  ): Expr {
    let left = operand();
    for (;;) {
      const { text } = this.#token;
      if (!operators.includes(text) || !this.#accept(text)) return left;
      if (text === '||' || text === '&&') this.#skipNewlines();
      left = join(left, text, operand());
    }
  }

  #or(context: Context): Expr {
    const and = () =>
      this.#leftToRight(
        ['&&'],
        () => this.#membership(context),
        (left, _, right) => ({ type: 'and', left, right }),
      );
    return this.#leftToRight(['||'], and, (left, _, right) => ({ type: 'or', left, right }));
  }

  #membership(context: Context): Expr {
    let left = this.#matching(context);
    while (!context.noIn && this.#accept('in'))
      left = { type: 'in', index: [left], array: this.#name() };
    return left;
  }

  #matching(context: Context): Expr {
    return this.#leftToRight(
      ['~', '!~'],
      () => this.#comparison(context),
      (left, operator, right) => ({ type: 'match', negated: operator === '!~', left, right }),
    );
  }

  #comparison(context: Context): Expr {
    let left = this.#concatenation(context);
    for (;;) {
      const { kind, text } = this.#token;
      if (kind === 'operator' && text === '|' && this.tokens[this.#at + 1]?.text === 'getline') {
        this.#at += 2;
        left = { type: 'getline', from: 'command', source: left, target: this.#optionalLValue() };
        continue;
      }
      if (kind !== 'operator' || !COMPARISONS.has(text) || (text === '>' && context.noGreater))
        return left;
      this.#at += 1;
      left = { type: 'binary', operator: text, left, right: this.#concatenation(context) };
    }
  }

  #concatenation(context: Context): Expr {
    let left = this.#additive(context);
    while (this.#startsOperand(context))
      left = { type: 'concat', left, right: this.#additive(context) };
    return left;
  }

  #startsOperand(context: Context): boolean {
    const { kind, text } = this.#token;
    switch (kind) {
      case 'number':
      case 'string':
      case 'regex':
      case 'name':
      case 'function-name':
      case 'builtin':
        return true;
      case 'operator':
        return ['$', '!', '(', '-', '+', '++', '--'].includes(text);
      case 'keyword':
        return text === 'getline' && !context.noIn;
      default:
        return false;
    }
  }

  #additive(context: Context): Expr {
    const product = () => this.#leftToRight(['*', '/', '%'], () => this.#unary(context), binary);
    return this.#leftToRight(['+', '-'], product, binary);
  }

  #unary(context: Context): Expr {
    const { kind, text } = this.#token;
    if (kind === 'operator' && (text === '!' || text === '-' || text === '+')) {
      this.#at += 1;
      this.#depth += 1;
      if (this.#depth > MOST_NESTING)
        throw new UtilityError('expressions are nested too deeply', 2);
      const operand = this.#unary(context);
      this.#depth -= 1;
      return { type: 'unary', operator: text, operand };
    }
    return this.#power(context);
  }

  #power(context: Context): Expr {
    const left = this.#postfix(context);
    if (!this.#accept('^')) return left;
    // The right operand may have a sign, and binds first.
    const { text } = this.#token;
    const signed =
      this.#token.kind === 'operator' && (text === '-' || text === '+' || text === '!');
    return {
      type: 'binary',
      operator: '^',
      left,
      right: signed ? this.#unary(context) : this.#power(context),
    };
  }

  #postfix(context: Context): Expr {
    const value = this.#primary(context);
    if (isLValue(value)) {
      if (this.#accept('++')) return { type: 'step', target: value, by: 1, prefix: false };
      if (this.#accept('--')) return { type: 'step', target: value, by: -1, prefix: false };
    }
    return value;
  }

  #primary(context: Context): Expr {
    const token = this.#token;
    this.#at += 1;
    switch (token.kind) {
      case 'number':
        return { type: 'number', value: Number(token.text) };
      case 'string':
        return { type: 'string', value: token.text };
      case 'regex':
        return { type: 'regex', source: token.text };
      case 'name':
        return this.#accept('[')
          ? { type: 'element', array: token.text, index: this.#list(']') }
          : { type: 'variable', name: token.text };
      case 'function-name': {
        this.#at += 1;
        this.#calls.push({ name: token.text, line: token.line });
        return { type: 'call', name: token.text, args: this.#list(')'), line: token.line };
      }
      case 'builtin': {
        const args = this.#accept('(') ? this.#list(')') : undefined;
        if (!args && token.text !== 'length' && token.text !== 'fflush') return this.#fail();
        return this.#builtin(token, args ?? []);
      }
      case 'keyword':
        if (token.text === 'getline') return this.#getline();
        return this.#fail(token);
      case 'operator':
        return this.#operatorPrimary(token, context);
      default:
        return this.#fail(token);
    }
  }

  #builtin({ text: name, line }: Token, args: readonly Expr[]): Expr {
    const [fewest, most] = BUILTINS.get(name) ?? [0, 0];
    if (args.length < fewest || args.length > most) {
      const near = args.length < fewest ? ')' : ',';
      throw new UtilityError(`line ${line}: syntax error at or near ${near}`, 2);
    }
    return { type: 'builtin', name, args };
  }

  #operatorPrimary(token: Token, context: Context): Expr {
    switch (token.text) {
      case '$': {
        if (this.#is('++') || this.#is('--')) {
          const by = this.#is('++') ? 1 : -1;
          this.#at += 1;
          return {
            type: 'field',
            index: { type: 'step', target: this.#lvalue(), by, prefix: true },
          };
        }
        const signed = this.#is('-') || this.#is('+');
        return { type: 'field', index: signed ? this.#unary(context) : this.#primary(context) };
      }
      case '++':
      case '--':
        return {
          type: 'step',
          target: this.#lvalue(),
          by: token.text === '++' ? 1 : -1,
          prefix: true,
        };
      case '(': {
        const items = this.#list(')');
        const [only, ...others] = items;
        if (!only) return this.#fail(token);
        if (others.length === 0) return { type: 'group', inner: only };
        this.#expect('in');
        return { type: 'in', index: items, array: this.#name() };
      }
      default:
        return this.#fail(token);
    }
  }

  #lvalue(): LValue {
    const token = this.#token;
    const value = this.#primary({});
    return isLValue(value) ? value : this.#fail(token);
  }

  #optionalLValue(): LValue | undefined {
    return this.#token.kind === 'name' || this.#is('$') ? this.#lvalue() : undefined;
  }

  #getline(): Expr {
    const target = this.#optionalLValue();
    if (!this.#accept('<')) return { type: 'getline', from: 'input', source: undefined, target };
    return { type: 'getline', from: 'file', source: this.#primary({}), target };
  }
}

const binary = (left: Expr, operator: string, right: Expr): Expr => ({
  type: 'binary',
  operator,
  left,
  right,
});

const EMPTY: Stmt = { type: 'block', body: [] };

const isLValue = (value: Expr): value is LValue =>
  value.type === 'variable' || value.type === 'field' || value.type === 'element';
