/**
 * Defines the rows of command tables, which drive arity checks, help and completion of every
 * program.
 */
import type { ToolContext } from '../tool.js';
import type { Suggestion } from './suggestion.js';
import { parseUsage } from './usage.js';

/** The position of a word to complete on a command line. */
export interface CompletionPlace {
  readonly context: ToolContext;
  /** The arguments of the command before the word. */
  readonly args: readonly string[];
  /** The word as far as it was typed. */
  readonly word: string;
}

/** The values that a parameter can have: a fixed list, or values from the sandbox's contents. */
export type Values =
  | readonly (string | Suggestion)[]
  | ((place: CompletionPlace) => Iterable<string | Suggestion>);

/** Values by the name of the parameter in a usage. */
export type ValueLists = Readonly<Record<string, Values>>;

/** A part of a word that is wrong. */
export interface WordProblem {
  readonly message: string;
  /** The part, as offsets in the word. Default: the whole word. */
  readonly start?: number;
  readonly end?: number;
  /** The names that would be right. */
  readonly expected?: readonly string[];
}

/**
 * Checks an argument before the command runs: as one of its values, which are called by a noun, or
 * by a function.
 */
export type Check = { readonly noun: string } | CheckFunction | 'unchecked';

export interface CheckFunction {
  check(place: CompletionPlace): WordProblem | undefined;
}

/** Checks by the name of the parameter in a usage. */
export type CheckLists = Readonly<Record<string, Check>>;

export type Arity = readonly [min: number, max: number];

/** The part of a command's row that does not depend on the program. */
export interface CommandRow {
  readonly name: string;
  /** Its arguments, in the notation of `usage.ts`. */
  readonly usage: string;
  /** The least and the greatest number of arguments, if `usage` does not say it. */
  readonly arity?: Arity;
  /** Its options: `--log` for one without an argument, `--id=` for one with. */
  readonly options?: readonly string[];
  /** Its line of help. Help omits commands without one. */
  readonly summary?: string;
  /** The reason for which the sandbox refuses it, if it does. */
  readonly refused?: string;
  /** Values of its parameters; those of the whole program apply to the others. */
  readonly values?: ValueLists;
  /** Checks of its parameters; those of the whole program apply to the others. */
  readonly checks?: CheckLists;
}

/** Commands under a common title, in the order in which help lists them. */
export interface CommandGroup<Command extends CommandRow = CommandRow> {
  readonly title: string;
  readonly commands: readonly Command[];
}

/** A list of alternative commands: those that can follow the same words on a command line. */
export interface CommandList {
  /** The words before the command: the program, perhaps with an option that selects the list. */
  readonly prefix: string;
  readonly groups: readonly CommandGroup[];
}

/** A cache of arities, by usage. */
const ARITIES = new WeakMap<CommandRow, Arity>();

/** Returns the number of arguments that a command takes. */
export function arityOf(row: CommandRow): Arity {
  const known = row.arity ?? ARITIES.get(row);
  if (known !== undefined) return known;
  const arity = arityOfUsage(row.usage);
  ARITIES.set(row, arity);
  return arity;
}

function arityOfUsage(usage: string): Arity {
  const parameters = parseUsage(usage);
  const required = parameters.filter(({ optional }) => !optional).length;
  const isEndless = parameters.some(({ repeated }) => repeated);
  return [required, isEndless ? Number.POSITIVE_INFINITY : parameters.length];
}

/**
 * Returns the error message for a wrong number of arguments; `quote` encloses the command's name.
 */
export function arityProblem(
  row: CommandRow,
  args: readonly string[],
  quote: "'" | '"' = "'",
): string | undefined {
  const [min, max] = arityOf(row);
  const command = `${quote}${row.name}${quote} command`;
  if (args.length < min) return `${command} requires at least ${min} arguments`;
  if (args.length > max) return `${command} takes at most ${max} arguments`;
  return undefined;
}

/** Indexes the commands of all groups by name. */
export const commandsByName = <Command extends CommandRow>(
  groups: readonly CommandGroup<Command>[],
): ReadonlyMap<string, Command> =>
  new Map(groups.flatMap(({ commands }) => commands.map((row) => [row.name, row])));
