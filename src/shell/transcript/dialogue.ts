/** Splits a listing of a session into commands and what each of them printed. */
import { promptRemover } from './prompts.js';
import { straightened } from './quotes.js';

/** A command of a listing, and its output there. */
export interface Exchange {
  readonly command: string;
  /** The number of the line in the listing where the command starts, from 0. */
  readonly at: number;
  /** The lines of output, as they are in the listing. */
  readonly output: readonly string[];
  /** The number of the first line of output, from 0. */
  readonly outputAt: number;
}

/** The prompt for the further lines of a command. */
const CONTINUATION = /^\s*>\s?/;

/**
 * Splits a listing. Lines before the first prompt belong to no command; a listing without prompts
 * has none.
 *
 * @param isComplete tells if a command is complete
 */
export function exchangesIn(
  lines: readonly string[],
  isComplete: (source: string) => boolean,
): readonly Exchange[] {
  const remove = promptRemover(lines);
  const exchanges: { command: string; at: number; output: string[]; outputAt: number }[] = [];
  let open: { command: string; at: number } | undefined;
  for (const [i, line] of lines.entries()) {
    const bare = remove(line);
    if (bare !== undefined) open = { command: straightened(bare), at: i };
    else if (open) open.command += `\n${straightened(line.replace(CONTINUATION, ''))}`;
    else {
      exchanges.at(-1)?.output.push(line);
      continue;
    }
    if (!isComplete(open.command)) continue;
    exchanges.push({ ...open, output: [], outputAt: i + 1 });
    open = undefined;
  }
  return exchanges.filter(({ command }) => command.trim() !== '');
}
