/** `expr`: evaluates the expression that its arguments form. */
import { type Expression, RegexCompiler } from './regex/expression.js';
import { RegexError } from './regex/posix.js';
import { type UtilityCall, UtilityError } from './utility.js';

const INTEGER = /^-?\d+$/;
const LEVELS: readonly (readonly string[])[] = [
  ['|'],
  ['&'],
  ['<', '<=', '=', '==', '!=', '>=', '>'],
  ['+', '-'],
  ['*', '/', '%'],
  [':'],
];

export async function expr(call: UtilityCall): Promise<number> {
  const args = call.args[0] === '--' ? call.args.slice(1) : call.args;
  if (args.length === 0) {
    throw new UtilityError("missing operand\nTry 'expr --help' for more information.", 2);
  }
  const evaluator = new Evaluator(args, await RegexCompiler.load());
  const value = evaluator.evaluate();
  await call.stdout(`${value}\n`);
  return isTrue(value) ? 0 : 1;
}

const isTrue = (value: string): boolean => !/^-?0*$/.test(value) || value === '-';

const integer = (value: string): bigint => {
  if (!INTEGER.test(value)) throw new UtilityError('non-integer argument', 2);
  return BigInt(value);
};

class Evaluator {
  #at = 0;

  constructor(
    private readonly words: readonly string[],
    private readonly compiler: RegexCompiler,
  ) {}

  evaluate(): string {
    const value = this.#level(0);
    const extra = this.words[this.#at];
    if (extra !== undefined)
      throw new UtilityError(`syntax error: unexpected argument '${extra}'`, 2);
    return value;
  }

  #level(level: number): string {
    const operators = LEVELS[level];
    if (!operators) return this.#primary();
    let value = this.#level(level + 1);
    for (;;) {
      const operator = this.words[this.#at];
      if (operator === undefined || !operators.includes(operator)) return value;
      this.#at += 1;
      value = this.#apply(operator, value, this.#level(level + 1));
    }
  }

  #apply(operator: string, left: string, right: string): string {
    switch (operator) {
      case '|':
        return isTrue(left) ? left : isTrue(right) ? right : '0';
      case '&':
        return isTrue(left) && isTrue(right) ? left : '0';
      case '+':
        return String(integer(left) + integer(right));
      case '-':
        return String(integer(left) - integer(right));
      case '*':
        return String(integer(left) * integer(right));
      case '/':
      case '%': {
        const [a, b] = [integer(left), integer(right)];
        if (b === 0n) throw new UtilityError('division by zero', 2);
        return String(operator === '/' ? a / b : a % b);
      }
      case ':':
        return this.#match(left, right);
      default:
        return compares(operator, left, right) ? '1' : '0';
    }
  }

  #primary(): string {
    const word = this.#take();
    switch (word) {
      case '(': {
        const value = this.#level(0);
        const close = this.words[this.#at];
        if (close !== ')') {
          throw new UtilityError(
            `syntax error: expecting ')' after '${this.words[this.#at - 1]}'`,
            2,
          );
        }
        this.#at += 1;
        return value;
      }
      case '+':
        return this.#take();
      case 'length':
        return String([...this.#primary()].length);
      case 'match':
        return this.#match(this.#primary(), this.#primary());
      case 'index': {
        const [text, set] = [this.#primary(), this.#primary()];
        return String([...text].findIndex((character) => set.includes(character)) + 1);
      }
      case 'substr': {
        const [text, from, length] = [this.#primary(), this.#primary(), this.#primary()];
        const [start, count] = [Number(from), Number(length)];
        return start >= 1 && count >= 1 ? text.slice(start - 1, start - 1 + count) : '';
      }
      default:
        return word;
    }
  }

  #take(): string {
    const word = this.words[this.#at];
    if (word === undefined) {
      throw new UtilityError(
        `syntax error: missing argument after '${this.words[this.#at - 1]}'`,
        2,
      );
    }
    this.#at += 1;
    return word;
  }

  /** Matches from the start of a text; returns the first group, or the length of the match. */
  #match(text: string, pattern: string): string {
    let expression: Expression;
    try {
      expression = this.compiler.posix(`^\\(${pattern.replace(/^\^/, '')}\\)`, { extended: false });
    } catch (error) {
      if (!(error instanceof RegexError)) throw error;
      throw new UtilityError(error.message, 2);
    }
    const found = expression.match(text);
    if (expression.groupCount > 1) return found?.groups[1] ?? '';
    return String(found ? [...found.text].length : 0);
  }
}

function compares(operator: string, left: string, right: string): boolean {
  const numbers = INTEGER.test(left) && INTEGER.test(right);
  const [a, b] = numbers ? [BigInt(left), BigInt(right)] : [left, right];
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '!=':
      return a !== b;
    default:
      return a === b;
  }
}
