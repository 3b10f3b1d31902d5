/** Parses the words after a database program's options into commands. */
import { arityProblem } from '../program/command-row.js';
import { fatal } from '../program/exit.js';
import type { Command, CommandLine } from './ctl-command.js';

/** Options by name, for example `--id`, with the argument of those that have one. */
export type CommandOptions = ReadonlyMap<string, string | undefined>;

/**
 * Splits `words` at each `--` into commands and checks each one against its row.
 *
 * @param leading the command options before all commands, which belong to the first one.
 * @throws ToolExit with the reference's message about the first error.
 */
export function parseCommands<S>(
  words: readonly string[],
  leading: CommandOptions,
  commands: ReadonlyMap<string, Command<S>>,
): CommandLine<S>[] {
  const lines: CommandLine<S>[] = [];
  let options = leading;
  for (const segment of splitAtDashes(words)) {
    if (segment.length > 0) {
      lines.push(parseCommand(segment, options, commands));
      options = new Map();
    } else if (options.size > 0) {
      break;
    }
  }
  if (lines.length === 0) fatal('missing command name (use --help for help)');
  return lines;
}

/** Splits words into the segments between the `--`. */
export function splitAtDashes(words: readonly string[]): string[][] {
  const segments: string[][] = [[]];
  for (const word of words) {
    if (word === '--') segments.push([]);
    else segments.at(-1)?.push(word);
  }
  return segments;
}

function parseCommand<S>(
  words: readonly string[],
  leading: CommandOptions,
  commands: ReadonlyMap<string, Command<S>>,
): CommandLine<S> {
  const options = new Map(leading);
  let index = 0;
  for (; words[index]?.startsWith('-'); index++) {
    const word = words[index] ?? '';
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    if (options.has(name)) fatal(`'${word}' option specified multiple times`);
    options.set(name, equals < 0 ? undefined : word.slice(equals + 1));
  }
  const name = words[index];
  if (name === undefined) fatal('missing command name (use --help for help)');
  const command = commands.get(name);
  if (!command) fatal(`unknown command '${name}'; use --help for help`);
  checkOptions(command, options);
  const args = words.slice(index + 1);
  const problem = arityProblem(command, args);
  if (problem) {
    const isOption = problem.includes('at most') && args.some((arg) => arg.startsWith('-'));
    fatal(problem + (isOption ? MISPLACED_OPTION : ''));
  }
  return { command, args, options };
}

const MISPLACED_OPTION =
  ' (note that options must precede command names and follow a "--" argument)';

function checkOptions<S>({ name, options: known = [] }: Command<S>, options: CommandOptions): void {
  for (const [option, value] of options) {
    const takesValue = known.includes(`${option}=`);
    if (!takesValue && !known.includes(option)) {
      fatal(`'${name}' command has no '${option}' option`);
    }
    if (takesValue && value === undefined) {
      fatal(`missing argument to '${option}' option on '${name}' command`);
    }
    if (!takesValue && value !== undefined) {
      fatal(`'${option}' option on '${name}' does not accept an argument`);
    }
  }
}
