/** Splits entered text into commands. It may be a listing: commands after prompts, and their output. */
import { promptRemover } from './prompts.js';
import { straightened } from './quotes.js';

export interface Listing {
  readonly commands: readonly string[];
  /** The start of an incomplete command. */
  readonly rest: string;
  /** How the text was read, if not as it is. */
  readonly note?: string;
}

type IsComplete = (source: string) => boolean;

interface Split {
  readonly commands: readonly string[];
  readonly rest: string;
  /** The number of lines that are output. */
  readonly output: number;
}

/**
 * Splits `text` at the line ends where a command is complete. Leaves out empty lines between
 * commands. If there are prompts, they are left out, and so is everything that is not a command
 * after one.
 *
 * @param open the rest of the last call: if `text` continues it, only the new lines are parsed
 */
export function commandsIn(text: string, isComplete: IsComplete, open = ''): Listing {
  const continued = open !== '' && text.startsWith(`${open}\n`);
  if (continued) return plain(text.slice(open.length + 1).split('\n'), isComplete, open);
  const lines = text.split('\n');
  const remove = promptRemover(lines);
  const straight = straightened(text);
  const read = plain(straight.split('\n'), isComplete);
  const isListing =
    lines.some((line) => remove(line) !== undefined) &&
    (read.rest !== '' || read.commands.some((command) => remove(command) !== undefined));
  const quotes = straight === text ? [] : ['with straight quotes'];
  if (!isListing) return { ...read, ...noteOf(quotes) };
  const { commands, rest, output } = listing(straight.split('\n'), isComplete, remove);
  const many = commands.length > 1 ? 'prompts' : 'the prompt';
  const left = output === 0 ? '' : ` and ${output} ${output === 1 ? 'line' : 'lines'} of output`;
  return { commands, rest, ...noteOf([`without ${many}${left}`, ...quotes]) };
}

const noteOf = (ways: readonly string[]): { note?: string } =>
  ways.length === 0 ? {} : { note: `read ${ways.join(', ')}` };

function plain(lines: readonly string[], isComplete: IsComplete, open?: string): Listing {
  const commands: string[] = [];
  let pending = open;
  for (const line of lines) {
    pending = pending === undefined ? line : `${pending}\n${line}`;
    if (!isComplete(pending)) continue;
    if (pending.trim() !== '') commands.push(pending);
    pending = undefined;
  }
  return { commands, rest: pending ?? '' };
}

/** The prompt for the further lines of a command. */
const CONTINUATION = /^\s*>\s?/;

function listing(
  lines: readonly string[],
  isComplete: IsComplete,
  remove: (line: string) => string | undefined,
): Split {
  const commands: string[] = [];
  let pending: string | undefined;
  let output = 0;
  for (const line of lines) {
    const bare = remove(line);
    if (bare !== undefined) {
      // A command that never became complete was not one.
      pending = bare;
    } else if (pending !== undefined) {
      pending = `${pending}\n${line.replace(CONTINUATION, '')}`;
    } else {
      if (line.trim() !== '') output += 1;
      continue;
    }
    if (!isComplete(pending)) continue;
    if (pending.trim() !== '') commands.push(pending);
    pending = undefined;
  }
  return { commands, rest: pending ?? '', output };
}
