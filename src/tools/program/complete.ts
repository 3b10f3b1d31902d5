/** Completes a command line from a program's tables of commands and options. */
import type { ToolContext } from '../tool.js';
import type { CheckLists, CommandRow, CompletionPlace, ValueLists, Values } from './command-row.js';
import type { OptionRow } from './option-row.js';
import { continuing, endingAt, FILES, type Suggestion, suggestion } from './suggestion.js';
import { parametersAt, parseUsage } from './usage.js';

/** The parameters that name files, in every program. */
const FILE_VALUES: ValueLists = {
  FILE: [FILES],
  PCAP: [FILES],
  'PRIVATE-KEY': [FILES],
  CERTIFICATE: [FILES],
  'CA-CERT': [FILES],
};

export interface CompletionTables {
  /** The commands by name, or the only one of a program whose command line does not name it. */
  readonly commands: ReadonlyMap<string, CommandRow> | CommandRow;
  readonly options: readonly OptionRow<never>[];
  /** Values of parameters that do not depend on the command. */
  readonly values?: ValueLists;
  /** Checks of parameters that do not depend on the command. */
  readonly checks?: CheckLists;
  /** True if options may follow other words. */
  readonly optionsAnywhere?: boolean;
}

/** Returns what could replace the last of `words`, in the order of the tables. */
export function completeWords(
  words: readonly string[],
  tables: CompletionTables,
  context: ToolContext,
): Suggestion[] {
  const word = words.at(-1) ?? '';
  return continuing(word, candidates(word, words.slice(0, -1), tables, context));
}

function candidates(
  word: string,
  before: readonly string[],
  tables: CompletionTables,
  context: ToolContext,
): Iterable<Suggestion> {
  const { commands, options, values = {}, optionsAnywhere = false } = tables;
  const { plain, pending } = readWords(before, options, optionsAnywhere);
  if (pending !== undefined) return (pending.values ?? []).map(suggestion);
  if (word.startsWith('-') && (optionsAnywhere || plain.length === 0)) {
    return optionWords(word, tables);
  }
  if (!isTable(commands)) return argumentWords(commands, { context, args: plain, word }, values);
  const [name, ...args] = plain;
  if (name === undefined) return commandWords(commands);
  const command = commands.get(name);
  return command === undefined ? [] : argumentWords(command, { context, args, word }, values);
}

function* commandWords(commands: ReadonlyMap<string, CommandRow>): Iterable<Suggestion> {
  for (const { name, summary } of commands.values()) yield withHelp(name, summary);
}

const withHelp = (text: string, help: string | undefined, open = false): Suggestion => ({
  text,
  ...(help === undefined ? {} : { help }),
  ...(open ? { open } : {}),
});

export const isTable = (
  commands: CompletionTables['commands'],
): commands is ReadonlyMap<string, CommandRow> => commands instanceof Map;

/**
 * Separates words from options; `pending` is the option whose argument comes next, and `places` the
 * positions of the plain words.
 */
export function readWords(
  words: readonly string[],
  options: readonly OptionRow<never>[],
  optionsAnywhere: boolean,
): {
  readonly plain: readonly string[];
  readonly places: readonly number[];
  readonly pending?: OptionRow<never>;
} {
  const plain: string[] = [];
  const places: number[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!word.startsWith('-') || (plain.length > 0 && !optionsAnywhere)) {
      plain.push(word);
      places.push(i);
      continue;
    }
    const option = options.find(({ name, short }) => word === `--${name}` || word === `-${short}`);
    if (option?.argument !== 'required') continue;
    i++;
    if (i === words.length) return { plain, places, pending: option };
  }
  return { plain, places };
}

function optionWords(word: string, { commands, options }: CompletionTables): Suggestion[] {
  const [prefix = ''] = /^--[^=]*=/.exec(word) ?? [];
  const valued = options.find((option) => prefix === `--${option.name}=`);
  if (valued) return (valued.values ?? []).map(endingAt(prefix.length));
  if (prefix !== '') return [];
  const ofCommands = isTable(commands)
    ? [...commands.values()].flatMap((command) => command.options ?? [])
    : [];
  const ofProgram = options
    .filter(({ help }) => help !== undefined)
    .map(({ name, argument, help }) =>
      argument === 'required' ? withHelp(`--${name}=`, help, true) : withHelp(`--${name}`, help),
    );
  return [...ofCommands.map((text) => withHelp(text, undefined, text.endsWith('='))), ...ofProgram];
}

function argumentWords(
  { usage, values: own = {} }: CommandRow,
  place: CompletionPlace,
  shared: ValueLists,
): Suggestion[] {
  return parametersAt(parseUsage(usage), place.args.length)
    .flatMap(({ name }) =>
      name in own || name in shared || name in FILE_VALUES ? [name] : name.split('|'),
    )
    .flatMap((name) => listValues(own[name] ?? shared[name] ?? FILE_VALUES[name], place));
}

/** Returns the values of a parameter at a place. */
export const listValues = (values: Values | undefined, place: CompletionPlace): Suggestion[] =>
  [...(typeof values === 'function' ? values(place) : (values ?? []))].map(suggestion);
