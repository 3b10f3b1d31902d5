/**
 * Parses command lines as Python 2.7's argparse does: options and arguments in any order, unique
 * prefixes of long options, and the usage message with each error.
 */

/** An option or, without flags, a positional argument. */
export interface Argument {
  /** Its spellings: `-c`, `--column`. */
  readonly flags?: readonly string[];
  /** The name of its value; for an option, the name of the first long flag by default. */
  readonly dest: string;
  readonly metavar?: string;
  readonly action?: 'store' | 'append' | 'true' | 'false';
  readonly choices?: readonly string[];
  /** Returns the reason why it does not accept a text. */
  readonly problem?: (text: string) => string | undefined;
  /** True for a positional argument that may be missing. */
  readonly optional?: boolean;
  /** True if usage and help leave it out, as they do other spellings of an option. */
  readonly hidden?: boolean;
  /** The name of a group of options of which only one can be given. */
  readonly exclusive?: string;
  /** Its line of help. */
  readonly help?: string;
}

/** The values that a command line gives, by their names. */
export class Parsed {
  readonly #values = new Map<string, readonly string[]>();
  readonly #flags = new Map<string, boolean>();
  /** The words that belong to no argument. */
  readonly extras: string[] = [];

  add(dest: string, value: string, append: boolean): void {
    this.#values.set(dest, append ? [...(this.#values.get(dest) ?? []), value] : [value]);
  }

  setFlag(dest: string, value: boolean): void {
    this.#flags.set(dest, value);
  }

  /** Returns the last value of an option. */
  text(dest: string): string | undefined {
    return this.#values.get(dest)?.at(-1);
  }

  /** Returns all values of an option that can be repeated. */
  list(dest: string): readonly string[] {
    return this.#values.get(dest) ?? [];
  }

  /** Returns the state of an option without a value. */
  flag(dest: string): boolean | undefined {
    return this.#flags.get(dest);
  }
}

/** A wrong command line. The message includes the usage. */
export class UsageError extends Error {}

const HELP_PART = '[-h]';

/** The number of columns in which usage is wrapped. */
const WIDTH = 78;

/** The part of the width that the program's name may take beside the options. */
const NAME_SHARE = 0.75;

export class ArgumentParser {
  readonly #program: string;
  readonly #options: readonly Argument[];
  readonly #positionals: readonly Argument[];

  constructor(program: string, args: readonly Argument[]) {
    this.#program = program;
    this.#options = args.filter(({ flags }) => flags !== undefined);
    this.#positionals = args.filter(({ flags }) => flags === undefined);
  }

  /**
   * Parses words; those that belong to no argument are collected.
   *
   * @throws UsageError
   */
  parse(words: readonly string[]): Parsed {
    const parsed = new Parsed();
    const seen = new Map<string, Argument>();
    const waiting = [...this.#positionals];
    const required = () => waiting.filter(({ optional }) => optional !== true);
    let onlyArguments = false;
    for (let i = 0; i < words.length; i++) {
      const word = words[i] ?? '';
      if (!onlyArguments && word === '--') {
        onlyArguments = true;
        continue;
      }
      const found = onlyArguments || !isOption(word) ? undefined : this.#find(word);
      if (found === undefined) {
        const next = onlyArguments || !isOption(word) ? waiting.shift() : undefined;
        if (next) this.#store(parsed, next, word);
        else parsed.extras.push(word);
        continue;
      }
      const { argument, flag, value } = found;
      this.#checkExclusive(argument, seen);
      const { action = 'store', dest } = argument;
      if (action === 'true' || action === 'false') {
        if (value !== undefined) {
          throw this.error(argument, `ignored explicit argument ${repr(value)}`);
        }
        parsed.setFlag(dest, action === 'true');
        continue;
      }
      const following = words[i + 1];
      if (value === undefined && (following === undefined || isOption(following))) {
        throw this.error(argument, 'expected one argument');
      }
      if (value === undefined) i++;
      this.#store(parsed, argument, value ?? following ?? '', flag);
    }
    if (required().length > 0) throw this.failure('too few arguments');
    return parsed;
  }

  #store(parsed: Parsed, argument: Argument, value: string, _flag?: string): void {
    const { choices, problem, dest, action } = argument;
    const why = problem?.(value);
    if (why !== undefined) throw this.error(argument, why);
    if (choices && !choices.includes(value)) {
      const known = choices.map((choice) => `'${choice}'`).join(', ');
      throw this.error(argument, `invalid choice: ${repr(value)} (choose from ${known})`);
    }
    parsed.add(dest, value, action === 'append');
  }

