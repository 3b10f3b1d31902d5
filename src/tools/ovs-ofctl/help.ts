/** What `ovs-ofctl` says about itself. */
import { helpEntry } from '../../lib/help-entry.js';
import type { OfctlCommandGroup } from './command.js';
import { NAME, type OfctlOption, OPTIONS } from './options.js';

const COLUMN = 34;

const entry = (term: string, text: string): string => helpEntry(term, text, COLUMN);

function optionTerm({ name, short, argument, argumentName = 'ARG' }: OfctlOption): string {
  const value = { none: '', required: `=${argumentName}`, optional: `[=${argumentName}]` };
  return `${short === undefined ? '    ' : `-${short}, `}--${name}${value[argument]}`;
}

export function helpText(groups: readonly OfctlCommandGroup[]): string {
  const commands = groups.map(({ title, commands }) => {
    const rows = commands.flatMap(({ name, usage, summary }) =>
      summary === undefined ? [] : [entry(`${name} ${usage}`.trimEnd(), summary)],
    );
    return rows.length === 0 ? '' : `\n${title}:\n${rows.join('')}`;
  });
  const options = OPTIONS.flatMap((option) =>
    option.help === undefined ? [] : [entry(optionTerm(option), option.help)],
  );
  return [
    `${NAME}: shows and changes the flows and ports of a bridge\n`,
    `usage: ${NAME} [OPTIONS] COMMAND [ARG]...\n`,
    ...commands,
    `\nOptions:\n${options.join('')}`,
  ].join('');
}

/** One line an option and form, for programs to read. */
export function optionsText(): string {
  const argumentText = { none: '', required: 'ARG', optional: '[ARG]' };
  return OPTIONS.map(({ name, short, argument }) => {
    const value = argumentText[argument];
    const long = `--${name}${value === '' ? '' : `=${value}`}\n`;
    return short === undefined ? long : `${long}-${short} ${value}\n`;
  }).join('');
}
