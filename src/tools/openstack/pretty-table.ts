/** Draws tables as Python's prettytable 0.7.2 does. */
import { blockWidth } from './block-width.js';

/** A cell: text that may have several lines. */
export type Cell = string;

export interface Column {
  readonly name: string;
  readonly align?: 'left' | 'right' | 'center';
}

/** Returns a table, or the empty string if it has no columns. */
export function prettyTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  maxWidth = 0,
): string {
  if (columns.length === 0) return '';
  const cells = rows.map((row) => row.map((cell) => linesOf(cell, maxWidth)));
  const widths = columns.map(({ name }, i) =>
    Math.max(blockWidth(name), ...cells.flatMap((row) => (row[i] ?? []).map(blockWidth))),
  );
  const rule = `+${widths.map((size) => '-'.repeat(size + 2)).join('+')}+`;
  const line = (texts: readonly string[]): string =>
    `|${texts.map((text, i) => ` ${pad(text, widths[i] ?? 0, columns[i]?.align)} `).join('|')}|`;
  const body = cells.flatMap((row) => {
    const height = Math.max(1, ...row.map((lines) => lines.length));
    return Array.from({ length: height }, (_, n) => line(columns.map((_, i) => row[i]?.[n] ?? '')));
  });
  return [rule, line(columns.map(({ name }) => name)), rule, ...body, rule].join('\n');
}

/** Splits a cell into lines, and lines that are too long at blanks. */
function linesOf(cell: Cell, maxWidth: number): readonly string[] {
  const lines = cell.split('\n');
  if (maxWidth === 0) return lines;
  return lines.flatMap((line) => (blockWidth(line) > maxWidth ? wrapped(line, maxWidth) : [line]));
}

/** Wraps text as Python's `textwrap` does. */
function wrapped(text: string, size: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const chunk of text.match(/\s+|[^\s-]*-+(?=\w)|\S+/g) ?? []) {
    let rest = chunk;
    if (line === '' && lines.length > 0 && rest.trim() === '') continue;
    if (line.length + rest.length <= size) {
      line += rest;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = '';
    while (rest.length > size) {
      lines.push(rest.slice(0, size));
      rest = rest.slice(size);
    }
    line = rest.trim() === '' ? '' : rest;
  }
  if (line !== '') lines.push(line.trimEnd());
  return lines;
}

function pad(text: string, size: number, align: Column['align'] = 'left'): string {
  const free = Math.max(0, size - blockWidth(text));
  if (align === 'right') return ' '.repeat(free) + text;
  if (align === 'left') return text + ' '.repeat(free);
  const left = Math.floor(free / 2);
  return ' '.repeat(left) + text + ' '.repeat(free - left);
}
