/** Reads the flows and groups that commands take as arguments or in files. */

import { OpenFlowTextError } from '../../openflow/values/scanning.js';
import { fatal } from '../program/exit.js';
import type { Run } from './run.js';

/** Parses text; an error ends the program. */
export function readText<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof OpenFlowTextError) fatal(error.message);
    throw error;
  }
}

/** Returns the contents of a file, or of standard input for `-`; `undefined` if it does not exist. */
export function readFile({ context }: Run, name: string): string | undefined {
  if (name === '-') return context.stdin;
  const bytes = context.files.read(name);
  return bytes && new TextDecoder().decode(bytes);
}

/**
 * Parses the lines of a file, without comments and blank lines. An error ends the program with the
 * file and the line.
 */
export function readLines<Result>(
  name: string,
  contents: string,
  read: (line: string) => Result,
): Result[] {
  const results: Result[] = [];
  for (const [i, line] of contents.split('\n').entries()) {
    const text = line.replace(/#.*$/s, '');
    if (text.trim() === '') continue;
    try {
      results.push(read(text));
    } catch (error) {
      if (error instanceof OpenFlowTextError) fatal(`${name}:${i + 1}: ${error.message}`);
      throw error;
    }
  }
  return results;
}
