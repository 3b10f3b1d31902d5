/** Says what the arguments of the shell's own commands are, for those that are not files. */
import { lookUp } from '../../lib/dictionary.js';

/** Commands that run the command in their arguments, with the number of arguments before it. */
const PREFIXES: Readonly<Record<string, number>> = {
  builtin: 0,
  command: 0,
  env: 0,
  exec: 0,
  nohup: 0,
  sudo: 0,
  time: 0,
  timeout: 1,
  watch: 0,
  xargs: 0,
};

/** Options of those commands that have an argument. */
const WITH_ARGUMENT = new Set(['-n', '-I', '-L', '-P', '-s', '-k', '-u', '--interval']);

/** Returns the words of the command that the prefixes run, without the prefixes. */
export function withoutPrefixes(words: readonly string[]): readonly string[] {
  let rest = words;
  for (;;) {
    const skipped = lookUp(PREFIXES, rest[0] ?? '');
    if (skipped === undefined) return rest;
    let at = 1;
    while (/^-/.test(rest[at] ?? '') || /^\w+=/.test(rest[at] ?? '')) {
      at += WITH_ARGUMENT.has(rest[at] ?? '') ? 2 : 1;
    }
    rest = rest.slice(at + skipped);
  }
}

export type ArgumentKind = 'files' | 'folders' | 'commands' | 'variables' | 'pattern' | 'nothing';

/** Commands whose arguments are not files. */
const KINDS: Readonly<Record<string, ArgumentKind>> = {
  cd: 'folders',
  mkdir: 'folders',
  rmdir: 'folders',
  pushd: 'folders',
  which: 'commands',
  type: 'commands',
  man: 'commands',
  hash: 'commands',
  alias: 'commands',
  unalias: 'commands',
  export: 'variables',
  unset: 'variables',
  readonly: 'variables',
  local: 'variables',
  declare: 'variables',
  typeset: 'variables',
  read: 'variables',
};

const WITHOUT_ARGUMENTS = [
  ...[':', 'bg', 'break', 'clear', 'continue', 'date', 'dirs', 'exit', 'expr', 'false', 'fg'],
  ...['help', 'history', 'hostname', 'jobs', 'kill', 'let', 'logout', 'popd', 'printf', 'pwd'],
  ...['quit', 'return', 'seq', 'set', 'shift', 'sleep', 'times', 'trap', 'true', 'umask', 'uname'],
  ...['wait', 'whoami', 'yes'],
];

/** Commands whose first argument is a program of their own, and the others files. */
const PATTERN_FIRST = ['grep', 'egrep', 'fgrep', 'rg', 'sed', 'awk', 'jq', 'tr'];

/** Returns the kind of the next argument of a command. */
export function argumentKind(name: string, before: readonly string[]): ArgumentKind {
  if (WITHOUT_ARGUMENTS.includes(name)) return 'nothing';
  const plain = before.filter((word) => !word.startsWith('-'));
  if (PATTERN_FIRST.includes(name) && plain.length === 0) return 'pattern';
  return lookUp(KINDS, name) ?? 'files';
}
