/** Parses the command line of ovn-sandbox-ts. */
import yargs from 'yargs-parser';
import { FORMATS, type Format } from '../check/formats.js';
import { getopt, type LongOption } from '../lib/getopt.js';
import { wrapLines } from '../lib/wrap.js';
import { CHECK_OPTIONS, OPTIONS, type OptionRow, SHELLS, type Shell } from './options.js';

/** The column at which the help of options begins. */
const COLUMN = 17;

function optionLines(options: readonly OptionRow[]): string {
  return options
    .map(({ name, value, help }) => {
      const row = `  --${name}${value ? ` ${value.name}` : ''}`.padEnd(COLUMN);
      return wrapLines(`${row}${help}`, 79, { hang: COLUMN });
    })
    .join('\n');
}

/** The text that `--help` prints. */
export const USAGE = `ovn-sandbox-ts: the tools of Open Virtual Network on an in-memory sandbox

usage: ovn-sandbox-ts [OPTIONS]                        open the shell
       ovn-sandbox-ts [OPTIONS] run SCRIPT|- [ARG...]  run a bash script
       ovn-sandbox-ts [OPTIONS] -c 'COMMANDS' [ARG...] run bash commands
       ovn-sandbox-ts [OPTIONS] shell [COMMAND...]     run your own shell, or COMMAND,
                                                       with the tools on its PATH
       ovn-sandbox-ts check [OPTIONS] FILE.md...       run the commands of documents
                                                       and compare their output
       ovn-sandbox-ts completion bash|zsh|fish         print a completion script
                                                       for your own shell

Without a terminal, the first form runs the commands on standard input.

${optionLines(OPTIONS)}

Options of check:
${optionLines(CHECK_OPTIONS)}
`;

/** The task that the command line requests. */
export type Task =
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'completion'; readonly shell: Shell }
  | CheckTask
  | ShellTask;

/** Checks documents, each in a sandbox of its own. */
export interface CheckTask {
  readonly kind: 'check';
  readonly files: readonly string[];
  readonly format: Format;
  readonly update: boolean;
  readonly strict: boolean;
  readonly lenient: boolean;
  readonly verbose: boolean;
}

/** A task that needs a sandbox. */
export type ShellTask = TerminalTask | HostTask | ScriptTask;

interface InSandbox {
  /** The state file. Default: see `chooseStateFile()`. */
  readonly state: string | undefined;
}

/** Opens the interactive shell. */
interface TerminalTask extends InSandbox {
  readonly kind: 'terminal';
  readonly plain: boolean;
}

/** Runs a command on the user's machine, or the user's shell if `args` is empty. */
interface HostTask extends InSandbox {
  readonly kind: 'host';
  readonly args: readonly string[];
}

/** Runs a script: a file, or standard input, or the text in `source`. */
export interface ScriptTask extends InSandbox {
  readonly kind: 'script';
  readonly from: 'file' | 'stdin' | 'commands';
  readonly source: string;
  readonly args: readonly string[];
  /** True if matches that are stored without effect are errors. */
  readonly strict: boolean;
}

/** The exit status for invalid arguments. */
export const EXIT_USAGE = 2;

const withValues = OPTIONS.filter(({ value }) => value).map(({ name }) => name);
const withoutValues = OPTIONS.filter(({ value }) => !value).map(({ name }) => name);

const KNOWN = [
  ...['_', 'c', 'command'],
  ...OPTIONS.flatMap(({ name, short }) => [name, ...(short ? [short] : [])]),
];

