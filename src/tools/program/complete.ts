/** Completion of a command line: everything that it offers comes from the program's tables. */
import type { Database } from '../../ovsdb/database.js';
import { columnsOf, findTable } from '../ctl/abbreviated-names.js';
import type { Command } from '../ctl/ctl-command.js';
import type { GlobalOption } from '../ctl/ctl-options.js';
import type { CtlTable } from '../ctl/ctl-table.js';
import { splitAtDashes } from '../ctl/parse-commands.js';
import { type Parameter, parametersAt, parseUsage } from './usage.js';

/** Where a word is to be completed. */
export interface CompletionPlace {
  readonly database: Database;
  readonly tables: readonly CtlTable[];
  /** The arguments of the command before the word. */
  readonly args: readonly string[];
}

/** The words that a parameter can be, by the parameter's name. */
export type ValueLists = Readonly<
  Record<string, readonly string[] | ((place: CompletionPlace) => Iterable<string>)>
>;

export interface CompletionTables {
  readonly commands: ReadonlyMap<string, Command<never>>;
  readonly options: readonly GlobalOption[];
  readonly tables: readonly CtlTable[];
  readonly values: ValueLists;
}

/** The words that could stand in place of the last of `words`, in the order of the tables. */
export function completeWords(
  words: readonly string[],
  { commands, options, tables, values }: CompletionTables,
  database: Database,
): string[] {
  const word = words.at(-1) ?? '';
  const segments = splitAtDashes(words.slice(0, -1));
  const before = segments.at(-1) ?? [];
  const first = segments.length === 1;
  const start = first ? skipOptions(before, options) : before.findIndex((w) => !w.startsWith('-'));

  let candidates: Iterable<string>;
  if (typeof start === 'object') {
    candidates = start.values ?? [];
  } else if (start >= 0 && start < before.length) {
    const args = before.slice(start + 1);
    const command = commands.get(before[start] ?? '');
    const parameters = command ? parametersAt(parseUsage(command.usage), args.length) : [];
    const place = { database, tables, args };
    candidates = parameters.flatMap((parameter) => [...parameterValues(parameter, values, place)]);
  } else if (word.startsWith('-')) {
    candidates = optionWords(word, commands, first ? options : []);
  } else {
    candidates = commands.keys();
  }
  return [...new Set(candidates)].filter(
    (candidate) => candidate !== '' && candidate.startsWith(word),
  );
}

/**
 * Where the command starts among the words of the first segment: its index, the
 * length where there is none yet, or the option whose argument comes next.
 */
function skipOptions(
  words: readonly string[],
  options: readonly GlobalOption[],
): number | GlobalOption {
  let index = 0;
  for (; words[index]?.startsWith('-'); index++) {
    const word = words[index] ?? '';
    const option = options.find(({ name, short }) => word === `--${name}` || word === `-${short}`);
    if (option?.argument !== 'required') continue;
    index++;
    if (index === words.length) return option;
  }
  return index;
}

function optionWords(
  word: string,
  commands: ReadonlyMap<string, Command<never>>,
  options: readonly GlobalOption[],
): string[] {
  const [name = ''] = /^--[^=]*=/.exec(word) ?? [];
  const valued = options.find((option) => name === `--${option.name}=`);
  if (valued) return (valued.values ?? []).map((value) => name + value);
  const global = options
    .filter(({ help }) => help !== undefined)
    .map((option) => `--${option.name}${option.argument === 'required' ? '=' : ''}`);
  return [...[...commands.values()].flatMap((command) => command.options ?? []), ...global];
}

function* parameterValues(
  parameter: Parameter,
  values: ValueLists,
  place: CompletionPlace,
): Iterable<string> {
  for (const name of parameter.name.split('|')) {
    const list = values[name] ?? DATABASE_VALUES[name];
    if (list) yield* typeof list === 'function' ? list(place) : list;
  }
}

/** What a column holds in the rows of a table, for a {@link ValueLists}. */
export const valuesIn = (table: string, column: string) =>
  function* ({ database }: CompletionPlace): Iterable<string> {
    for (const row of database.rows(table)) yield String(row[column] ?? '');
  };

/** The table that the first argument names, where it names one. */
function tableOf({ tables, args }: CompletionPlace): CtlTable | undefined {
  try {
    return findTable(tables, args[0] ?? '');
  } catch {
    return undefined;
  }
}

function* recordNames(place: CompletionPlace): Iterable<string> {
  for (const id of tableOf(place)?.ids ?? []) {
    if (id.name === undefined) yield '.';
    else yield* valuesIn(id.table, id.name)(place);
  }
}

/** The columns of a table, each followed by `suffix`. */
export const columnNames = (table: CtlTable | undefined, suffix = ''): string[] =>
  table ? columnsOf(table).map(({ name }) => name + suffix) : [];

/** The parameters of the generic commands. */
const DATABASE_VALUES: ValueLists = {
  TABLE: ({ tables }) => tables.map(({ name }) => name),
  RECORD: recordNames,
  COLUMN: (place) => columnNames(tableOf(place)),
  'COLUMN[:KEY]': (place) => columnNames(tableOf(place)),
  'COLUMN[:KEY]=VALUE': (place) => columnNames(tableOf(place), '='),
};
