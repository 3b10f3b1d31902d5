/** Completes a command line from a program's tables of commands and options. */
import type { ToolContext } from '../tool.js';
import type { CommandRow, CompletionPlace, ValueLists } from './command-row.js';
import type { OptionRow } from './option-row.js';
import { parametersAt, parseUsage } from './usage.js';

export interface CompletionTables {
  /** The commands by name, or the only one of a program whose command line does not name it. */
  readonly commands: ReadonlyMap<string, CommandRow> | CommandRow;
  readonly options: readonly OptionRow<never>[];
  /** Values of parameters that do not depend on the command. */
  readonly values?: ValueLists;
  /** True if options may follow other words. */
  readonly optionsAnywhere?: boolean;
}

/** Returns the words that could replace the last of `words`, in the order of the tables. */
export function completeWords(
  words: readonly string[],
  tables: CompletionTables,
  context: ToolContext,
): string[] {
  const word = words.at(-1) ?? '';
  const found = candidates(word, words.slice(0, -1), tables, context);
  return [...new Set(found)].filter((candidate) => candidate !== '' && candidate.startsWith(word));
}

function candidates(
  word: string,
  before: readonly string[],
  tables: CompletionTables,
  context: ToolContext,
): Iterable<string> {
  const { commands, options, values = {}, optionsAnywhere = false } = tables;
  const { plain, pending } = readWords(before, options, optionsAnywhere);
  if (pending !== undefined) return pending.values ?? [];
  if (word.startsWith('-') && (optionsAnywhere || plain.length === 0)) {
    return optionWords(word, tables);
  }
  if (!isTable(commands)) return argumentWords(commands, { context, args: plain, word }, values);
  const [name, ...args] = plain;
  if (name === undefined) return commands.keys();
  const command = commands.get(name);
  return command === undefined ? [] : argumentWords(command, { context, args, word }, values);
}

const isTable = (
  commands: CompletionTables['commands'],
): commands is ReadonlyMap<string, CommandRow> => commands instanceof Map;

/** Separates words from options; `pending` is the option whose argument comes next. */
function readWords(
  words: readonly string[],
  options: readonly OptionRow<never>[],
  optionsAnywhere: boolean,
): { readonly plain: readonly string[]; readonly pending?: OptionRow<never> } {
  const plain: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!word.startsWith('-') || (plain.length > 0 && !optionsAnywhere)) {
      plain.push(word);
      continue;
    }
    const option = options.find(({ name, short }) => word === `--${name}` || word === `-${short}`);
    if (option?.argument !== 'required') continue;
    i++;
    if (i === words.length) return { plain, pending: option };
  }
  return { plain };
}

function optionWords(word: string, { commands, options }: CompletionTables): string[] {
  const [prefix = ''] = /^--[^=]*=/.exec(word) ?? [];
  const valued = options.find((option) => prefix === `--${option.name}=`);
  if (valued) return (valued.values ?? []).map((value) => prefix + value);
  const ofCommands = isTable(commands)
    ? [...commands.values()].flatMap((command) => command.options ?? [])
    : [];
  const ofProgram = options
    .filter(({ help }) => help !== undefined)
    .map(({ name, argument }) => `--${name}${argument === 'required' ? '=' : ''}`);
  return [...ofCommands, ...ofProgram];
}

function argumentWords(
  { usage, values: own = {} }: CommandRow,
  place: CompletionPlace,
  shared: ValueLists,
): string[] {
  return parametersAt(parseUsage(usage), place.args.length)
    .flatMap(({ name }) => (name in own || name in shared ? [name] : name.split('|')))
    .flatMap((name) => {
      const values = own[name] ?? shared[name] ?? [];
      return typeof values === 'function' ? [...values(place)] : values;
    });
}
