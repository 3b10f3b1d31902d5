/** Parses compound commands and function definitions. */
import type {
  Case,
  CaseItem,
  Command,
  CompoundCommand,
  FunctionDefinition,
  Statements,
  Word,
} from './ast.js';
import { Commands, type Parsing } from './commands.js';
import { TextEnded } from './source.js';
import { endsWord } from './words.js';

const KEYWORD = /(?:if|for|while|until|case|function|\[\[|\{)(?=[\s;&|<>()]|$)/y;
const FUNCTION = /([^\s;&|<>()'"\\$`=]+)[ \t]*\([ \t]*\)/y;
const NAME = /[^\s;&|<>()'"\\$`]+/y;
const PARENTHESES = /[ \t]*\([ \t]*\)/y;
const TERMINATOR = /;;&|;;|;&/y;

type Bare<T> = T extends CompoundCommand ? Omit<T, 'line' | 'redirections'> : never;

export abstract class Compounds extends Commands {
  protected override *compound(): Parsing<Command | undefined> {
    const { line } = this;
    if (this.peek() === '(') return yield* this.#redirected(line, yield* this.#parentheses());
    const [keyword] = this.match(KEYWORD) ?? [];
    if (keyword === 'function') return yield* this.#function(line);
    if (keyword !== undefined) return yield* this.#redirected(line, yield* this.#keyword(keyword));
    const [, name] = this.match(FUNCTION) ?? [];
    return name === undefined ? undefined : yield* this.#definition(line, name);
  }

  *#redirected(line: number, command: Bare<CompoundCommand>): Parsing<CompoundCommand> {
    return { ...command, line, redirections: yield* this.redirections() };
  }

  *#keyword(keyword: string): Parsing<Bare<CompoundCommand>> {
    switch (keyword) {
      case 'if':
        return yield* this.#if();
      case 'for':
        return yield* this.#for();
      case 'while':
      case 'until': {
        const condition = yield* this.body();
        return { type: keyword, condition, body: yield* this.#doBody() };
      }
      case 'case':
        return yield* this.#case();
      case '[[':
        return {
          type: 'conditional',
          condition: yield* this.retried(() => this.condition()),
        };
      default: {
        const body = yield* this.body();
        yield* this.#closer('}');
        return { type: 'group', body };
      }
    }
  }

  /** Consumes a required reserved word. */
  *#closer(word: string): Parsing<void> {
    yield* this.newlines();
    if (!this.#takeWord(word)) this.unexpected();
  }

  #takeWord(word: string): boolean {
    const next = this.peek(word.length);
    return (next === '' || endsWord(next)) && this.take(word);
  }

  *#doBody(): Parsing<Statements> {
    yield* this.#closer('do');
    const body = yield* this.body();
    yield* this.#closer('done');
    return body;
  }

  *#if(): Parsing<Bare<CompoundCommand>> {
    const clauses: { condition: Statements; body: Statements }[] = [];
    do {
      const condition = yield* this.body();
      yield* this.#closer('then');
      clauses.push({ condition, body: yield* this.body() });
    } while (this.#takeWord('elif'));
    const otherwise = this.#takeWord('else') ? yield* this.body() : undefined;
    yield* this.#closer('fi');
    return { type: 'if', clauses, otherwise };
  }

  *#for(): Parsing<Bare<CompoundCommand>> {
    yield* this.toToken();
    if (this.startsWith('((')) return yield* this.#arithmeticFor();
    const [variable] = this.match(NAME) ?? [];
    if (variable === undefined) return this.unexpected();
    yield* this.newlines();
    let words: Word[] | undefined;
    if (this.#takeWord('in')) {
      words = [];
      for (;;) {
        yield* this.toToken();
        if (this.atEnd || (endsWord(this.peek()) && !this.startsProcess)) break;
        words.push(yield* this.retried(() => this.word()));
      }
      if (this.peek() !== ';' && this.peek() !== '\n') return this.unexpected();
    }
    this.take(';');
    return { type: 'for', variable, words, body: yield* this.#loopBody() };
  }

  *#arithmeticFor(): Parsing<Bare<CompoundCommand>> {
    this.at += 1;
    const text = yield* this.retried(() => this.doubleParentheses());
    const [init, condition, update, ...more] = text?.split(';') ?? [];
    if (init === undefined || condition === undefined || update === undefined || more.length > 0) {
      return this.unexpected();
    }
    yield* this.toToken();
    this.take(';');
    const body = yield* this.#loopBody();
    return { type: 'arithmetic-for', init, condition, update, body };
  }

  /** `do ... done`, or the undocumented `{ ... }`. */
  *#loopBody(): Parsing<Statements> {
    yield* this.newlines();
    if (!this.#takeWord('{')) return yield* this.#doBody();
    const body = yield* this.body();
    yield* this.#closer('}');
    return body;
  }

  *#case(): Parsing<Omit<Case, 'line' | 'redirections'>> {
    yield* this.toToken();
    if (endsWord(this.peek())) return this.unexpected();
    const word = yield* this.retried(() => this.word());
    yield* this.#closer('in');
    const items: CaseItem[] = [];
    for (;;) {
      yield* this.newlines();
      if (this.#takeWord('esac')) return { type: 'case', word, items };
      items.push(yield* this.#caseItem());
    }
  }

  *#caseItem(): Parsing<CaseItem> {
    this.take('(');
    const patterns: Word[] = [];
    do {
      yield* this.toToken();
      if (endsWord(this.peek())) return this.unexpected();
      patterns.push(yield* this.retried(() => this.word()));
      yield* this.toToken();
    } while (this.take('|'));
    if (!this.take(')')) return this.unexpected();
    const body = yield* this.statements('compound');
    const terminator = this.match(TERMINATOR)?.[0] ?? ';;';
    return { patterns, body, terminator: terminator as CaseItem['terminator'] };
  }

  /** `(( ... ))` if the parentheses are balanced, otherwise a subshell. */
  *#parentheses(): Parsing<Bare<CompoundCommand>> {
    this.at += 1;
    const expression = yield* this.retried(() => this.doubleParentheses());
    if (expression !== undefined) return { type: 'arithmetic', expression };
    const body = yield* this.body();
    yield* this.newlines();
    if (!this.take(')')) return this.unexpected();
    return { type: 'subshell', body };
  }

  *#function(line: number): Parsing<FunctionDefinition> {
    yield* this.toToken();
    const [name] = this.match(NAME) ?? [];
    if (name === undefined) return this.unexpected();
    this.match(PARENTHESES);
    return yield* this.#definition(line, name);
  }

  *#definition(line: number, name: string): Parsing<FunctionDefinition> {
    yield* this.newlines();
    const body = yield* this.compound();
    if (!body || body.type === 'function') return this.unexpected();
    return { type: 'function', line, name, body: body as CompoundCommand };
  }

  /** Parses the commands of a substitution at once. */
  protected override substitution(): Statements {
    const parsing = this.#substitution();
    const step = parsing.next();
    if (!step.done) throw new TextEnded();
    return step.value;
  }

  *#substitution(): Parsing<Statements> {
    const statements = yield* this.statements('compound');
    if (this.atEnd) return this.unfinished(')');
    if (!this.take(')')) return this.unexpected();
    return statements;
  }
}