  /** Finds the option that a word names, in full or by a unique prefix. */
  #find(word: string) {
    const options = this.#options.flatMap((argument) =>
      (argument.flags ?? []).map((flag) => ({ flag, argument })),
    );
    const whole = options.find(({ flag }) => flag === word);
    if (whole) return { ...whole, value: undefined };
    const equals = word.indexOf('=');
    const [name, value] =
      equals > 0 ? [word.slice(0, equals), word.slice(equals + 1)] : [word, undefined];
    const named = options.find(({ flag }) => flag === name);
    if (named) return { ...named, value };
    if (!word.startsWith('--')) {
      const short = options.find(({ flag }) => flag.length === 2 && word.startsWith(flag));
      return short && { ...short, value: word.slice(2) };
    }
    const candidates = options.filter(({ flag }) => flag.startsWith(name));
    if (candidates.length > 1) {
      const known = candidates.map(({ flag }) => flag).join(', ');
      throw this.failure(`ambiguous option: ${name} could match ${known}`);
    }
    const [only] = candidates;
    return only && { ...only, value };
  }

  #checkExclusive(argument: Argument, seen: Map<string, Argument>): void {
    const { exclusive } = argument;
    if (exclusive === undefined) return;
    const other = seen.get(exclusive);
    if (other && other !== argument) {
      throw this.error(argument, `not allowed with argument ${nameOf(other)}`);
    }
    seen.set(exclusive, argument);
  }

  /** Returns an error about an argument. */
  error(argument: Argument, message: string): UsageError {
    return this.failure(`argument ${nameOf(argument)}: ${message}`);
  }

  /** Returns an error with the usage. */
  failure(message: string): UsageError {
    return new UsageError(`${this.usage()}\n${this.#program}: error: ${message}\n`);
  }

  /** Returns the usage, wrapped as argparse does. */
  usage(): string {
    const options = [HELP_PART, ...optionParts(this.#options)].join(' ');
    const positionals = this.#positionals
      .map((argument) => (argument.optional ? `[${valueName(argument)}]` : valueName(argument)))
      .join(' ');
    const whole = [this.#program, options, positionals].filter(Boolean).join(' ');
    const prefix = 'usage: ';
    if (prefix.length + whole.length <= WIDTH) return `${prefix}${whole}`;
    const start = prefix.length + this.#program.length;
    if (start > NAME_SHARE * WIDTH) {
      const indent = ' '.repeat(prefix.length);
      const lines = wrap([...partsOf(options), ...partsOf(positionals)], indent, indent.length);
      return [`${prefix}${this.#program}`, ...lines].join('\n');
    }
    const indent = ' '.repeat(start + 1);
    const [first = '', ...rest] = wrap([this.#program, ...partsOf(options)], indent, prefix.length);
    const lines = [
      first.slice(indent.length),
      ...rest,
      ...wrap(partsOf(positionals), indent, indent.length),
    ];
    return `${prefix}${lines.join('\n')}`;
  }
}

/** True for words that argparse takes for options: not for numbers, and not with blanks. */
const isOption = (word: string): boolean =>
  word.startsWith('-') && word !== '-' && !/^-\d+$|^-\d*\.\d+$/.test(word) && !word.includes(' ');

const nameOf = ({ flags, metavar, dest }: Argument): string => flags?.join('/') ?? metavar ?? dest;

function valueName({ metavar, choices, flags, dest }: Argument): string {
  if (metavar !== undefined) return metavar;
  if (choices) return `{${choices.join(',')}}`;
  return flags === undefined ? dest : dest.toUpperCase();
}

function optionText(argument: Argument): string {
  const { flags = [], action = 'store' } = argument;
  const [flag = ''] = flags;
  return action === 'true' || action === 'false' ? flag : `${flag} ${valueName(argument)}`;
}

/** Returns the options in brackets; those that exclude each other share a pair. */
function optionParts(options: readonly Argument[]): readonly string[] {
  const parts: string[] = [];
  const groups = new Set<string>();
  for (const option of options) {
    const { exclusive, hidden } = option;
    if (hidden || (exclusive !== undefined && groups.has(exclusive))) continue;
    if (exclusive === undefined) {
      parts.push(`[${optionText(option)}]`);
      continue;
    }
    groups.add(exclusive);
    const members = options.filter((other) => other.exclusive === exclusive && !other.hidden);
    parts.push(`[${members.map(optionText).join(' | ')}]`);
  }
  return parts;
}

/** Splits usage where it may be wrapped. */
const partsOf = (usage: string): readonly string[] => usage.match(/\(.*?\)+|\[.*?\]+|\S+/g) ?? [];

function wrap(parts: readonly string[], indent: string, firstWidth: number): readonly string[] {
  const lines: string[] = [];
  let line: string[] = [];
  let length = firstWidth - 1;
  for (const part of parts) {
    if (length + 1 + part.length > WIDTH && line.length > 0) {
      lines.push(indent + line.join(' '));
      line = [];
      length = indent.length - 1;
    }
    line.push(part);
    length += part.length + 1;
  }
  if (line.length > 0) lines.push(indent + line.join(' '));
  return lines;
}

/** Returns `repr()` of a word of the command line. */
export const repr = (text: string): string =>
  text.includes("'") && !text.includes('"')
    ? `u"${text}"`
    : `u'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
