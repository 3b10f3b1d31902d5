/** Lays out the candidates of a completion in columns, as `ls` does. */
import { width } from '../editor/graphemes.js';
import type { Menu } from '../editor/state.js';
import { drawnText, oneRow, type Row, type Span } from './rows.js';

const GAP = 2;

/**
 * Returns the page of candidates with the chosen one, in at most `height` rows. If not all fit, the
 * last row shows the number of the others.
 */
export function menuRows(menu: Menu, columns: number, height: number): readonly Row[] {
  if (height < 1) return [];
  const { candidates } = menu;
  const widest = Math.min(
    columns,
    candidates.reduce((most, word) => Math.max(most, width(drawnText(word))), 1),
  );
  const perRow = Math.max(1, Math.floor((columns + GAP) / (widest + GAP)));
  const rowsNeeded = Math.ceil(candidates.length / perRow);
  const fits = rowsNeeded <= height;
  const pageRows = fits ? rowsNeeded : Math.max(1, height - 1);
  const pageSize = pageRows * perRow;
  const page = Math.floor((menu.chosen ?? 0) / pageSize) * pageSize;
  const count = Math.min(pageSize, candidates.length - page);
  // Fills columns of equal height, one after the other.
  const down = Math.ceil(count / perRow);

  const rows: Row[] = [];
  for (let y = 0; y < down; y++) {
    const row: Span[] = [];
    for (let x = 0; x * down + y < count; x++) {
      const index = page + x * down + y;
      const style = index === menu.chosen ? 'chosen' : 'plain';
      const cell = oneRow(candidates[index] ?? '', widest, style);
      const used = cell.reduce((sum, span) => sum + width(span.text), 0);
      row.push(...cell, { text: ' '.repeat(widest - used + GAP), style: 'plain' });
    }
    rows.push(row.slice(0, -1));
  }
  if (!fits && height > rows.length) {
    const rest = candidates.length - page - count;
    const text = rest > 0 ? `… ${rest} more: Tab shows them, or keep typing` : '… end of list';
    rows.push(oneRow(text, columns, 'quiet'));
  }
  return rows;
}
