/** Parses lists, pipelines and simple commands. */
import type {
  Assignment,
  Command,
  ListItem,
  Pipeline,
  Redirection,
  RedirectionOperator,
  SimpleCommand,
  Statement,
  Statements,
  Word,
} from './ast.js';
import { HereDocuments } from './here-documents.js';
import { SyntaxFault, TextEnded } from './source.js';
import { endsWord } from './words.js';

/** A step of the parser, which yields when it needs more text. */
export type Parsing<T> = Generator<void, T, void>;

const BLANKS = /(?:[ \t]|\\\n)+/y;
const COMMENT = /#[^\n]*/y;
/** Reserved words that end a list. */
const CLOSER = /(?:then|elif|else|fi|do|done|esac|\})(?=[\s;&|<>()]|$)|\)|;;&?|;&/y;
const BANG = /!(?=[\s;&|<>()]|$)/y;
const TIME = /time(?=[\s;&|<>()]|$)/y;
const TIME_OPTION = /-p(?=\s|$)/y;
const REDIRECTION =
  /(?:(\d+)|\{([A-Za-z_]\w*)\})?(<<<|<<-?|<&|<>|>>|>&|>\||<(?!\()|>(?!\())|(&>>?)/y;
const TARGET = /([A-Za-z_]\w*)(\[)?/y;
const ASSIGNED = /(\+?)=/y;
const TOKEN = /[;&|<>()]+|[^\s;&|<>()]+/y;
/** Commands whose arguments are assignments. */
const DECLARING = new Set(['declare', 'typeset', 'local', 'export', 'readonly']);

export abstract class Commands extends HereDocuments {
  /** Parses a compound command or function definition; undefined if none starts here. */
  protected abstract compound(): Parsing<Command | undefined>;

  /** Skips blanks and comments. Returns true if the next token is not known yet. */
  protected blanks(): boolean {
    this.match(BLANKS);
    if (this.peek() === '#') this.match(COMMENT);
    return this.atEnd && !this.complete;
  }

  /** Skips blanks and comments up to the next token of the line. */
  protected *toToken(): Parsing<void> {
    while (this.blanks()) yield;
  }

  /** Skips line ends; the bodies of here-documents that are due follow the first of them. */
  protected *newlines(): Parsing<void> {
    yield* this.toToken();
    while (this.take('\n')) {
      if (this.awaitsHereDocument) yield* this.hereDocumentBodies();
      yield* this.toToken();
    }
  }

  protected override unexpected(): never {
    if (this.atEnd) {
      if (!this.complete) throw new TextEnded();
      throw new SyntaxFault('syntax error: unexpected end of file', this.line);
    }
    const { line } = this;
    const token = this.match(TOKEN)?.[0] ?? 'newline';
    throw new SyntaxFault(`syntax error near unexpected token \`${token}'`, line);
  }

  /** Parses a list up to the word or sign that closes it, or to the end of the line. */
  protected *statements(within: 'compound' | 'line'): Parsing<Statements> {
    this.enter();
    const statements: Statement[] = [];
    for (;;) {
      if (within === 'compound') yield* this.newlines();
      else yield* this.toToken();
      if (this.atEnd || this.peek() === '\n' || this.looksLike(CLOSER)) break;
      statements.push(yield* this.#statement());
    }
    this.leave();
    return statements;
  }

  /** Parses a list that must not be empty. */
  protected *body(): Parsing<Statements> {
    const statements = yield* this.statements('compound');
    return statements.length > 0 ? statements : this.unexpected();
  }

  *#statement(): Parsing<Statement> {
    const pipelines = [yield* this.#pipeline()];
    const operators: ('&&' | '||')[] = [];
    for (;;) {
      yield* this.toToken();
      const operator = this.take('&&') ? '&&' : this.take('||') ? '||' : undefined;
      if (!operator) break;
      operators.push(operator);
      yield* this.newlines();
      pipelines.push(yield* this.#pipeline());
    }
    const background = this.take('&');
    const ended = background || (!this.looksLike(CLOSER) && this.take(';'));
    if (!ended && !this.atEnd && this.peek() !== '\n' && !this.looksLike(CLOSER)) {
      return this.unexpected();
    }
    return { pipelines, operators, background };
  }

  *#pipeline(): Parsing<Pipeline> {
    let negated = false;
    let timed: Pipeline['timed'] = 'no';
    for (;;) {
      yield* this.toToken();
      if (this.match(BANG)) negated = !negated;
      else if (this.match(TIME)) {
        yield* this.toToken();
        timed = this.match(TIME_OPTION) ? 'posix' : 'bash';
      } else break;
    }
    const pipesErrors: boolean[] = [];
    const empty = (negated || timed !== 'no') && (this.atEnd || '\n;'.includes(this.peek()));
    if (empty) return { commands: [], pipesErrors, negated, timed };
    const commands = [yield* this.#command()];
    for (;;) {
      yield* this.toToken();
      if (this.startsWith('||') || !this.take('|')) break;
      pipesErrors.push(this.take('&'));
      yield* this.newlines();
      commands.push(yield* this.#command());
    }
    return { commands, pipesErrors, negated, timed };
  }

  *#command(): Parsing<Command> {
    yield* this.toToken();
    return (yield* this.compound()) ?? (yield* this.#simple());
  }

  *#simple(): Parsing<SimpleCommand> {
    const [start, line] = [this.at, this.line];
    let end = start;
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirections: Redirection[] = [];
    let declaring = false;
    for (;;) {
      yield* this.toToken();
      const redirection = yield* this.#redirection();
      if (redirection) redirections.push(redirection);
      else if (this.atEnd || (endsWord(this.peek()) && !this.startsProcess)) break;
      else if (words.length === 0) {
        const assignment = yield* this.#assignment();
        if (assignment) assignments.push(assignment);
        else {
          if (this.looksLike(CLOSER) && assignments.length + redirections.length === 0) {
            return this.unexpected();
          }
          const word = yield* this.retried(() => this.word());
          declaring = DECLARING.has(word.source);
          words.push(word);
        }
      } else {
        const assignment = declaring ? yield* this.#assignment() : undefined;
        words.push(
          assignment
            ? { parts: [], source: assignment.source, assignment }
            : yield* this.retried(() => this.word()),
        );
      }
      end = this.at;
    }
    if (end === start) return this.unexpected();
    // A parenthesis after one word starts a function definition, which only `)` continues.
    if (words.length === 1 && this.take('(')) {
      yield* this.toToken();
      return this.unexpected();
    }
    const source = this.text.slice(start, end);
    return { type: 'simple', line, assignments, words, redirections, source };
  }

  protected *redirections(): Parsing<readonly Redirection[]> {
    const redirections: Redirection[] = [];
    for (;;) {
      yield* this.toToken();
      const redirection = yield* this.#redirection();
      if (!redirection) return redirections;
      redirections.push(redirection);
    }
  }

  *#redirection(): Parsing<Redirection | undefined> {
    const start = this.at;
    const [, number, name, plain, both] = this.match(REDIRECTION) ?? [];
    const operator = (plain ?? both) as RedirectionOperator | undefined;
    if (!operator) return undefined;
    const descriptor = number === undefined ? name : Number(number);
    yield* this.toToken();
    if (operator === '<<' || operator === '<<-') {
      const parts = this.announceHereDocument(operator === '<<-');
      if (!parts) return this.unexpected();
      const source = this.text.slice(start, this.at);
      return { operator, descriptor, target: { parts, source: '' }, source };
    }
    if (endsWord(this.peek()) && !this.startsProcess) return this.unexpected();
    const target = yield* this.retried(() => this.word());
    return { operator, descriptor, target, source: this.text.slice(start, this.at) };
  }

  /** Reads `name=value`, `name[subscript]+=value` or `name=(...)`. */
  *#assignment(): Parsing<Assignment | undefined> {
    const start = this.at;
    const target = yield* this.retried(() => this.#target());
    const [, plus] = (target !== undefined && this.match(ASSIGNED)) || [];
    if (target === undefined || plus === undefined) {
      this.at = start;
      return undefined;
    }
    const value = this.take('(')
      ? yield* this.#list(start)
      : yield* this.retried(() => this.assignedWord());
    return { target, append: plus !== '', value, source: this.text.slice(start, this.at) };
  }

  #target(): string | undefined {
    const [, name, bracket] = this.match(TARGET) ?? [];
    if (name === undefined || bracket === undefined) return name;
    const end = this.closing(']', true);
    // An open bracket alone is a pattern.
    if (end === undefined || !/^\+?=/.test(this.text.slice(end + 1, end + 3))) return undefined;
    const subscript = this.text.slice(this.at, end);
    this.at = end + 1;
    return `${name}[${subscript}]`;
  }

  *#list(start: number): Parsing<readonly ListItem[]> {
    const items: ListItem[] = [];
    for (;;) {
      yield* this.newlines();
      if (this.take(')')) return items;
      if (this.atEnd) return this.unfinished(')', start);
      if (endsWord(this.peek()) && !this.startsProcess) return this.unexpected();
      items.push(yield* this.retried(() => this.#item()));
    }
  }

  /** Reads `word` or `[key]=word`. */
  #item(): ListItem {
    const start = this.at;
    if (this.take('[')) {
      const end = this.closing(']', true);
      const [, plus] = /^\](\+?)=/.exec(this.text.slice(end, (end ?? 0) + 3)) ?? [];
      if (plus !== undefined && end !== undefined) {
        const key = this.word({ ends: () => this.at >= end });
        this.at = end + 2 + plus.length;
        const value = this.word();
        return { key, append: plus !== '', value };
      }
      this.at = start;
    }
    return { key: undefined, append: false, value: this.word() };
  }
}
