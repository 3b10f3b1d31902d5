/** Parses scripts line by line, as bash does, so that lines before a syntax error still run. */
import type { Statements, Word, WordPart } from './ast.js';
import type { Parsing } from './commands.js';
import { Compounds } from './compounds.js';

/** A line, together with the lines that its commands continue on. */
export interface Line {
  readonly statements: Statements;
  readonly source: string;
}

export class Parser extends Compounds {
  #parsing: Parsing<Line | undefined> | undefined;
  /** True between lines, where no command is open. */
  #between = true;

  constructor(text: string, { line = 1, complete = true } = {}) {
    super(line);
    this.append(text);
    this.complete = complete;
  }

  /** Returns a parser of a whole script, whose last line need not have a line end. */
  static ofScript(text: string, line = 1): Parser {
    return new Parser(text.endsWith('\n') ? text : `${text}\n`, { line });
  }

  /** Returns the next line; undefined at the end of the script. @throws SyntaxFault */
  next(): Line | undefined {
    this.#parsing ??= this.#line();
    const step = this.#parsing.next();
    if (!step.done) return undefined;
    this.#parsing = undefined;
    return step.value;
  }

  /** Adds text to a script that was not complete. */
  feed(text: string): void {
    this.append(text);
  }

  /** True if the text so far ends inside a command. */
  get isOpen(): boolean {
    return !this.#between;
  }

  *#line(): Parsing<Line | undefined> {
    this.#between = true;
    yield* this.newlines();
    if (this.atEnd) return undefined;
    this.#between = false;
    const start = this.at;
    const statements = yield* this.#whole();
    const source = this.text.slice(start, this.at);
    if (this.take('\n') && this.awaitsHereDocument) yield* this.hereDocumentBodies();
    if (!this.atEnd && this.at === start) return this.unexpected();
    return { statements, source };
  }

  *#whole(): Parsing<Statements> {
    const statements = yield* this.statements('line');
    if (!this.atEnd && this.peek() !== '\n') return this.unexpected();
    return statements;
  }

  protected override textParts(text: string, line: number): readonly WordPart[] {
    return new Parser(text, { line }).wholeText();
  }

  /** Parses the whole text as a here-document. */
  wholeText(): readonly WordPart[] {
    return this.parts('text', { ends: () => false });
  }

  /** Parses the whole text as one word, blanks included. */
  wholeWord(): Word {
    return this.word({ ends: () => false });
  }
}