/** Parses the arguments that follow the name of the program. */
export function parseArguments(argv: readonly string[]): Task {
  const parsed = yargs([...argv], {
    alias: {
      c: ['command'],
      ...Object.fromEntries(OPTIONS.flatMap(({ name, short }) => (short ? [[short, [name]]] : []))),
    },
    string: [...withValues, 'c'],
    boolean: withoutValues,
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
  const unknown = Object.keys(parsed).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) return mistake(`unknown option ${dashed(unknown)}`);
  if (parsed['help'] === true) return { kind: 'help' };
  if (parsed['version'] === true) return { kind: 'version' };
  const state: unknown = parsed['state'];
  if ((state !== undefined && typeof state !== 'string') || state === '') {
    return mistake('--state needs a file name');
  }
  const strict = parsed['strict'] === true;
  const words = parsed._.map(String);
  const commands: unknown = parsed['c'];
  if (typeof commands === 'string') {
    if (commands === '') return mistake("-c needs commands, as in -c 'ovn-nbctl show'");
    return withArguments(words, state, (rest) => ({
      kind: 'script',
      from: 'commands',
      source: commands,
      strict,
      ...rest,
    }));
  }
  return parseVerb(words, state, { plain: parsed['plain'] === true, strict });
}

function parseVerb(
  words: readonly string[],
  state: string | undefined,
  { plain, strict }: { readonly plain: boolean; readonly strict: boolean },
): Task {
  const [verb, ...others] = words;
  switch (verb) {
    case undefined:
      return process.stdin.isTTY && process.stdout.isTTY
        ? { kind: 'terminal', state, plain }
        : { kind: 'script', from: 'stdin', source: '', args: [], state, strict };
    case 'shell':
      return withArguments(others, state, (rest) => ({ kind: 'host', ...rest }));
    case 'run':
      return withArguments(others, state, ({ args: [source, ...args], state }) => {
        if (source === undefined) return mistake("'run' needs a script, or - for standard input");
        const from = source === '-' ? 'stdin' : 'file';
        return { kind: 'script', from, source, args, state, strict };
      });
    case 'check':
      return parseCheck(others, strict);
    case 'completion':
      return parseCompletion(others);
    default:
      return mistake(`unknown command '${verb}'`);
  }
}

/** Returns options as getopt knows them. */
const longOptions = (options: readonly OptionRow[]): readonly LongOption[] =>
  options.map(({ name, short, value }) => ({
    name,
    ...(short ? { short } : {}),
    argument: value ? 'required' : 'none',
  }));

/** Parses the words after `check`: options and files in any order. */
function parseCheck(words: readonly string[], strict: boolean): Task {
  const given = new Map<string, string | undefined>();
  const files: string[] = [];
  let rest = words;
  while (rest.length > 0) {
    const found = getopt(rest, longOptions(CHECK_OPTIONS));
    if (found.error !== undefined) return mistake(found.error);
    for (const { option, value } of found.options) given.set(option.name, value);
    files.push(...found.rest.slice(0, 1));
    rest = found.rest.slice(1);
  }
  const format = FORMATS.find((name) => name === (given.get('format') ?? 'text'));
  if (!format)
    return mistake(`--format must be ${FORMATS.join(', ')}, not '${given.get('format')}'`);
  if (files.length === 0) return mistake("'check' needs a document, or - for standard input");
  return {
    ...{ kind: 'check', files, format, strict: strict || given.has('strict') },
    ...{
      update: given.has('update'),
      lenient: given.has('lenient'),
      verbose: given.has('verbose'),
    },
  };
}

function parseCompletion([name, extra]: readonly string[]): Task {
  const shell = SHELLS.find((known) => known === name);
  const shells = SHELLS.join(', ');
  if (name === undefined) return mistake(`'completion' needs a shell: ${shells}`);
  if (!shell) return mistake(`'completion' knows ${shells}, not '${name}'`);
  return extra === undefined
    ? { kind: 'completion', shell }
    : mistake(`unexpected argument '${extra}'`);
}

/**
 * Parses any `--state` at the start of `words`, since options may follow the verb. The remaining
 * words belong to the command.
 */
function withArguments(
  words: readonly string[],
  state: string | undefined,
  task: (rest: { readonly args: readonly string[]; readonly state: string | undefined }) => Task,
): Task {
  const [first, second, ...rest] = words;
  if (first === '--state') {
    return second === undefined
      ? mistake('--state needs a file name')
      : task({ args: rest, state: second });
  }
  if (first?.startsWith('--state=')) return task({ args: words.slice(1), state: first.slice(8) });
  if (first?.startsWith('-') && first !== '-') return mistake(`unknown option ${first}`);
  return task({ args: words, state });
}

const dashed = (name: string): string => (name.length === 1 ? `-${name}` : `--${name}`);

const mistake = (message: string): Task => ({ kind: 'error', message });
