/** Builtins that do nothing, or that leave a loop, function or shell. */
import { evaluateTest } from '../conditions/test-command.js';
import type { Builtin, Shell } from '../state/shell.js';
import { Break, CommandError, Continue, Exit, Return, ShellError } from '../state/unwind.js';
import { numberArgument } from './builtin.js';

const MISUSE = 2;

const constant = (name: string, status: number): Builtin => ({ name, run: () => status });

/** `break` and `continue`. */
function leaveLoop(name: string, make: (levels: number) => Error): Builtin {
  return {
    name,
    run(shell, [word = '1']) {
      if (shell.loops === 0) {
        shell.complain(`${name}: only meaningful in a \`for', \`while', or \`until' loop`);
        return 0;
      }
      const levels = numberArgument(name, word, 128);
      if (levels < 1) throw new CommandError(`${name}: ${word}: loop count out of range`);
      throw make(levels);
    },
  };
}

/** Returns the status that an argument gives, or else that of the last command. */
function statusOf(shell: Shell, name: string, word: string | undefined): number {
  if (word === undefined) return shell.status;
  if (/^\s*[-+]?\d+\s*$/.test(word)) return Number(BigInt.asUintN(8, BigInt(word)));
  shell.complain(`${name}: ${word}: numeric argument required`);
  return MISUSE;
}

const EXIT: Builtin = {
  name: 'exit',
  run(shell, [word, ...others]) {
    if (others.length > 0) throw new CommandError('exit: too many arguments');
    throw new Exit(statusOf(shell, 'exit', word));
  },
};

/** Other words that people type to leave. They exist at a prompt only. */
const leaving = (name: string): Builtin => ({
  name,
  atPrompt: true,
  run(shell) {
    throw new Exit(shell.status);
  },
});

const RETURN: Builtin = {
  name: 'return',
  run(shell, [word]) {
    if (!shell.frames.some(({ name }) => name !== 'main')) {
      throw new CommandError("return: can only `return' from a function or sourced script", 2);
    }
    throw new Return(statusOf(shell, 'return', word));
  },
};

/** `test`, and `[`, which requires a closing `]`. */
const tester = (name: string): Builtin => ({
  name,
  async run(shell, args) {
    if (name === '[' && args.at(-1) !== ']') throw new CommandError("[: missing `]'", MISUSE);
    try {
      return Number(!(await evaluateTest(shell, name === '[' ? args.slice(0, -1) : args)));
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      throw new CommandError(`${name}: ${error.message}`, error.status);
    }
  },
});

export const FLOW: readonly Builtin[] = [
  constant(':', 0),
  constant('true', 0),
  constant('false', 1),
  leaveLoop('break', (levels) => new Break(levels)),
  leaveLoop('continue', (levels) => new Continue(levels)),
  EXIT,
  leaving('quit'),
  leaving('logout'),
  RETURN,
  tester('test'),
  tester('['),
];
