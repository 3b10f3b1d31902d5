/** The command line of ovn-sandbox-ts: what is asked for. */
import yargs from 'yargs-parser';

/** What `--help` prints. */
export const USAGE = `ovn-sandbox-ts: an OVN laboratory in one process

usage: ovn-sandbox-ts [OPTIONS]                        open the shell
       ovn-sandbox-ts [OPTIONS] run SCRIPT|- [ARG...]  run a bash script in it
       ovn-sandbox-ts [OPTIONS] -c 'COMMANDS' [ARG...] run commands in it
       ovn-sandbox-ts [OPTIONS] shell [COMMAND...]     run your own shell (or COMMAND)
                                                       with the tools on its PATH

Without a terminal, the first form runs the commands on standard input.

  --state FILE   keep the sandbox in FILE (default: sandbox.json);
                 :memory: keeps nothing
  --plain        a shell without colours and redrawing
  --help         this text
  --version      the version
`;

/** What to do, as the arguments say. */
export type Task =
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'error'; readonly message: string }
  | ShellTask;

/** To open a shell, or to run a script. */
export interface ShellTask {
  readonly kind: 'shell' | 'stdin' | 'file' | 'commands' | 'host';
  readonly source: string;
  readonly args: readonly string[];
  /** The state file. Default: see `chooseStateFile()`. */
  readonly state: string | undefined;
  readonly plain: boolean;
}

/** The exit status of a mistake in the arguments. */
export const EXIT_USAGE = 2;

/** Reads the command line, from after the name of the program. */
export function parseArguments(argv: readonly string[]): Task {
  const parsed = yargs([...argv], {
    alias: { c: ['command'], h: ['help'], V: ['version'] },
    string: ['state', 'c'],
    boolean: ['help', 'version', 'plain'],
    configuration: {
      'halt-at-non-option': true,
      'unknown-options-as-args': false,
      'camel-case-expansion': false,
      'parse-positional-numbers': false,
      'duplicate-arguments-array': false,
      'boolean-negation': false,
      'dot-notation': false,
    },
  });
  const known = ['_', 'c', 'command', 'h', 'help', 'V', 'version', 'state', 'plain'];
  const unknown = Object.keys(parsed).find((name) => !known.includes(name));
  if (unknown !== undefined) return mistake(`unknown option ${dashed(unknown)}`);
  if (parsed['help'] === true) return { kind: 'help' };
  if (parsed['version'] === true) return { kind: 'version' };
  const state: unknown = parsed['state'];
  if ((state !== undefined && typeof state !== 'string') || state === '')
    return mistake('--state needs a file name');
  const plain = parsed['plain'] === true;
  const positional = parsed._.map(String);
  const commands: unknown = parsed['c'];
  if (typeof commands === 'string') {
    const rest = withState(positional, state);
    if (commands === '') return mistake("-c needs commands, as in -c 'ovn-nbctl show'");
    return typeof rest === 'string'
      ? mistake(rest)
      : { kind: 'commands', source: commands, plain, ...rest };
  }
  if (positional.length === 0) {
    const interactive = process.stdin.isTTY && process.stdout.isTTY;
    return { kind: interactive ? 'shell' : 'stdin', source: '', args: [], state, plain };
  }
  const [command, ...others] = positional;
  if (command !== 'run' && command !== 'shell') return mistake(`unknown command '${command}'`);
  const rest = withState(others, state);
  if (typeof rest === 'string') return mistake(rest);
  if (command === 'shell') return { kind: 'host', source: '', plain, ...rest };
  const [source, ...args] = rest.args;
  if (source === undefined) return mistake("'run' needs a script, or - for standard input");
  return { kind: source === '-' ? 'stdin' : 'file', source, plain, args, state: rest.state };
}

/** `--state` may stand before the script as well; what comes after belongs to the script. */
function withState(
  words: readonly string[],
  state: string | undefined,
): { readonly args: readonly string[]; readonly state: string | undefined } | string {
  const [first, second, ...rest] = words;
  if (first === '--state') {
    return second === undefined ? '--state needs a file name' : { args: rest, state: second };
  }
  if (first?.startsWith('--state=')) return { args: words.slice(1), state: first.slice(8) };
  if (first?.startsWith('-') && first !== '-') return `unknown option ${first}`;
  return { args: words, state };
}

const dashed = (name: string): string => (name.length === 1 ? `-${name}` : `--${name}`);

const mistake = (message: string): Task => ({ kind: 'error', message });
