/** A command of the shell itself. */
import type { Shell } from '../state/shell.js';
import { CommandError } from '../state/unwind.js';

export interface Builtin {
  readonly name: string;
  /** Runs it; gives the status. @throws CommandError for what is wrong with the arguments */
  run(shell: Shell, args: readonly string[]): number | Promise<number>;
}

const MISUSE = 2;

/** The options of a builtin, and the words after them. */
export interface BuiltinOptions {
  /** Letters that were given; those with a value have it. */
  readonly given: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
}

/**
 * Reads options of one letter.
 *
 * @param letters those that there are; a colon after one that takes a value.
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

/** A number that an argument writes. @throws CommandError */
export function numberArgument(name: string, word: string, status = 1): number {
  if (!/^[-+]?\d+$/.test(word)) {
    throw new CommandError(`${name}: ${word}: numeric argument required`, status);
  }
  return Number(word);
}
