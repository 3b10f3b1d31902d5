/**
 * Builtins about processes and signals, which the sandbox does not have: `trap`, `wait`, `sleep`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { alwaysQuoted } from '../quoting.js';
import type { Builtin } from '../state/shell.js';
import { CommandError, Interrupted } from '../state/unwind.js';
import { parseOptions } from './builtin.js';

const SIGNALS: readonly string[] = [
  ...['EXIT', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE'],
  ...['SIGKILL', 'SIGUSR1', 'SIGSEGV', 'SIGUSR2', 'SIGPIPE', 'SIGALRM', 'SIGTERM'],
];
/** Events that are not signals and can be trapped. */
const EVENTS: readonly string[] = ['DEBUG', 'ERR', 'RETURN'];

/** Returns the name of a signal or event that is given by number, or with or without `SIG`. */
function signalName(word: string): string | undefined {
  if (/^\d+$/.test(word)) return SIGNALS[Number(word)];
  const name = word.toUpperCase();
  return [...SIGNALS, ...EVENTS].find((known) => known === name || known === `SIG${name}`);
}

const TRAP: Builtin = {
  name: 'trap',
  run(shell, args) {
    const { given, rest } = parseOptions('trap', args, 'lp');
    const show = (names: readonly string[]) => {
      for (const name of names) {
        const action = shell.traps.get(name);
        if (action !== undefined) shell.write(1, `trap -- ${alwaysQuoted(action)} ${name}\n`);
      }
      return 0;
    };
    const all = [...SIGNALS, ...EVENTS];
    if (given.has('p') || rest.length === 0) {
      return show(rest.length === 0 ? all : rest.map((word) => signalName(word) ?? word));
    }
    const [action = '', ...words] =
      rest.length === 1 || /^\d+$/.test(rest[0] ?? '') ? ['-', ...rest] : rest;
    for (const word of words) {
      const name = signalName(word);
      if (name === undefined) {
        throw new CommandError(`trap: ${word}: invalid signal specification`);
      }
      if (action === '-') shell.traps.delete(name);
      else shell.traps.set(name, action);
    }
    return 0;
  },
};

const WAIT: Builtin = {
  name: 'wait',
  run(shell, [id]) {
    if (id === undefined) return 0;
    if (shell.background && Number(id) === shell.background.id) return shell.background.status;
    throw new CommandError(`wait: pid ${id} is not a child of this shell`, 127);
  },
};

const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

const SLEEP: Builtin = {
  name: 'sleep',
  async run(shell, args) {
    let milliseconds = 0;
    for (const word of args) {
      const [, number, unit = ''] = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(word) ?? [];
      if (number === undefined) {
        shell.write(2, `sleep: invalid time interval '${word}'\n`);
        return 1;
      }
      milliseconds += 1000 * Number(number) * (UNITS[unit] ?? 1);
    }
    if (args.length === 0) {
      shell.write(2, 'sleep: missing operand\n');
      return 1;
    }
    const { job } = shell;
    const slept = sleep(Math.min(milliseconds, 2 ** 31 - 1), undefined, { signal: job.signal });
    await job.during(
      slept.catch(() => {
        throw new Interrupted();
      }),
    );
    return 0;
  },
};

const constant = (name: string, text: string): Builtin => ({
  name,
  run(shell) {
    shell.write(1, text);
    return 0;
  },
});

export const JOBS: readonly Builtin[] = [
  TRAP,
  WAIT,
  SLEEP,
  constant('jobs', ''),
  constant('disown', ''),
  constant('times', '0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n'),
  constant('umask', '0022\n'),
  constant('ulimit', 'unlimited\n'),
];
