/** Parses the arguments of builtins. */
import { CommandError } from '../state/unwind.js';

const MISUSE = 2;

/** The options of a builtin, and the words after them. */
export interface BuiltinOptions {
  /** The letters that were given, with their values. */
  readonly given: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
}

/**
 * Parses options of one letter.
 *
 * @param letters the known options, each followed by a colon if it takes a value
 * @throws CommandError
 */
export function parseOptions(
  name: string,
  args: readonly string[],
  letters: string,
): BuiltinOptions {
  const given = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? '';
    if (word === '--') return { given, rest: args.slice(i + 1) };
    if (!/^-./.test(word)) return { given, rest: args.slice(i) };
    for (let j = 1; j < word.length; j++) {
      const letter = word.charAt(j);
      const at = letter === ':' ? -1 : letters.indexOf(letter);
      if (at < 0) throw new CommandError(`${name}: -${letter}: invalid option`, MISUSE);
      if (letters[at + 1] !== ':') {
        given.set(letter, '');
        continue;
      }
      const joined = word.slice(j + 1);
      const value = joined === '' ? args[++i] : joined;
      if (value === undefined) {
        throw new CommandError(`${name}: -${letter}: option requires an argument`, MISUSE);
      }
      given.set(letter, value);
      break;
    }
  }
  return { given, rest: [] };
}

/** Parses a number. @throws CommandError */
export function numberArgument(name: string, word: string, status = 1): number {
  if (!/^[-+]?\d+$/.test(word)) {
    throw new CommandError(`${name}: ${word}: numeric argument required`, status);
  }
  return Number(word);
}
