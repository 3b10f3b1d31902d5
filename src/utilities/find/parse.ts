/** Parses the expression of `find`. */
import { type UtilityCall, UtilityError } from '../utility.js';
import { ACTIONS, execution } from './actions.js';
import type { Search, Step } from './item.js';
import { TESTS } from './tests.js';

/** Predicates of the real program that are missing here. */
const REFUSED = new Set(
  (
    'ok okdir fprint fprint0 fprintf fls inum used fstype context files0-from daystart ' +
    'regextype amin atime cmin ctime anewer cnewer ignore_readdir_race warn nowarn'
  ).split(' '),
);

const isPredicate = (word: string): boolean =>
  /^-./.test(word) || ['(', ')', '!', ','].includes(word);

/** Splits the arguments into leading options, paths and the expression. */
export function splitArguments(args: readonly string[]) {
  let at = 0;
  let links = 'P';
  for (; /^-([HLP]+|O\d)$/.test(args[at] ?? ''); at++) links = args[at]?.at(-1) ?? links;
  const start = at;
  while (at < args.length && !isPredicate(args[at] ?? '')) at++;
  const paths = args.slice(start, at);
  return { links, paths: paths.length > 0 ? paths : ['.'], words: args.slice(at) };
}

export class ExpressionParser {
  #at = 0;

  constructor(
    private readonly call: UtilityCall,
    private readonly search: Search,
    private readonly words: readonly string[],
  ) {}

  /** Parses all words. @throws UtilityError */
  async parse(): Promise<Step> {
    if (this.words.length === 0) return () => true;
    const step = await this.#list();
    if (this.#at < this.words.length)
      throw new UtilityError("invalid expression; you have too many ')'");
    return step;
  }

  #takes(...words: readonly string[]): boolean {
    const takes = words.includes(this.words[this.#at] ?? '');
    if (takes) this.#at += 1;
    return takes;
  }

  async #list(): Promise<Step> {
    let step = await this.#either();
    while (this.#takes(',')) {
      const [first, second] = [step, await this.#either()];
      step = async (item) => {
        await first(item);
        return second(item);
      };
    }
    return step;
  }

  async #either(): Promise<Step> {
    let step = await this.#both();
    while (this.#takes('-o', '-or')) {
      const [first, second] = [step, await this.#both()];
      step = async (item) => (await first(item)) || second(item);
    }
    return step;
  }

  async #both(): Promise<Step> {
    let step = await this.#not();
    for (;;) {
      const next = this.words[this.#at];
      if (next === undefined || [')', ',', '-o', '-or'].includes(next)) return step;
      this.#takes('-a', '-and');
      const [first, second] = [step, await this.#not()];
      step = async (item) => (await first(item)) && second(item);
    }
  }

  async #not(): Promise<Step> {
    if (!this.#takes('!', '-not')) return this.#primary();
    const step = await this.#not();
    return async (item) => !(await step(item));
  }

  async #primary(): Promise<Step> {
    const word = this.words[this.#at];
    if (word === undefined || [')', ',', '-a', '-and', '-o', '-or'].includes(word)) {
      throw new UtilityError(
        word === ')'
          ? "invalid expression; expected an expression before ')'"
          : 'invalid expression; you have used a binary operator with nothing on one side',
      );
    }
    this.#at += 1;
    if (word === '(') {
      if (this.#takes(')'))
        throw new UtilityError('invalid expression; empty parentheses are not allowed.');
      const step = await this.#list();
      if (!this.#takes(')')) {
        throw new UtilityError(
          "invalid expression; I was expecting to find a ')' somewhere but did not see one.",
        );
      }
      return step;
    }
    if (!word.startsWith('-')) throw new UtilityError(`paths must precede expression: \`${word}'`);
    const name = word.slice(1);
    if (name === 'exec' || name === 'execdir') return this.#exec(word);
    if (REFUSED.has(name)) throw new UtilityError(`${word} is not supported`, 2);
    const table = Object.hasOwn(TESTS, name) ? TESTS : ACTIONS;
    const predicate = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!predicate) throw new UtilityError(`unknown predicate \`${word}'`);
    const argument = predicate.arity > 0 ? this.words[this.#at++] : '';
    if (argument === undefined) throw new UtilityError(`missing argument to \`${word}'`);
    return predicate.make(this.call, this.search, argument, word);
  }

  #exec(word: string): Step {
    const rest = this.words.slice(this.#at);
    const end = rest.findIndex((each, i) => each === ';' || (each === '+' && rest[i - 1] === '{}'));
    if (end < 1) throw new UtilityError(`missing argument to \`${word}'`);
    this.#at += end + 1;
    if (word === '-execdir') throw new UtilityError('-execdir is not supported', 2);
    return execution(this.call, this.search, rest.slice(0, end), rest[end] === '+');
  }
}
