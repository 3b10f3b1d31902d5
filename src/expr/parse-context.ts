/** Holds the state that the parsers of expressions and actions share. */
import { ExprError } from './error.js';
import { Lexer } from './lexer.js';
import type { SymbolTable } from './symbol-table.js';

/** The largest number that can count bits or tables (`INT_MAX`). */
const MAX_SMALL_INTEGER = 2n ** 31n - 1n;

/** The longest text that is accepted. The reference has no such limit. */
const MAX_LENGTH = 2 ** 20;

/** The position of a parser in its text, and its ways to fail. */
export class ParseContext {
  readonly lexer: Lexer;

  constructor(
    text: string,
    readonly symtab: SymbolTable,
  ) {
    if (text.length > MAX_LENGTH) {
      throw new ExprError(`Text is longer than ${MAX_LENGTH} characters.`);
    }
    this.lexer = new Lexer(text);
  }

  /**
   * Throws {@link ExprError} with `message`. If the current token is malformed, the token's error
   * takes precedence.
   */
  fail(message: string): never {
    const { token } = this.lexer;
    throw new ExprError(token.type === 'error' ? token.message : message, this.lexer.span);
  }

  /**
   * Throws a syntax error at the current token.
   *
   * @param expectation what the parser expected there: `expecting ...`.
   */
  failSyntax(expectation?: string): never {
    const { lexer } = this;
    const place = lexer.token.type === 'end' ? 'at end of input' : `at \`${lexer.tokenText}'`;
    return this.fail(`Syntax error ${place}${expectation === undefined ? '' : ` ${expectation}`}.`);
  }

  /** Reads a decimal integer of at most 31 bits. */
  parseSmallInteger(): number {
    const { token } = this.lexer;
    if (token.type !== 'integer' || token.format !== 'decimal' || token.value > MAX_SMALL_INTEGER) {
      return this.failSyntax('expecting small integer');
    }
    this.lexer.advance();
    return Number(token.value);
  }

  /** Throws unless the whole text has been read. */
  expectEnd(): void {
    if (this.lexer.token.type !== 'end') {
      throw new ExprError('Extra tokens at end of input.', this.lexer.span);
    }
  }
}
