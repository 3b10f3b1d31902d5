/** Lays out what is known about the line that is being edited: a mistake, and the usage of its command. */

import { wrapLines } from '../../lib/wrap.js';
import type { LineReport, LineUsage } from '../../shell/session.js';
import { width } from '../editor/graphemes.js';
import { oneRow, type Row, type Span } from './rows.js';

/** Returns the rows below the line. */
export function remarkRows({ problem, usage }: LineReport, columns: number): Row[] {
  return [
    ...(problem === undefined ? [] : problemRows(problem.message, columns)),
    ...(usage === undefined ? [] : [usageRow(usage, columns)]),
  ];
}

/** The rows that a mistake may take. */
const PROBLEM_ROWS = 2;

function problemRows(message: string, columns: number): Row[] {
  const lines = wrapLines(`! ${message}`, columns, { measure: width, hang: 2 }).split('\n');
  const last = lines
    .slice(PROBLEM_ROWS - 1)
    .map((line) => line.trim())
    .join(' ');
  const kept =
    lines.length <= PROBLEM_ROWS ? lines : [...lines.slice(0, PROBLEM_ROWS - 1), `  ${last}`];
  return kept.map((line) => oneRow(line, columns, 'error'));
}

const GAP = 2;
/** The columns of a summary below which it is not shown. */
const LEAST_SUMMARY = 20;

/** Returns the usage with the current argument marked; it moves left if that is too far right. */
function usageRow({ text, current, summary }: LineUsage, columns: number): Row {
  const end = Math.max(0, ...current.map((part) => part.end));
  const trailing = end < text.length ? 1 : 0;
  const from = end + trailing <= columns ? 0 : end + trailing + 1 - columns;
  const row: Span[] = from === 0 ? [] : [{ text: '…', style: 'quiet' }];
  const to = Math.min(text.length, from + columns - row.length);
  const cut = to < text.length ? to - 1 : to;
  let at = from;
  const add = (until: number, style: Span['style']): void => {
    const stop = Math.min(until, cut);
    if (stop > at) row.push({ text: text.slice(at, stop), style });
    at = Math.max(at, stop);
  };
  for (const part of current) {
    add(part.start, 'quiet');
    add(part.end, 'current');
  }
  add(text.length, 'quiet');
  if (cut < text.length) row.push({ text: '…', style: 'quiet' });
  const left = columns - row.reduce((sum, span) => sum + width(span.text), 0) - GAP;
  if (summary === '' || left < LEAST_SUMMARY) return row;
  return [...row, { text: ' '.repeat(GAP), style: 'plain' }, ...oneRow(summary, left, 'quiet')];
}
