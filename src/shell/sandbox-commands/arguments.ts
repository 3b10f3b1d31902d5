/** Separates the options of a subcommand from its arguments. */
import { getopt } from '../../lib/getopt.js';
import { parseUsage } from '../../tools/program/usage.js';
import type { Subcommand, SubcommandOption } from './subcommand.js';

const HELP: SubcommandOption = {
  name: 'help',
  short: 'h',
  argument: 'none',
  help: 'show this text',
};

/** Returns the options of a subcommand, including `--help`. */
export const optionsOf = ({ options = [] }: Subcommand): readonly SubcommandOption[] => [
  ...options,
  HELP,
];

export interface Line {
  readonly args: readonly string[];
  readonly options: ReadonlyMap<string, string | undefined>;
}

/** Parses options and arguments; returns an error message if they do not fit the usage. */
export function parseWords(subcommand: Subcommand, words: readonly string[]): Line | string {
  const args: string[] = [];
  const options = new Map<string, string | undefined>();
  let rest = words;
  while (rest.length > 0) {
    const found = getopt(rest, optionsOf(subcommand));
    for (const { option, value } of found.options) options.set(option.name, value);
    if (found.error !== undefined) return found.error;
    const onlyArguments = rest[rest.length - found.rest.length - 1] === '--';
    args.push(...(onlyArguments ? found.rest : found.rest.slice(0, 1)));
    rest = onlyArguments ? [] : found.rest.slice(1);
  }
  if (options.has('help')) return { args, options };
  const parameters = parseUsage(subcommand.usage);
  const missing = parameters.filter(({ optional }) => !optional)[args.length];
  if (missing) return `${missing.name} is missing`;
  const endless = parameters.some(({ repeated }) => repeated);
  const extra = endless ? undefined : args[parameters.length];
  return extra === undefined ? { args, options } : `unexpected argument '${extra}'`;
}

/** Returns the number of arguments, without options, in words that may be incomplete. */
export function countArguments(subcommand: Subcommand, words: readonly string[]): number {
  let count = 0;
  let rest = words;
  while (rest.length > 0) {
    const found = getopt(rest, optionsOf(subcommand));
    count += Math.min(1, found.rest.length);
    rest = found.rest.slice(1);
  }
  return count;
}
