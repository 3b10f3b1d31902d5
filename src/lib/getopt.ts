/**
 * Parses command-line options like `getopt_long` of the GNU C library, with the same error
 * messages: long options may be abbreviated and short ones joined.
 */

/** Says if an option takes an argument. */
export type ArgumentUse = 'none' | 'required' | 'optional';

export interface LongOption {
  readonly name: string;
  readonly argument: ArgumentUse;
  /** Its one-letter form. */
  readonly short?: string;
  /**
   * Options that share an identity do not make an abbreviation ambiguous: the first one is
   * used. Default: the name.
   */
  readonly identity?: string;
}

export interface ParsedOption<O extends LongOption> {
  readonly option: O;
  readonly value: string | undefined;
}

export interface ParsedOptions<O extends LongOption> {
  /** The options in order; after an error, those before it. */
  readonly options: readonly ParsedOption<O>[];
  /** The words after the options. */
  readonly rest: readonly string[];
  /** The error message for the word that ended parsing, without the program's name. */
  readonly error?: string;
}

/** A parsed option or an error message. */
type Outcome<O extends LongOption> =
  | { readonly parsed: ParsedOption<O>; readonly usedNext: boolean }
  | { readonly error: string };

/** Parses the options at the front of `args`, like `getopt_long` with a leading `+`. */
export function getopt<O extends LongOption>(
  args: readonly string[],
  known: readonly O[],
): ParsedOptions<O> {
  const options: ParsedOption<O>[] = [];
  let index = 0;
  while (true) {
    const word = args[index];
    if (word === '--') return { options, rest: args.slice(index + 1) };
    if (word === undefined || word === '-' || !word.startsWith('-')) {
      return { options, rest: args.slice(index) };
    }
    index++;
    const outcomes = word.startsWith('--')
      ? [parseLong(word, args[index], known)]
      : parseShort(word, args[index], known);
    for (const outcome of outcomes) {
      if ('error' in outcome) return { options, rest: args.slice(index), error: outcome.error };
      options.push(outcome.parsed);
      if (outcome.usedNext) index++;
    }
  }
}

/** Parses the options anywhere before a `--`, like `getopt_long` without a leading `+`. */
export function getoptAnywhere<O extends LongOption>(
  args: readonly string[],
  known: readonly O[],
): ParsedOptions<O> {
  const options: ParsedOption<O>[] = [];
  const words: string[] = [];
  let left = args;
  while (left.length > 0) {
    const parsed = getopt(left, known);
    const { rest, error } = parsed;
    options.push(...parsed.options);
    if (error !== undefined) return { options, rest: [...words, ...rest], error };
    const isEnd = left[left.length - rest.length - 1] === '--';
    const taken = isEnd ? rest.length : 1;
    words.push(...rest.slice(0, taken));
    left = rest.slice(taken);
  }
  return { options, rest: words };
}

function parseLong<O extends LongOption>(
  word: string,
  next: string | undefined,
  known: readonly O[],
): Outcome<O> {
  const equals = word.indexOf('=');
  const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
  const value = equals < 0 ? undefined : word.slice(equals + 1);
  const option = findLong(word, name, known);
  if (typeof option === 'string') return { error: option };

  if (value !== undefined) {
    if (option.argument === 'none') {
      return { error: `option '--${option.name}' doesn't allow an argument` };
    }
    return { parsed: { option, value }, usedNext: false };
  }
  if (option.argument !== 'required') return { parsed: { option, value }, usedNext: false };
  if (next === undefined) return { error: `option '--${option.name}' requires an argument` };
  return { parsed: { option, value: next }, usedNext: true };
}

/** Returns the option that `name` is or abbreviates, or an error message about `word`. */
function findLong<O extends LongOption>(
  word: string,
  name: string,
  known: readonly O[],
): O | string {
  const exact = known.find((option) => option.name === name);
  if (exact) return exact;
  const [first, ...others] = known.filter((option) => option.name.startsWith(name));
  if (!first) return `unrecognized option '${word}'`;
  const identity = (option: O) => `${option.argument} ${option.identity ?? option.name}`;
  const different = others.filter((option) => identity(option) !== identity(first));
  if (different.length === 0) return first;
  const possibilities = [first, ...different].map((option) => `'--${option.name}'`).join(' ');
  return `option '${word}' is ambiguous; possibilities: ${possibilities}`;
}

function parseShort<O extends LongOption>(
  word: string,
  next: string | undefined,
  known: readonly O[],
): Outcome<O>[] {
  const outcomes: Outcome<O>[] = [];
  for (let i = 1; i < word.length; i++) {
    const letter = word.charAt(i);
    const option = known.find((candidate) => candidate.short === letter);
    if (!option) return [...outcomes, { error: `invalid option -- '${letter}'` }];
    if (option.argument === 'none') {
      outcomes.push({ parsed: { option, value: undefined }, usedNext: false });
      continue;
    }
    const joined = word.slice(i + 1);
    if (joined !== '' || option.argument === 'optional') {
      const value = joined === '' ? undefined : joined;
      return [...outcomes, { parsed: { option, value }, usedNext: false }];
    }
    if (next === undefined) {
      return [...outcomes, { error: `option requires an argument -- '${letter}'` }];
    }
    return [...outcomes, { parsed: { option, value: next }, usedNext: true }];
  }
  return outcomes;
}
