/**
 * Lays out the candidates of a completion: one in a row with its description, or in columns, as `ls`
 * does, if they have none.
 */
import type { Candidate } from '../../shell/session.js';
import { width } from '../editor/graphemes.js';
import type { Menu } from '../editor/state.js';
import { drawnText, oneRow, type Row, type Span } from './rows.js';

const GAP = 2;
/** The share of the width that names may take before a description. */
const NAME_SHARE = 0.6;

/**
 * Returns the page of candidates with the chosen one, in at most `height` rows. If not all fit, the
 * last row shows the number of the others.
 */
export function menuRows(menu: Menu, columns: number, height: number): readonly Row[] {
  if (height < 1) return [];
  const { candidates } = menu;
  const described = candidates.some(({ help }) => help !== undefined);
  const widest = Math.min(
    columns,
    candidates.reduce((most, { text }) => Math.max(most, width(drawnText(text))), 1),
  );
  const perRow = described ? 1 : Math.max(1, Math.floor((columns + GAP) / (widest + GAP)));
  const rowsNeeded = Math.ceil(candidates.length / perRow);
  const fits = rowsNeeded <= height;
  const pageRows = fits ? rowsNeeded : Math.max(1, height - 1);
  const pageSize = pageRows * perRow;
  const page = Math.floor((menu.chosen ?? 0) / pageSize) * pageSize;
  const shown = candidates.slice(page, page + pageSize);
  const chosen = menu.chosen === undefined ? undefined : menu.chosen - page;
  const rows = described
    ? describedRows(shown, chosen, columns)
    : gridRows(shown, chosen, widest, perRow);
  if (!fits && height > rows.length) {
    const rest = candidates.length - page - shown.length;
    const text = rest > 0 ? `… ${rest} more: Tab shows them, or keep typing` : '… end of list';
    rows.push(oneRow(text, columns, 'quiet'));
  }
  return rows;
}

const widthOf = (row: Row): number => row.reduce((sum, span) => sum + width(span.text), 0);

const blank = (columns: number): Span => ({ text: ' '.repeat(columns), style: 'plain' });

/** Fills columns of equal height, one after the other. */
function gridRows(
  candidates: readonly Candidate[],
  chosen: number | undefined,
  widest: number,
  perRow: number,
): Row[] {
  const count = candidates.length;
  const down = Math.ceil(count / perRow);
  return Array.from({ length: down }, (_, y) => {
    const row: Span[] = [];
    for (let index = y; index < count; index += down) {
      const style = index === chosen ? 'chosen' : 'plain';
      const cell = oneRow(candidates[index]?.text ?? '', widest, style);
      row.push(...cell, blank(widest - widthOf(cell) + GAP));
    }
    return row.slice(0, -1);
  });
}

/** Returns a row for each candidate, with the descriptions below each other. */
function describedRows(
  candidates: readonly Candidate[],
  chosen: number | undefined,
  columns: number,
): Row[] {
  const most = Math.max(1, Math.floor(columns * NAME_SHARE));
  const widest = candidates.reduce((now, { text }) => Math.max(now, width(drawnText(text))), 1);
  const names = Math.min(widest, most);
  return candidates.map(({ text, help = '' }, index) => {
    const room = help === '' ? columns : names;
    const name = oneRow(text, room, index === chosen ? 'chosen' : 'plain');
    const left = columns - names - GAP;
    if (help === '' || left < 1) return name;
    return [...name, blank(names - widthOf(name) + GAP), ...oneRow(help, left, 'quiet')];
  });
}
