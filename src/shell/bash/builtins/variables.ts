/** Builtins about variables and parameters. */
import { arithmetic, assign, parseReference, unset } from '../expand/values.js';
import type { Builtin } from '../state/shell.js';
import { CommandError, LineError, ShellError } from '../state/unwind.js';
import { numberArgument, parseOptions } from './builtin.js';

const UNSET: Builtin = {
  name: 'unset',
  async run(shell, args) {
    const { given, rest } = parseOptions('unset', args, 'fvn');
    let status = 0;
    for (const name of rest) {
      const base = parseReference(name)?.name ?? name;
      const isVariable = shell.vars.find(base) !== undefined;
      if (given.has('f') || (!given.has('v') && !isVariable && shell.functions.has(name))) {
        shell.functions.delete(name);
        continue;
      }
      try {
        await unset(shell, name);
      } catch (error) {
        if (!(error instanceof ShellError)) throw error;
        shell.complain(error.message);
        status = 1;
      }
    }
    return status;
  },
};

const SHIFT: Builtin = {
  name: 'shift',
  run(shell, [word = '1']) {
    const count = numberArgument('shift', word);
    if (count < 0) throw new CommandError(`shift: ${word}: shift count out of range`);
    if (count > shell.args.length) return 1;
    shell.args = shell.args.slice(count);
    return 0;
  },
};

const LET: Builtin = {
  name: 'let',
  async run(shell, args) {
    if (args.length === 0) throw new CommandError('let: expression expected');
    try {
      let value = 0n;
      for (const expression of args) value = await arithmetic(shell, expression, 'let: ');
      return Number(value === 0n);
    } catch (error) {
      throw error instanceof LineError ? new CommandError(error.message) : error;
    }
  },
};

const GETOPTS: Builtin = {
  name: 'getopts',
  async run(shell, [letters, name, ...given]) {
    if (letters === undefined || name === undefined) {
      throw new CommandError('getopts: usage: getopts optstring name [arg ...]', 2);
    }
    const words = given.length > 0 ? given : shell.args;
    const silent = letters.startsWith(':');
    const index = Number(shell.vars.find('OPTIND')?.value ?? 1);
    const before = getoptsPlaces.get(shell);
    const at = before?.index === index ? before.at : 1;
    const word = words[index - 1];
    const finish = async (option: string, nextIndex: number, nextAt: number, argument?: string) => {
      await assign(shell, 'OPTIND', String(nextIndex));
      getoptsPlaces.set(shell, { index: nextIndex, at: nextAt });
      await assign(shell, name, option);
      if (argument === undefined) shell.vars.remove('OPTARG');
      else await assign(shell, 'OPTARG', argument);
    };
    if (word === undefined || !/^-./.test(word) || word === '--') {
      await finish('?', word === '--' ? index + 1 : index, 1);
      return 1;
    }
    const letter = word.charAt(at);
    const place = letter === ':' ? -1 : letters.indexOf(letter, silent ? 1 : 0);
    const [nextIndex, nextAt] = at + 1 < word.length ? [index, at + 1] : [index + 1, 1];
    if (place < 0) {
      if (!silent) shell.write(2, `${shell.name}: illegal option -- ${letter}\n`);
      await finish('?', nextIndex, nextAt, silent ? letter : undefined);
      return 0;
    }
    if (letters[place + 1] !== ':') {
      await finish(letter, nextIndex, nextAt);
      return 0;
    }
    const joined = word.slice(at + 1);
    const argument = joined === '' ? words[index] : joined;
    if (argument !== undefined) {
      await finish(letter, joined === '' ? index + 2 : index + 1, 1, argument);
      return 0;
    }
    if (!silent) shell.write(2, `${shell.name}: option requires an argument -- ${letter}\n`);
    await finish(silent ? ':' : '?', index + 1, 1, silent ? letter : undefined);
    return 0;
  },
};

/** The position of `getopts` in a word of several letters, valid while `OPTIND` is unchanged. */
const getoptsPlaces = new WeakMap<object, { readonly index: number; readonly at: number }>();

export const VARIABLES: readonly Builtin[] = [UNSET, SHIFT, LET, GETOPTS];
