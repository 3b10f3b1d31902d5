/** Lays out the line being edited: prompt, text and cursor, wrapped to the screen. */
import type { LineSpan } from '../../shell/session.js';
import { lineEnd, lineStart } from '../editor/line.js';
import type { Editor } from '../editor/state.js';
import { EMPTY_VIEW, oneRow, type Row, RowWriter, type View } from './rows.js';

/** The prompt before every line of a command but its first. */
export const CONTINUATION = '> ';

/** Returns the range of the text that matches the search. */
function foundIn({ search, text }: Editor): { readonly from: number; readonly to: number } {
  const from = search === undefined || search.query === '' ? -1 : text.indexOf(search.query);
  return from < 0 ? { from: 0, to: 0 } : { from, to: from + (search?.query.length ?? 0) };
}

/** Returns the part of the suggestion that is shown: its first line. */
function ghostText({ ghost, menu, search }: Editor): string {
  if (menu !== undefined || search !== undefined) return '';
  const [first = '', ...others] = ghost.split('\n');
  return others.length === 0 ? first : `${first} …`;
}

/** Returns the number of newlines between two offsets. */
function countNewlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1))
    count++;
  return count;
}

/**
 * Lays out the edited text in at most `height` rows. If it needs more, shows the part around the
 * cursor, with a row that counts the lines above or below.
 */
export function inputView(
  editor: Editor,
  prompt: string,
  columns: number,
  height: number,
  spans: readonly LineSpan[] = [],
): View {
  const { text, cursor: at } = editor;
  const current = countNewlines(text, 0, at);
  const lineCount = current + countNewlines(text, at, text.length) + 1;
  // Lines further away cannot be visible.
  let first = current;
  let offset = lineStart(text, at);
  while (first > 0 && current - first < height) {
    first--;
    offset = lineStart(text, offset - 1);
  }
  const last = Math.min(lineCount - 1, current + height);

  const writer = new RowWriter(columns);
  const found = foundIn(editor);
  let cursor = EMPTY_VIEW.cursor;
  const lineOfRow: number[] = [];
  for (let number = first; number <= last; number++) {
    const end = lineEnd(text, offset);
    if (number > first) writer.newRow();
    writer.write(number === 0 ? prompt : CONTINUATION, 'prompt');
    const coloured = spans.filter((span) => span.start < end && span.end > offset);
    const edges = coloured.flatMap((span) => [span.start, span.end]);
    const marks = [offset, found.from, found.to, at, end, ...edges]
      .filter((mark) => mark >= offset && mark <= end)
      .sort((a, b) => a - b);
    marks.forEach((mark, i) => {
      if (mark === at) cursor = writer.position();
      const look = coloured.find((span) => mark >= span.start && mark < span.end)?.look;
      const style = mark >= found.from && mark < found.to ? 'match' : (look ?? 'plain');
      writer.write(text.slice(mark, marks[i + 1] ?? end), style);
    });
    if (number === lineCount - 1) writer.write(ghostText(editor), 'quiet');
    while (lineOfRow.length < writer.rows.length) lineOfRow.push(number);
    offset = end + 1;
  }
  return window(writer.rows, cursor, lineOfRow, lineCount, columns, height);
}

function marker(hidden: number, where: string, columns: number): Row {
  const what = hidden === 1 ? 'line' : 'lines';
  return oneRow(hidden > 0 ? `… ${hidden} ${what} ${where}` : '…', columns, 'quiet');
}

/**
 * Returns the rows around the cursor. `lineOfRow` maps a row to the line of the text that it
 * belongs to.
 */
function window(
  rows: readonly Row[],
  cursor: View['cursor'],
  lineOfRow: readonly number[],
  lineCount: number,
  columns: number,
  height: number,
): View {
  const firstLine = lineOfRow[0] ?? 0;
  const lastLine = lineOfRow.at(-1) ?? 0;
  const whole = firstLine === 0 && lastLine === lineCount - 1;
  if (whole && rows.length <= height) return { rows, cursor };
  // Leaves room for the markers above and below if possible.
  const room = Math.max(1, height - 2);
  const top = Math.min(Math.max(0, cursor.y - room + 1), Math.max(0, rows.length - room));
  const shown = rows.slice(top, top + room);
  const above = top > 0 || firstLine > 0;
  const below = top + room < rows.length || lastLine < lineCount - 1;
  const marked: Row[] = [];
  let y = cursor.y - top;
  if (above && height > shown.length) {
    marked.push(marker(lineOfRow[top] ?? 0, 'above', columns));
    y++;
  }
  marked.push(...shown);
  if (below && height > marked.length) {
    const lastShown = lineOfRow[top + shown.length - 1] ?? lastLine;
    marked.push(marker(lineCount - 1 - lastShown, 'below', columns));
  }
  return { rows: marked, cursor: { x: cursor.x, y } };
}
