/** What a program says about itself: `--help`, `--commands` and `--options`. */
import { helpEntry, helpParagraph } from '../../lib/help-entry.js';
import type { Command, CommandGroup } from '../ctl/ctl-command.js';
import type { GlobalOption } from '../ctl/ctl-options.js';
import { parameterMark, parseUsage } from './usage.js';

const COLUMN = 34;

const entry = (term: string, text: string): string => helpEntry(term, text, COLUMN);

const commandTerm = <S>({ name, usage, options = [] }: Command<S>) =>
  [...options.map((option) => `[${option}${option.endsWith('=') ? 'ARG' : ''}]`), name, usage]
    .filter((part) => part !== '')
    .join(' ');

function optionTerm({ name, short, argument, argumentName = 'ARG' }: GlobalOption): string {
  const value = { none: '', required: `=${argumentName}`, optional: `[=${argumentName}]` };
  return `${short ? `-${short}, ` : '    '}--${name}${value[argument]}`;
}

export interface HelpSubject<S> {
  readonly name: string;
  readonly summary: string;
  readonly groups: readonly CommandGroup<S>[];
  readonly options: readonly GlobalOption[];
}

export function helpText<S>({ name, summary, groups, options }: HelpSubject<S>): string {
  const head = [
    helpParagraph(`${name}: ${summary}`, 2).trimEnd(),
    `usage: ${name} [OPTIONS] COMMAND [ARG]... [-- COMMAND [ARG]...]...`,
    '',
    'Commands joined by "--" take effect together or not at all.',
    '',
  ];
  const sections = groups.map(
    ({ title, commands }) =>
      `\n${title}:\n${commands.map((row) => entry(commandTerm(row), row.summary)).join('')}`,
  );
  const shown = options.flatMap((option) =>
    option.help === undefined ? [] : [entry(optionTerm(option), option.help)],
  );
  return `${head.join('\n')}${sections.join('')}\nOptions:\n${shown.join('')}`;
}

/** One line a command: its options, its name and its arguments, marked as `usage.ts` says. */
export function commandsText<S>(commands: Iterable<Command<S>>): string {
  return [...commands]
    .map(({ name, usage, options = [] }) => {
      const marks = parseUsage(usage).map(parameterMark).join(' ');
      return `${options.map((option) => `[${option}] `).join('')},${name},${marks}\n`;
    })
    .join('');
}

export function optionsText(options: readonly GlobalOption[]): string {
  return options
    .map(({ name, short, argument }) => {
      const long = `--${name}${argument === 'none' ? '' : '=ARG'}\n`;
      return short ? `${long}-${short}${argument === 'none' ? '' : ' ARG'}\n` : long;
    })
    .join('');
}
