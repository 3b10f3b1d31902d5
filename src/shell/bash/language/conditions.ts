/** Parses `[[ ... ]]`. */
import type { Condition, Word } from './ast.js';
import { Parameters } from './parameters.js';
import { endsWord } from './words.js';

const UNARY = /-[abcdefghknoprstuvwxzGLNORS](?=[ \t\n])/y;
const BINARY = /(?:==|=~|!=|=|<|>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef))(?=[ \t\n("'$])/y;
const END = /\]\](?=[\s;&|<>()]|$)/y;
const BLANKS = /(?:[ \t\n]|\\\n)+/y;

export abstract class Conditions extends Parameters {
  /** Throws a syntax error about the next token. */
  protected abstract unexpected(): never;

  /** Reads a condition and the `]]` after it. */
  protected condition(): Condition {
    const condition = this.#or();
    if (!this.match(END)) return this.unexpected();
    return condition;
  }

  #or(): Condition {
    let left = this.#and();
    while (this.#takes('||')) left = { type: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Condition {
    let left = this.#not();
    while (this.#takes('&&')) left = { type: 'and', left, right: this.#not() };
    return left;
  }

  #takes(operator: string): boolean {
    this.match(BLANKS);
    if (this.atEnd) return this.unfinished(']]');
    return this.take(operator);
  }

  #not(): Condition {
    this.match(BLANKS);
    if (this.atEnd) return this.unfinished(']]');
    if (this.match(/!(?=[ \t\n(])/y)) {
      return this.nested((): Condition => ({ type: 'not', operand: this.#not() }));
    }
    if (!this.take('(')) return this.#primary();
    return this.nested((): Condition => {
      const operand = this.#or();
      if (!this.take(')')) return this.unexpected();
      return { type: 'parentheses', operand };
    });
  }

  #primary(): Condition {
    const [operator] = this.match(UNARY) ?? [];
    if (operator !== undefined) {
      this.match(BLANKS);
      const operand = this.#operand();
      return { type: 'unary', operator, operand };
    }
    const left = this.#operand();
    this.match(BLANKS);
    const [binary] = this.match(BINARY) ?? [];
    if (binary === undefined) return { type: 'word', word: left };
    this.match(BLANKS);
    if (binary !== '=~') {
      return { type: 'binary', operator: binary, left, right: this.#operand() };
    }
    const ends = (char: string) => ' \t\n'.includes(char);
    return {
      type: 'binary',
      operator: binary,
      left,
      right: this.word({ ends, groups: 'all' }),
    };
  }

  #operand(): Word {
    if (this.atEnd) return this.unfinished(']]');
    if (endsWord(this.peek()) || this.looksLike(END)) return this.unexpected();
    return this.word();
  }
}
