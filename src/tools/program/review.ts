/** Reviews a command line while it is typed: the usage of its command, and what is wrong with it. */
import type { ToolContext } from '../tool.js';
import type { Check, CommandRow, CompletionPlace, WordProblem } from './command-row.js';
import { type CompletionTables, isTable, listValues, readWords } from './complete.js';
import { type Parameter, parametersAt, parseUsage } from './usage.js';

/** The usage of a command. */
export interface UsageHint {
  /** The command as typed, for example `acl-add`; empty for a program without commands. */
  readonly name: string;
  readonly usage: string;
  readonly summary?: string;
  /** The parts of `usage` that the last word can belong to, as offsets. */
  readonly current: readonly { readonly start: number; readonly end: number }[];
}

export interface Review {
  readonly usage?: UsageHint;
  /** The first problem, with the index of its word. */
  readonly problem?: WordProblem & { readonly word: number };
}

/** Reviews the arguments of a program. The last word is the one at the cursor. */
export function reviewWords(
  words: readonly string[],
  tables: CompletionTables,
  context: ToolContext,
): Review {
  const { commands, options, optionsAnywhere = false } = tables;
  const { plain, places } = readWords(words, options, optionsAnywhere);
  const typed = readWords(words.slice(0, -1), options, optionsAnywhere);
  if (!isTable(commands)) {
    const problem = firstProblem(commands, plain, places, words, tables, context);
    return { usage: usageHint('', commands, typed.plain.length), ...problem };
  }
  const [name, ...args] = plain;
  if (name === undefined) return {};
  const command = commands.get(name);
  if (command === undefined) {
    const word = places[0] ?? 0;
    const message = `there is no command ${name}`;
    return { problem: { word, message, expected: [...commands.keys()] } };
  }
  const position = typed.plain.length - 1;
  return {
    usage: usageHint(name, command, position),
    ...firstProblem(command, args, places.slice(1), words, tables, context),
  };
}

/** Returns the usage of a command with the parameters of the argument at `position` marked. */
export function usageHint(
  name: string,
  { usage, summary }: Pick<CommandRow, 'usage' | 'summary'>,
  position: number,
): UsageHint {
  const parameters = position < 0 ? [] : parametersAt(parseUsage(usage), position);
  return {
    name,
    usage,
    ...(summary === undefined ? {} : { summary }),
    current: parameters.map(({ start, name: parameter }) => ({
      start,
      end: start + parameter.length,
    })),
  };
}

function firstProblem(
  command: CommandRow,
  args: readonly string[],
  places: readonly number[],
  options: readonly string[],
  tables: CompletionTables,
  context: ToolContext,
): Pick<Review, 'problem'> {
  // With this option, a name that does not exist is no mistake.
  if (options.includes('--if-exists')) return {};
  const parameters = parseUsage(command.usage);
  for (const [i, word] of args.entries()) {
    const place: CompletionPlace = { context, args: args.slice(0, i), word };
    const candidates = parametersAt(parameters, i);
    const problem = problemAt(candidates, command, place, tables);
    if (problem !== undefined) return { problem: { ...problem, word: places[i] ?? 0 } };
  }
  return {};
}

/** Checks a word as each of the parameters that it can belong to; one that accepts it is enough. */
function problemAt(
  parameters: readonly Parameter[],
  command: CommandRow,
  place: CompletionPlace,
  tables: CompletionTables,
): WordProblem | undefined {
  let first: WordProblem | undefined;
  for (const { name } of parameters) {
    const check = command.checks?.[name] ?? tables.checks?.[name] ?? 'unchecked';
    const problem = runCheck(check, name, command, place, tables);
    if (problem === undefined) return undefined;
    first ??= problem;
  }
  return first;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

function runCheck(
  check: Check,
  name: string,
  command: CommandRow,
  place: CompletionPlace,
  tables: CompletionTables,
): WordProblem | undefined {
  if (check === 'unchecked') return undefined;
  if ('check' in check) return check.check(place);
  const { word } = place;
  const values = command.values?.[name] ?? tables.values?.[name];
  const expected = listValues(values, { ...place, word: '' }).map(({ text }) => text);
  if (UUID.test(word) || expected.includes(word)) return undefined;
  return { message: `there is no ${check.noun} ${word}`, expected };
}
