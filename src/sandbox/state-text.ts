/** Writes saved states as JSON that is easy to read and to compare. */
import { JsonText, type SavedState, SnapshotJson } from './saved-state.js';

/** Objects down to this depth have one member per line; deeper ones fit on a single line. */
const BROKEN_DEPTH = 5;

const INDENT = '  ';

/** Returns a saved state as JSON text: one line for each row of a database, in creation order. */
export function stringifySavedState(state: SavedState): string {
  return `${stringify(state, 0)}\n`;
}

function stringify(value: unknown, depth: number): string {
  if (value instanceof SnapshotJson) return value.stringify(INDENT.repeat(depth));
  if (value instanceof JsonText) return value.text;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return JSON.stringify(value);
  }
  const members = Object.entries(value);
  if (members.length === 0) return '{}';
  if (depth >= BROKEN_DEPTH) return JSON.stringify(value);
  const indent = INDENT.repeat(depth + 1);
  let text = '';
  for (const [name, member] of members) {
    text += `${text === '' ? '' : ',\n'}${indent}${JSON.stringify(name)}: `;
    text += stringify(member, depth + 1);
  }
  return `{\n${text}\n${INDENT.repeat(depth)}}`;
}
