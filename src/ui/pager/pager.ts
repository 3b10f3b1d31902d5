/** The state of the pager, and the keys that move it. It knows neither terminal nor colours. */
import { stripVTControlCharacters } from 'node:util';
import { printable } from '../../lib/printable.js';
import { readFlowLine } from '../flows/flow-line.js';
import type { Token } from '../input/keys.js';
import type { Size } from '../view/layout.js';

export interface Pager {
  readonly lines: readonly string[];
  /** The places of the headings of flow listings, in ascending order. */
  readonly headings: readonly number[];
  /** The first line and the first column on the screen. */
  readonly top: number;
  readonly left: number;
  /** The text that was searched for last; empty if there was none. */
  readonly query: string;
  /** The search while it is typed. */
  readonly typing: string | undefined;
  /** True if the last search found nothing. */
  readonly failed: boolean;
}

const TAB = 8;

/** Returns a line as drawn: without colours, and with tabs as blanks. */
function plainLine(line: string): string {
  const text = stripVTControlCharacters(line);
  if (!text.includes('\t')) return printable(text);
  let plain = '';
  for (const part of text.split('\t')) {
    if (plain !== '' || part === '') plain += ' '.repeat(TAB - (plain.length % TAB));
    plain += part;
  }
  return printable(plain);
}

export function newPager(text: string): Pager {
  const lines = text.replace(/\n$/, '').split('\n').map(plainLine);
  const headings = lines.flatMap((line, i) => (readFlowLine(line)?.kind === 'heading' ? [i] : []));
  return { lines, headings, top: 0, left: 0, query: '', typing: undefined, failed: false };
}

/** Returns the heading that belongs to the first line on the screen but is above it. */
export function pinnedHeading({ headings, top, lines }: Pager): string | undefined {
  const at = headings.findLast((place) => place < top);
  return headings.includes(top) || at === undefined ? undefined : lines[at];
}

/** The rows for lines: one is for the status. */
export const pageRows = ({ rows }: Size): number => Math.max(1, rows - 1);

const lastTop = (pager: Pager, size: Size): number =>
  Math.max(0, pager.lines.length - pageRows(size) + (pager.headings.length > 0 ? 1 : 0));

function moved(pager: Pager, top: number, size: Size): Pager {
  return { ...pager, top: Math.max(0, Math.min(top, lastTop(pager, size))) };
}

/** Returns the columns of a move sideways: half a screen. */
export const sideStep = (columns: number): number => Math.max(1, Math.floor(columns / 2));

/** Moves sideways. */
function shifted(pager: Pager, by: -1 | 1, { columns }: Size): Pager {
  const step = sideStep(columns);
  const longest = pager.lines
    .slice(pager.top, pager.top + 200)
    .reduce((most, line) => Math.max(most, line.length), 0);
  const most = Math.max(0, longest - step);
  return { ...pager, left: Math.max(0, Math.min(pager.left + by * step, most)) };
}

/** Returns true if a line contains the query; capital letters count only if the query has some. */
export function foundAt(line: string, query: string, from = 0): number {
  if (query === '') return -1;
  const folded = query === query.toLowerCase();
  return (folded ? line.toLowerCase() : line).indexOf(query, from);
}

function search(pager: Pager, query: string, by: -1 | 1, from: number, size: Size): Pager {
  for (let at = from; at >= 0 && at < pager.lines.length; at += by) {
    if (foundAt(pager.lines[at] ?? '', query) >= 0) {
      return { ...moved(pager, at, size), query, typing: undefined, failed: false };
    }
  }
  return { ...pager, query, typing: undefined, failed: true };
}

/** Returns the pager after a key, or undefined if the key leaves it. */
export function pressPager(pager: Pager, token: Token, size: Size): Pager | undefined {
  if (token.kind === 'text' || token.kind === 'paste') {
    if (pager.typing !== undefined) return { ...pager, typing: pager.typing + token.text };
    let state: Pager | undefined = pager;
    for (const letter of token.text) {
      state = state && pressLetter(state, letter, size);
      if (state === undefined) return undefined;
    }
    return state;
  }
  if (token.kind !== 'key') return pager;
  return pager.typing === undefined
    ? pressKey(pager, token.key, size)
    : pressWhileTyping(pager, pager.typing, token.key, size);
}

function pressWhileTyping(pager: Pager, typing: string, key: string, size: Size): Pager {
  switch (key) {
    case 'enter': {
      const query = typing === '' ? pager.query : typing;
      return search(pager, query, 1, typing === '' ? pager.top + 1 : pager.top, size);
    }
    case 'backspace':
      return { ...pager, typing: typing === '' ? undefined : typing.slice(0, -1) };
    case 'escape':
    case 'ctrl-c':
    case 'ctrl-g':
      return { ...pager, typing: undefined };
    default:
      return pager;
  }
}

function pressLetter(pager: Pager, letter: string, size: Size): Pager | undefined {
  if (pager.typing !== undefined) return { ...pager, typing: pager.typing + letter };
  switch (letter) {
    case 'q':
    case 'Q':
      return undefined;
    case '/':
      return { ...pager, typing: '', failed: false };
    case 'n':
      return search(pager, pager.query, 1, pager.top + 1, size);
    case 'N':
      return search(pager, pager.query, -1, pager.top - 1, size);
    case 'g':
    case '<':
      return moved(pager, 0, size);
    case 'G':
    case '>':
      return moved(pager, pager.lines.length, size);
    case 'j':
      return moved(pager, pager.top + 1, size);
    case 'k':
      return moved(pager, pager.top - 1, size);
    case ' ':
    case 'f':
      return moved(pager, pager.top + pageRows(size) - 1, size);
    case 'b':
      return moved(pager, pager.top - pageRows(size) + 1, size);
    case 'd':
      return moved(pager, pager.top + Math.ceil(pageRows(size) / 2), size);
    case 'u':
      return moved(pager, pager.top - Math.ceil(pageRows(size) / 2), size);
    default:
      return pager;
  }
}

function pressKey(pager: Pager, key: string, size: Size): Pager | undefined {
  switch (key) {
    case 'escape':
    case 'ctrl-c':
    case 'ctrl-d':
      return undefined;
    case 'down':
    case 'enter':
      return moved(pager, pager.top + 1, size);
    case 'up':
      return moved(pager, pager.top - 1, size);
    case 'pagedown':
    case 'ctrl-f':
      return moved(pager, pager.top + pageRows(size) - 1, size);
    case 'pageup':
    case 'ctrl-b':
      return moved(pager, pager.top - pageRows(size) + 1, size);
    case 'home':
      return { ...moved(pager, 0, size), left: 0 };
    case 'end':
      return moved(pager, pager.lines.length, size);
    case 'right':
      return shifted(pager, 1, size);
    case 'left':
      return shifted(pager, -1, size);
    default:
      return pager;
  }
}
