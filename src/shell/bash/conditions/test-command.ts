/** Evaluates the conditions of `test` and `[`, which are plain words. */
import type { Shell } from '../state/shell.js';
import { CommandError } from '../state/unwind.js';
import { binary, isNumberOperator, unary } from './operators.js';

const MISUSE = 2;

const BINARY = new Set(['=', '==', '!=', '<', '>', '-nt', '-ot', '-ef']);
const isBinary = (word: string | undefined): word is string =>
  word !== undefined && (BINARY.has(word) || isNumberOperator(word));

/** Returns true if the condition holds. @throws CommandError with status 2 if it is malformed */
export function evaluateTest(shell: Shell, words: readonly string[]): Promise<boolean> {
  return new Test(shell, words).whole();
}

class Test {
  #at = 0;

  constructor(
    private readonly shell: Shell,
    private readonly words: readonly string[],
  ) {}

  async whole(): Promise<boolean> {
    const { words } = this;
    // For up to four words, POSIX defines the role of each by its position alone.
    switch (words.length) {
      case 0:
        return false;
      case 1:
        return words[0] !== '';
      case 2:
        return this.#two(words[0] ?? '', words[1] ?? '');
      case 3:
        if (isBinary(words[1])) return this.#binary(words[0] ?? '', words[1], words[2] ?? '');
        if (words[1] === '-a') return words[0] !== '' && words[2] !== '';
        if (words[1] === '-o') return words[0] !== '' || words[2] !== '';
        if (words[0] === '!') return !(await this.#two(words[1] ?? '', words[2] ?? ''));
        if (words[0] === '(' && words[2] === ')') return words[1] !== '';
        throw new CommandError(`${words[1]}: binary operator expected`, MISUSE);
      default: {
        const result = await this.#or();
        if (this.#at < words.length) throw new CommandError('too many arguments', MISUSE);
        return result;
      }
    }
  }

  async #two(operator: string, operand: string): Promise<boolean> {
    if (operator === '!') return operand === '';
    const result = await unary(this.shell, operator, operand);
    if (result === undefined) {
      throw new CommandError(`${operator}: unary operator expected`, MISUSE);
    }
    return result;
  }

  async #binary(left: string, operator: string, right: string): Promise<boolean> {
    if (operator === '=' || operator === '==') return left === right;
    if (operator === '!=') return left !== right;
    return (await binary(this.shell, left, operator, right, integer)) ?? false;
  }

  async #or(): Promise<boolean> {
    let result = await this.#and();
    while (this.#take('-o')) result = (await this.#and()) || result;
    return result;
  }

  async #and(): Promise<boolean> {
    let result = await this.#not();
    while (this.#take('-a')) result = (await this.#not()) && result;
    return result;
  }

  async #not(): Promise<boolean> {
    return this.#take('!') ? !(await this.#not()) : this.#primary();
  }

  async #primary(): Promise<boolean> {
    const [word, second, third] = this.words.slice(this.#at);
    if (word === undefined) throw new CommandError('argument expected', MISUSE);
    if (isBinary(second) && third !== undefined) {
      this.#at += 3;
      return this.#binary(word, second, third);
    }
    if (word === '(') {
      this.#at += 1;
      const result = await this.#or();
      if (!this.#take(')')) throw new CommandError("`)' expected", MISUSE);
      return result;
    }
    if (second !== undefined) {
      const result = await unary(this.shell, word, second);
      if (result !== undefined) {
        this.#at += 2;
        return result;
      }
    }
    this.#at += 1;
    return word !== '';
  }

  #take(word: string): boolean {
    if (this.words[this.#at] !== word) return false;
    this.#at += 1;
    return true;
  }
}

function integer(text: string): bigint {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) {
    throw new CommandError(`${text}: integer expression expected`, MISUSE);
  }
  return BigInt(text.trim().replace(/^\+/, ''));
}
