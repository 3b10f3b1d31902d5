/** The files of flows, groups and the like that commands read. */

import { OpenFlowTextError } from '../../openflow/values/scanning.js';
import { fatal } from '../program/exit.js';
import type { Run } from './run.js';

/** Reads text; what cannot be read ends the program. */
export function readText<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof OpenFlowTextError) fatal(error.message);
    throw error;
  }
}

/** The contents of a file, `-` being standard input; `undefined` where there is none. */
export function readFile({ context }: Run, name: string): string | undefined {
  if (name === '-') return context.stdin;
  const bytes = context.files.read(name);
  return bytes && new TextDecoder().decode(bytes);
}

/**
 * Reads a file line by line, without comments and without lines that are blank.
 * An error names the file and the line.
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
