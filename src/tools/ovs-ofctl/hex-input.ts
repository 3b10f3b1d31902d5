/** Reads bytes in hexadecimal, and the lines of test input. Mirrors `ofpbuf_put_hex()` and its callers. */

import { fatal } from '../program/exit.js';
import type { Run } from './run.js';

/** Bytes at the start of a text, and the text after them. */
export interface HexAtStart {
  readonly bytes: Uint8Array;
  readonly rest: string;
}

/** Parses pairs of digits, with optional white space between them. */
export function hexAtStart(text: string): HexAtStart {
  const found = /^(?:[ \t\r\n]*[0-9a-f]{2})*/i.exec(text)?.[0] ?? '';
  const pairs = found.match(/[0-9a-f]{2}/gi) ?? [];
  return {
    bytes: Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16)),
    rest: text.slice(found.length).replace(/^[ \t\r\n]+/, ''),
  };
}

/** Parses a text that consists of bytes only. */
export function readHex(text: string, complaint = 'Trailing garbage in hex data'): Uint8Array {
  const { bytes, rest } = hexAtStart(text);
  return rest === '' ? bytes : fatal(complaint);
}

function inputLines({ context }: Run): string[] {
  const lines = context.stdin.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Returns the first line of the input. */
export function firstInputLine(run: Run): string {
  return inputLines(run)[0] ?? fatal('Failed to read stdin');
}

/** Returns the lines of the input without comments and without lines that are blank. */
export function plainInputLines(run: Run): string[] {
  return inputLines(run)
    .map((line) => line.replace(/#.*$/, ''))
    .filter((line) => line.trim() !== '');
}

/** Prints the comments and empty lines of the input, and the answer to each other line. */
export function answerInputLines(run: Run, answer: (line: string) => string): void {
  for (const line of inputLines(run)) {
    const isText = line.startsWith('#') || line === '';
    run.print(isText ? `${line}\n` : answer(line.replace(/#.*$/, '')));
  }
}

/** Returns the differences between bytes, a line for each; mirrors `print_differences()`. */
export function differences(prefix: string, before: Uint8Array, after: Uint8Array): string {
  const hex = (byte: number | undefined): string =>
    byte === undefined ? '(none)' : byte.toString(16).padStart(2, '0');
  let text = '';
  for (let i = 0; i < Math.max(before.length, after.length); i++) {
    if (before[i] === after[i]) continue;
    text += `${prefix}${String(i).padStart(2)}: ${hex(before[i])} -> ${hex(after[i])}\n`;
  }
  return text;
}
