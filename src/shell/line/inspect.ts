/**
 * Inspects a line while it is edited: its colours, the usage of the command at the cursor, the first
 * mistake, and how it could go on. Nothing waits for files, so that it can run at every key.
 */
import { isPlaceholder } from '../../tools/program/suggestion.js';
import { promptRemover } from '../transcript/prompts.js';
import { type CompletionContext, commandNames, tableSuggestions } from './complete.js';
import { firstProblem, type LineProblem, usageAt } from './mistakes.js';
import { placed } from './quoting.js';
import { scan } from './scan.js';
import type { Scan, Word } from './scanned.js';

/** The role of a part of a line, which decides its colour. */
export type Look =
  | 'name'
  | 'keyword'
  | 'option'
  | 'string'
  | 'operator'
  | 'variable'
  | 'comment'
  | 'wrong';

export interface LineSpan {
  readonly start: number;
  readonly end: number;
  readonly look: Look;
}

/** The usage of the command at the cursor. */
export interface LineUsage {
  readonly text: string;
  /** The parts that the word at the cursor can belong to, as offsets in `text`. */
  readonly current: readonly { readonly start: number; readonly end: number }[];
  readonly summary: string;
}

export interface LineReport {
  /** Parts with a colour, in order and without overlaps. */
  readonly spans: readonly LineSpan[];
  readonly usage: LineUsage | undefined;
  readonly problem: LineProblem | undefined;
  /** Text that continues the line at its end; empty if nothing is known. */
  readonly continuation: string;
}

export const EMPTY_REPORT: LineReport = {
  spans: [],
  usage: undefined,
  problem: undefined,
  continuation: '',
};

/** The longest input that is inspected; more would make keys slow. */
const MAX_LENGTH = 10_000;

/** Inspects `input` with the cursor at `cursor`. */
export function inspect(input: string, cursor: number, context: CompletionContext): LineReport {
  if (input.length > MAX_LENGTH) return EMPTY_REPORT;
  const whole = scan(input);
  const before = cursor === input.length ? whole : scan(input.slice(0, cursor));
  // Prompts and output in pasted text are no mistakes.
  const lines = input.split('\n');
  const remove = promptRemover(lines);
  const isListing = lines.some((line) => remove(line) !== undefined);
  const problem = isListing ? undefined : firstProblem(input, cursor, whole, before, context);
  return {
    spans: spansOf(input, whole, problem),
    usage: usageAt(before, context),
    problem,
    continuation: cursor === input.length ? continuation(input, before, context) : '',
  };
}

function spansOf(input: string, { words }: Scan, problem: LineProblem | undefined): LineSpan[] {
  const spans = words
    .flatMap((word): LineSpan[] => {
      const look = lookOf(input, word);
      return look === undefined ? [] : [{ start: word.start, end: word.end, look }];
    })
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const wrong: LineSpan[] = problem ? [{ ...problem, look: 'wrong' }] : [];
  return flattened([...spans, ...wrong]);
}

/** Cuts spans so that later ones lie on top of earlier ones. */
function flattened(spans: readonly LineSpan[]): LineSpan[] {
  let flat: LineSpan[] = [];
  for (const { start, end, look } of spans) {
    const cut = flat.flatMap((span) => [
      { ...span, end: Math.min(span.end, start) },
      { ...span, start: Math.max(span.start, end) },
    ]);
    flat = [...cut.filter((span) => span.start < span.end), { start, end, look }];
  }
  return flat.sort((a, b) => a.start - b.start);
}

function lookOf(input: string, { role, text, start, end }: Word): Look | undefined {
  const raw = input.slice(start, end);
  switch (role) {
    case 'name':
    case 'keyword':
    case 'operator':
    case 'comment':
      return role;
    case 'assignment':
      return 'variable';
    case 'argument':
    case 'file':
    case 'text':
      if (/^["']/.test(raw)) return 'string';
      if (raw.startsWith('$')) return 'variable';
      return role === 'argument' && text.startsWith('-') ? 'option' : undefined;
  }
}

/** Returns the rest of the word that is most likely meant. */
function continuation(input: string, { last, word, expected }: Scan, context: CompletionContext) {
  const suggestions =
    expected === 'command'
      ? commandNames(word.text, context)
      : expected === 'argument'
        ? (tableSuggestions(last, word, context) ?? [])
        : [];
  const offers = suggestions.filter((offer) => !isPlaceholder(offer));
  const { from, candidates } = placed(word, offers);
  const typed = input.slice(from);
  // Without a letter, only the one possibility is worth showing.
  if (typed === '' && (candidates.length !== 1 || expected === 'command')) return '';
  if (candidates.some(({ text }) => text === typed)) return '';
  const found = candidates.find(({ text }) => text.startsWith(typed));
  return found?.text.slice(typed.length) ?? '';
}
