/** Finds the first mistake in a line that is being typed, and the usage of its command. */

import { closest } from '../../lib/closest.js';
import type { WordProblem } from '../../tools/program/command-row.js';
import type { Review, UsageHint } from '../../tools/program/review.js';
import { reviewSandboxCommand } from '../sandbox-commands/review.js';
import { withoutPrefixes } from './arguments.js';
import { type CompletionContext, commandNames, tableSuggestions } from './complete.js';
import type { LineUsage } from './inspect.js';
import type { Command, Scan, Word } from './scanned.js';

/** A mistake and its place in the input. */
export interface LineProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** Reviews the arguments of a program, if it has tables. */
function review(
  name: string,
  args: readonly string[],
  { sandbox }: CompletionContext,
): Review | undefined {
  if (name === 'sandbox') return reviewSandboxCommand(args);
  const tool = sandbox.tools.find((candidate) => candidate.name === name);
  return tool && sandbox.review(tool, args);
}

/** Returns the usage of the command at the end of a line. */
export function usageAt({ last, word, expected }: Scan, context: CompletionContext) {
  if (expected !== 'argument') return undefined;
  const [name = '', ...args] = withoutPrefixes([...last.words.map(({ text }) => text), word.text]);
  const usage = review(name, args, context)?.usage;
  return usage && lineUsage(name, usage);
}

function lineUsage(program: string, { name, usage, summary, current }: UsageHint): LineUsage {
  const head = [program, name].filter((part) => part !== '').join(' ');
  const offset = head.length + 1;
  return {
    text: `${head} ${usage}`.trimEnd(),
    current: current.map(({ start, end }) => ({ start: start + offset, end: end + offset })),
    summary: summary ?? '',
  };
}

/**
 * Returns the first mistake in the commands of the line with the cursor. The word at the cursor is
 * wrong only if it cannot be continued.
 */
export function firstProblem(
  input: string,
  cursor: number,
  whole: Scan,
  before: Scan,
  context: CompletionContext,
): LineProblem | undefined {
  const from = input.lastIndexOf('\n', cursor - 1) + 1;
  const newline = input.indexOf('\n', cursor);
  const to = newline < 0 ? input.length : newline;
  const commands = [...whole.commands]
    .filter(({ words: [name] }) => name !== undefined && name.start >= from && name.start <= to)
    .sort((a, b) => (a.words[0]?.start ?? 0) - (b.words[0]?.start ?? 0));
  for (const command of commands) {
    const problem = problemOf(command, input, cursor, { whole, before }, context);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemOf(
  command: Command,
  input: string,
  cursor: number,
  { whole, before }: { readonly whole: Scan; readonly before: Scan },
  context: CompletionContext,
): LineProblem | undefined {
  const texts = command.words.map(({ text }) => text);
  const words = command.words.slice(texts.length - withoutPrefixes(texts).length);
  const [name, ...args] = words;
  if (name === undefined || name.dynamic) return undefined;
  const touches = ({ start, end }: Word) => start <= cursor && cursor <= end;
  const unknown = unknownName(name, input, context);
  if (unknown !== undefined) {
    const growing = touches(name) && commandNames(before.word.text, context).length > 0;
    return growing ? undefined : unknown;
  }
  const found = review(
    name.text,
    args.map(({ text }) => text),
    context,
  )?.problem;
  const word = found && args[found.word];
  // What is not known yet, or what the line itself creates, cannot be judged.
  if (!(found && word) || args.some(({ dynamic }) => dynamic)) return undefined;
  const isName = found.expected !== undefined;
  if (isName && (isNamedBefore(word, input) || hasExpansion(whole, word))) return undefined;
  if (touches(word) && canGrow(word, found, before, context)) return undefined;
  const { message, expected = [] } = found;
  const part = word.text.slice(found.start, found.end);
  return {
    ...placeOf(word, found),
    message: withNearest(message, part.replace(/^"|"$/g, ''), expected),
  };
}

/** Returns a message with the known name that is most like the one that was typed. */
function withNearest(message: string, typed: string, known: readonly string[]): string {
  const name = closest(typed, known);
  return name === undefined ? message : `${message}; did you mean ${name}?`;
}

/** Returns the place in the input of the wrong part of a word. */
function placeOf(
  { text, offsets, start, end }: Word,
  { start: from = 0, end: to = text.length }: WordProblem,
): { readonly start: number; readonly end: number } {
  const first = offsets[from];
  const last = offsets[to - 1];
  const isWhole = from === 0 && to === text.length;
  // What is missing at the end has no place of its own.
  if (isWhole || first === undefined || last === undefined) return { start, end };
  return { start: first, end: last + 1 };
}

/** True if the same name occurs earlier in the input, as in `lswitch-add sw9; lport-add sw9 p`. */
const isNamedBefore = ({ text, start }: Word, input: string): boolean =>
  text !== '' &&
  input
    .slice(0, start)
    .split(/[^\w.-]+/)
    .includes(text);

/** True if an earlier word is only known when it runs, such as `lport-add sw0 p$i` in a loop. */
const hasExpansion = ({ words }: Scan, { start }: Word): boolean =>
  words.some(({ dynamic, end }) => dynamic && end <= start);

/** True if the mistake may only be that the word at the cursor is unfinished. */
function canGrow(
  word: Word,
  { start, end, message }: WordProblem,
  before: Scan,
  context: CompletionContext,
): boolean {
  // More than the end is wrong, which no letter can change.
  if (end !== undefined && end < word.text.length) return false;
  // Nothing was wrong up to the end of what is typed.
  if (start !== undefined && start >= word.text.length) return true;
  if (message.startsWith('Input ends')) return true;
  return (tableSuggestions(before.last, before.word, context) ?? []).length > 0;
}

/** Returns the mistake if there is no command with this name. */
function unknownName(
  { text, start, end }: Word,
  input: string,
  context: CompletionContext,
): LineProblem | undefined {
  if (text === '' || /[/=]/.test(text)) return undefined;
  const known = commandNames('', context, true).map(({ text: name }) => name);
  if (known.includes(text)) return undefined;
  // A function that the same input defines.
  const defined = [...input.matchAll(/(\w[\w-]*)\s*\(\s*\)|\bfunction\s+([\w-]+)/g)];
  if (defined.some(([, name, other]) => name === text || other === text)) return undefined;
  return { start, end, message: withNearest(`there is no command ${text}`, text, known) };
}
