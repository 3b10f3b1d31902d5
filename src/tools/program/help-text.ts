/** The help text of a program, and its options as `--option` lists them. */

import type { LongOption } from '../../lib/getopt.js';
import { helpEntry, helpParagraph } from '../../lib/help-entry.js';
import type { CommandGroup, CommandRow, ValueLists } from './command-row.js';
import type { OptionRow } from './option-row.js';
import { suggestion } from './suggestion.js';

const COLUMN = 34;

const entry = (term: string, text: string): string => helpEntry(term, text, COLUMN);

/** The parts of a program that appear in its help text. */
export interface HelpSubject {
  readonly name: string;
  readonly summary: string;
  /** The forms of its command line, without the program's name. */
  readonly usage: readonly string[];
  /** Paragraphs about the program as a whole. */
  readonly notes?: readonly string[];
  readonly groups?: readonly CommandGroup[];
  readonly options: readonly OptionRow<never>[];
}

/** Returns the text that `--help` prints. */
export function helpText(subject: HelpSubject): string {
  const { name, summary, usage, notes = [], groups = [], options } = subject;
  const forms = usage.map((form, i) => `${i === 0 ? 'usage:' : '      '} ${name} ${form}\n`);
  const sections = groups.flatMap(({ title, commands }) => {
    const rows = commands.flatMap((row) => (row.summary === undefined ? [] : [commandEntry(row)]));
    return rows.length === 0 ? [] : [`\n${title}:\n${rows.join('')}`];
  });
  const shown = options.flatMap((option) =>
    option.help === undefined ? [] : [entry(optionTerm(option), option.help)],
  );
  return [
    helpParagraph(`${name}: ${summary}`, 2),
    ...forms,
    ...notes.map((note) => `\n${helpParagraph(note)}`),
    ...sections,
    `\nOptions:\n${shown.join('')}`,
  ].join('');
}

/** Returns what the help of a program says about one of its commands. */
export function commandEntry({
  name,
  usage,
  options = [],
  summary = '',
  values = {},
}: CommandRow): string {
  const optionTerms = options.map((option) => `[${option}${option.endsWith('=') ? 'ARG' : ''}]`);
  const term = [...optionTerms, name, usage].filter((part) => part !== '').join(' ');
  return entry(term, summary + valuesText(values));
}

/** The values of parameters that have only a few: `; ACTION: allow or drop`. */
function valuesText(values: ValueLists): string {
  return Object.entries(values)
    .flatMap(([name, list]) =>
      typeof list === 'function'
        ? []
        : [`; ${name}: ${list.map((value) => suggestion(value).text).join(', ')}`],
    )
    .join('');
}

const ARGUMENT_TERMS = {
  none: () => '',
  required: (name: string) => `=${name}`,
  optional: (name: string) => `[=${name}]`,
};

function optionTerm({ name, short, argument, argumentName = 'ARG' }: OptionRow<never>): string {
  const value = ARGUMENT_TERMS[argument](argumentName);
  return `${short === undefined ? '    ' : `-${short}, `}--${name}${value}`;
}

/** Lists options for programs to read, like `ovs_cmdl_print_options()`. */
export function optionsText(options: readonly LongOption[]): string {
  const argumentText = { none: '', required: 'ARG', optional: '[ARG]' };
  return options
    .map(({ name, short, argument }) => {
      const value = argumentText[argument];
      const long = `--${name}${value === '' ? '' : `=${value}`}\n`;
      return short === undefined ? long : `${long}-${short} ${value}\n`;
    })
    .join('');
}
