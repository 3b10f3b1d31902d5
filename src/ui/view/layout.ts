/** Lays out the live part of the screen, which never fills the screen. */

import type { LineReport } from '../../shell/session.js';
import { width } from '../editor/graphemes.js';
import type { Editor } from '../editor/state.js';
import { inputView } from './input-rows.js';
import { menuRows } from './menu-rows.js';
import { remarkRows } from './remark-rows.js';
import { EMPTY_VIEW, oneRow, type View } from './rows.js';

/** The size of the screen in characters. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

const MOST_ROWS = 12;
const MENU_ROWS = 6;
/** The rows that the line keeps before there are remarks about it. */
const FEW_ROWS = 2;

/**
 * Returns the maximum number of rows of the live part: fewer than the screen has, and few in any
 * case.
 */
export function liveRows(size: Size): number {
  return Math.max(1, Math.min(MOST_ROWS, size.rows - 1));
}

/** A line without anything to say about it. */
export const NO_REPORT: LineReport = {
  spans: [],
  usage: undefined,
  problem: undefined,
  continuation: '',
};

/** Returns the view while a line is edited: the line, remarks about it, and the menu. */
export function editorView(
  editor: Editor,
  prompt: string,
  size: Size,
  report: LineReport = NO_REPORT,
): View {
  const height = liveRows(size);
  const { columns } = size;
  if (editor.search !== undefined && height > 1) return searchView(editor, prompt, size);
  const remarks = remarkRows(report, columns).slice(0, Math.max(0, height - FEW_ROWS));
  const menuHeight = editor.menu === undefined ? 0 : MENU_ROWS;
  const room = Math.max(1, height - remarks.length - menuHeight);
  const input = inputView(editor, prompt, columns, room, report.spans);
  const above = [...input.rows, ...remarks];
  const left = Math.min(MENU_ROWS, height - above.length);
  const menu = editor.menu === undefined ? [] : menuRows(editor.menu, columns, left);
  return { rows: [...above, ...menu], cursor: input.cursor };
}

/** Returns the matching line, and below it the query with the cursor. */
function searchView(editor: Editor, prompt: string, size: Size): View {
  const input = inputView(editor, prompt, size.columns, liveRows(size) - 1);
  const { query, failed } = editor.search ?? { query: '', failed: false };
  const label = failed ? 'no older line with: ' : 'search: ';
  const row = oneRow(`${label}${query}`, size.columns - 1, failed ? 'warning' : 'quiet');
  const x = row.reduce((sum, span) => sum + width(span.text), 0);
  return { rows: [...input.rows, row], cursor: { x, y: input.rows.length } };
}

/** Returns the view while a command reads the keyboard, after its output since the last line end. */
export function readingView(editor: Editor, unfinished: string, size: Size): View {
  const height = liveRows(size);
  const input = inputView(editor, unfinished, size.columns, Math.max(1, height - 1));
  const advice = 'reading; Control-D ends the input';
  if (height < 2) return input;
  return { ...input, rows: [...input.rows, oneRow(advice, size.columns - 1, 'quiet')] };
}

/** The displayed state of a running command. */
export interface Running {
  /** The time it has been running, in milliseconds. */
  readonly elapsed: number;
  /** Its output since the last line end. */
  readonly unfinished: string;
  /** True if it has been interrupted. */
  readonly stopping: boolean;
}

/** Returns the view while a command runs. */
export function runningView(running: Running, size: Size): View {
  const { elapsed, unfinished, stopping } = running;
  const seconds = Math.floor(elapsed / 1000);
  const text = stopping
    ? 'stopping'
    : `running${seconds > 0 ? ` for ${seconds} s` : ''}, Control-C stops it`;
  const row = oneRow(text, size.columns - 1, 'quiet');
  if (unfinished === '' || liveRows(size) < 2) return { ...EMPTY_VIEW, rows: [row] };
  return { rows: [oneRow(unfinished, size.columns, 'plain'), row], cursor: { x: 0, y: 1 } };
}
