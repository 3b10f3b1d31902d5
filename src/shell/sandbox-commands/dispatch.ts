/** Runs and completes the subcommands of `sandbox`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { closest } from '../../lib/closest.js';
import { helpEntry } from '../../lib/help-entry.js';
import { reflowed, wrapLines } from '../../lib/wrap.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { continuing, type Suggestion, suggestion } from '../../tools/program/suggestion.js';
import { parametersAt, parseUsage } from '../../tools/program/usage.js';
import type { Invocation } from '../program.js';
import { countArguments, optionsOf, parseWords } from './arguments.js';
import { Refusal, type Subcommand, type Workshop } from './subcommand.js';
import { SUBCOMMANDS } from './table.js';
import { ARGUMENT_VALUES } from './values.js';

/** The exit status of invalid arguments. */
const MISUSE = 2;

/** The column at which help describes options. */
const COLUMN = 27;

/** Runs `sandbox ARGS`. */
export async function runSandboxCommand(
  sandbox: Sandbox,
  { args, stdin, signal, show, columns = Number.POSITIVE_INFINITY, stdout, stderr }: Invocation,
  workshop?: Workshop,
): Promise<number> {
  const [name = 'help', ...words] = args;
  const wanted = name === '--help' || name === '-h' ? 'help' : name;
  const subcommand = SUBCOMMANDS.find((candidate) => candidate.name === wanted);
  if (!subcommand) {
    const known = SUBCOMMANDS.map((candidate) => candidate.name);
    const near = closest(name, known);
    const advice = near === undefined ? `use one of ${known.join(', ')}` : `did you mean ${near}?`;
    stderr(wrapLines(`sandbox: unknown subcommand '${name}'; ${advice}\n`, columns));
    return MISUSE;
  }
  const line = parseWords(subcommand, words);
  if (typeof line === 'string') {
    stderr(`sandbox ${wanted}: ${line}\nTry sandbox ${wanted} --help.\n`);
    return MISUSE;
  }
  if (line.options.has('help')) {
    stdout(reflowed(subcommandHelp(subcommand), columns));
    return 0;
  }
  try {
    const status = await subcommand.run({
      ...line,
      sandbox,
      stdin,
      signal,
      show,
      print: PRINTED[subcommand.text ?? 'sentences'](stdout, columns),
      complain: stderr,
      workshop,
      columns,
      pause: (milliseconds) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
    });
    return status ?? 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const problem = `sandbox ${wanted}: ${error instanceof Refusal ? '' : 'internal error: '}${message}\n`;
    stderr(wrapLines(problem, columns));
    return 1;
  }
}

type Print = (text: string) => void;

/** Prints the output of a subcommand on a screen of some width. */
const PRINTED: Readonly<
  Record<NonNullable<Subcommand['text']>, (print: Print, columns: number) => Print>
> = {
  sentences: (print, columns) => (text) => print(wrapLines(text, columns)),
  help: (print, columns) => (text) => print(reflowed(text, columns)),
  data: (print) => print,
};

/** Returns the text of `sandbox NAME --help`. */
function subcommandHelp(subcommand: Subcommand): string {
  const { name, usage, summary, help } = subcommand;
  const options = optionsOf(subcommand).map((option) => {
    const { name: long, short, argument, argumentName = 'ARG', help: what } = option;
    const value = argument === 'required' ? `=${argumentName}` : '';
    return helpEntry(`${short ? `-${short}, ` : '    '}--${long}${value}`, what, COLUMN);
  });
  return [
    `sandbox ${name}: ${summary}\n`,
    `usage: ${['sandbox', name, '[OPTION]...', usage].filter(Boolean).join(' ')}\n`,
    help === undefined ? '' : `\n${help.trimEnd()}\n`,
    `\nOptions:\n${options.join('')}`,
  ].join('');
}

/** Returns what can replace the last of `words`, the arguments of `sandbox` so far. */
export function completeSandboxCommand(sandbox: Sandbox, words: readonly string[]): Suggestion[] {
  return continuing(words.at(-1) ?? '', candidates(sandbox, words));
}

function candidates(sandbox: Sandbox, words: readonly string[]): Suggestion[] {
  const [name, ...args] = words;
  if (name === undefined || args.length === 0) {
    return SUBCOMMANDS.map((row) => ({ text: row.name, help: row.summary }));
  }
  const subcommand = SUBCOMMANDS.find((row) => row.name === name);
  if (!subcommand) return [];
  if (args.at(-1)?.startsWith('-')) {
    return optionsOf(subcommand).map(({ name: long, argument, help }) =>
      argument === 'required'
        ? { text: `--${long}=`, help, open: true }
        : { text: `--${long}`, help },
    );
  }
  const position = countArguments(subcommand, args.slice(0, -1));
  return parametersAt(parseUsage(subcommand.usage), position).flatMap((parameter) =>
    parameter.name.split('|').flatMap((word) => {
      const list = subcommand.values?.[word] ?? ARGUMENT_VALUES[word] ?? [];
      return [...(typeof list === 'function' ? list(sandbox) : list)].map(suggestion);
    }),
  );
}
