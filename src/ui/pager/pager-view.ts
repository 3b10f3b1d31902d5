/** Lays out the pager: the lines on the screen, a heading that stays, and a row that says where. */
import { graphemes, width } from '../editor/graphemes.js';
import { type FlowLine, type Part, readFlowLine } from '../flows/flow-line.js';
import type { Size } from '../view/layout.js';
import { drawn, oneRow, type Row, type Span, type View } from '../view/rows.js';
import { foundAt, type Pager, pageRows, pinnedHeading, sideStep } from './pager.js';

/** Returns the whole screen. */
export function pagerView(pager: Pager, size: Size): View {
  const heading = pinnedHeading(pager);
  const room = pageRows(size) - (heading === undefined ? 0 : 1);
  const shown = pager.lines.slice(pager.top, pager.top + room);
  const rows = [
    ...(heading === undefined ? [] : [oneRow(heading, size.columns, 'heading')]),
    ...shown.map((line) => lineRow(line, pager, size.columns)),
  ];
  while (rows.length < pageRows(size)) rows.push([{ text: '~', style: 'quiet' }]);
  const status = statusRow(pager, shown.length, size.columns - 1);
  const x = status.reduce((sum, span) => sum + width(span.text), 0);
  return { rows: [...rows, status], cursor: { x, y: rows.length } };
}

function statusRow(pager: Pager, shown: number, columns: number): Row {
  const { lines, top, typing, failed, query } = pager;
  if (typing !== undefined) return oneRow(`/${typing}`, columns, 'plain');
  if (failed) return oneRow(`nothing more with: ${query}`, columns, 'warning');
  const place = `${lines.length === 0 ? 0 : top + 1}-${top + shown} of ${lines.length}`;
  return oneRow(`${place}  q leaves, / searches, arrows move`, columns, 'chosen');
}

/**
 * Lays out a line. Moved sideways, a flow keeps its table and priority at the left, and the rest of
 * it moves below them.
 */
function lineRow(line: string, { left: moved, query }: Pager, columns: number): Row {
  const flow = readFlowLine(line);
  const left = flow?.kind === 'heading' ? 0 : moved;
  const parts: readonly Part[] = flow?.parts ?? [{ text: line, style: 'plain' }];
  const label = left > 0 ? labelOf(flow) : '';
  const row: Span[] = label === '' ? [] : [{ text: label, style: 'quiet' }];
  const marked = withMatches(parts, line, query);
  const from = label === '' ? left : (flow?.rest ?? 0) + left - sideStep(columns);
  return [...row, ...cutParts(marked, Math.max(0, from), columns - width(label))];
}

const labelOf = (flow: FlowLine | undefined): string =>
  flow === undefined || flow.label === '' ? '' : `${flow.label} … `;

/** Marks the places where a query was found. */
function withMatches(parts: readonly Part[], line: string, query: string): readonly Part[] {
  const places: number[] = [];
  for (let at = foundAt(line, query); at >= 0; at = foundAt(line, query, at + query.length)) {
    places.push(at);
  }
  if (places.length === 0) return parts;
  const marked: Part[] = [];
  let offset = 0;
  for (const { text, style } of parts) {
    let at = 0;
    for (const place of places) {
      const start = Math.max(place - offset, at);
      const end = Math.min(place + query.length - offset, text.length);
      if (end <= start) continue;
      marked.push({ text: text.slice(at, start), style });
      marked.push({ text: text.slice(start, end), style: 'chosen' });
      at = end;
    }
    marked.push({ text: text.slice(at), style });
    offset += text.length;
  }
  return marked.filter(({ text }) => text !== '');
}

/** Returns the columns of a line from `left` on; a mark shows that more follows. */
function cutParts(parts: readonly Part[], left: number, columns: number): Row {
  const row: Span[] = [];
  let x = -left;
  let more = false;
  for (const { text, style } of parts) {
    let run = '';
    // Whole parts to the left are skipped without looking at each character.
    const skipped = Math.min(text.length, Math.max(0, -x - columns));
    x += skipped;
    for (const grapheme of graphemes(text.slice(skipped, skipped + 2 * columns + left))) {
      const shown = drawn(grapheme);
      const size = width(shown);
      if (x >= 0 && x + size <= columns) run += shown;
      more ||= x + size > columns;
      x += size;
      if (more) break;
    }
    if (run !== '') row.push({ text: run, style });
    if (more) break;
  }
  if (!more) return row;
  return [...withoutLastColumn(row), { text: '…', style: 'quiet' }];
}

function withoutLastColumn(row: readonly Span[]): readonly Span[] {
  const last = row.at(-1);
  if (last === undefined) return row;
  const text = graphemes(last.text).slice(0, -1).join('');
  return text === '' ? row.slice(0, -1) : [...row.slice(0, -1), { text, style: last.style }];
}
