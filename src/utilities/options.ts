/** Parses the options of utilities. A utility lists its options in one line of text. */
import { getopt, getoptAnywhere, type LongOption } from '../lib/getopt.js';
import { type UtilityCall, UtilityError } from './utility.js';

const MARKS = { '': 'none', ':': 'required', '?': 'optional' } as const;

/** The options of one call and the words that are not options. */
export class Options {
  constructor(
    /** The options in order: each by its letter, or by its name if it has no letter. */
    readonly given: readonly (readonly [key: string, value: string])[],
    readonly operands: readonly string[],
  ) {}

  has(key: string): boolean {
    return this.given.some(([other]) => other === key);
  }

  /** Returns the last value of an option. */
  value(key: string): string | undefined {
    return this.given.findLast(([other]) => other === key)?.[1];
  }

  values(key: string): readonly string[] {
    return this.given.filter(([other]) => other === key).map(([, value]) => value);
  }

  /** Returns the last of several mutually exclusive options. */
  last(keys: readonly string[]): string | undefined {
    return this.given.findLast(([key]) => keys.includes(key))?.[0];
  }

  /**
   * Returns the operands, which must be two.
   * @throws UtilityError if they are not
   */
  pair(name: string): readonly [string, string] {
    const [first, second, extra] = this.operands;
    if (first !== undefined && second !== undefined && extra === undefined) return [first, second];
    const problem =
      extra === undefined
        ? `missing operand${first === undefined ? '' : ` after '${first}'`}`
        : `extra operand '${extra}'`;
    throw new UtilityError(`${problem}\nTry '${name} --help' for more information.`);
  }

  /**
   * Returns a value that must be a count.
   * @throws UtilityError if it is not one
   */
  count(key: string, what: string, status = 1): number | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (/^\d+$/.test(value)) return Number(value);
    throw new UtilityError(`${what}: '${value}'`, status);
  }
}

/** Parses `l|list e|regexp: color?`: letter, name, and a mark for an option with a value. */
function parseSpecification(specification: string): LongOption[] {
  return specification.split(/\s+/).map((word) => {
    const [, short = '', name = '', mark = ''] =
      /^(?:(.)(?:\||(?=[:?]?$)))?([\w-]*)([:?]?)$/.exec(word) ?? [];
    const argument = MARKS[mark === ':' || mark === '?' ? mark : ''];
    return { name, argument, ...(short === '' ? {} : { short }) };
  });
}

/**
 * Parses the arguments of a call.
 *
 * @param specification the options; a colon follows one with a value, a question mark one
 *   whose value is optional.
 * @throws UtilityError with `status` for an option that is not listed
 */
export function parseOptions(
  { name, args }: Pick<UtilityCall, 'name' | 'args'>,
  specification: string,
  { status = 1, permute = true } = {},
): Options {
  const parse = permute ? getoptAnywhere : getopt;
  const { options, rest, error } = parse(args, parseSpecification(specification));
  if (error !== undefined) {
    throw new UtilityError(`${error}\nTry '${name} --help' for more information.`, status);
  }
  return new Options(
    options.map(({ option, value }) => [option.short ?? option.name, value ?? '']),
    rest,
  );
}
