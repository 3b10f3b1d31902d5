/** Tab completion: inserts the part that all candidates share, and opens a menu for the rest. */
import type { Candidate } from '../../shell/session.js';
import { graphemes } from './graphemes.js';
import type { Line } from './line.js';
import type { Editor, Menu } from './state.js';

/** Returns the longest common prefix of the words, in whole graphemes. */
export function commonPrefix(words: readonly string[]): string {
  const [first = '', ...others] = words;
  let prefix = first;
  for (const word of others) {
    let length = 0;
    for (const part of graphemes(prefix)) {
      if (!word.startsWith(part, length)) break;
      length += part.length;
    }
    prefix = prefix.slice(0, length);
  }
  return prefix;
}

function replace(line: Line, from: number, word: string): Line {
  const text = line.text.slice(0, from) + word + line.text.slice(line.cursor);
  return { text, cursor: from + word.length };
}

/** Inserts the common prefix of the candidates, and opens a menu if more than one remains. */
export function complete(editor: Editor, from: number, candidates: readonly Candidate[]): Editor {
  const { text, cursor } = editor;
  const typed = text.slice(from, cursor);
  const [only] = candidates;
  if (only === undefined) return editor;
  if (candidates.length === 1) {
    const followed = text.startsWith(' ', cursor) || only.open === true;
    const word = followed ? only.text : `${only.text} `;
    return { ...editor, ...replace(editor, from, word), killing: false };
  }
  const prefix = commonPrefix(candidates.map(({ text: word }) => word));
  const line = prefix.length > typed.length ? replace(editor, from, prefix) : { text, cursor };
  const menu: Menu = { from, candidates, chosen: undefined, before: line };
  return { ...editor, ...line, menu, killing: false };
}

/** Selects the next or previous candidate, wrapping around at either end. */
export function choose(editor: Editor, by: -1 | 1): Editor {
  const { menu } = editor;
  if (menu === undefined) return editor;
  const count = menu.candidates.length;
  const chosen =
    menu.chosen === undefined ? (by > 0 ? 0 : count - 1) : (menu.chosen + by + count) % count;
  const line = replace(menu.before, menu.from, menu.candidates[chosen]?.text ?? '');
  return { ...editor, ...line, menu: { ...menu, chosen } };
}

/** Closes the menu and undoes its choice. */
export function leaveMenu(editor: Editor): Editor {
  return { ...editor, ...editor.menu?.before, menu: undefined };
}

/** Closes the menu with its choice, followed by a space if the word is whole. */
export function takeChoice(editor: Editor): Editor {
  const { menu, text, cursor } = editor;
  const chosen = menu?.chosen === undefined ? undefined : menu.candidates[menu.chosen];
  const closed = { ...editor, menu: undefined };
  if (chosen === undefined || chosen.open === true || text.startsWith(' ', cursor)) return closed;
  return { ...closed, ...replace(editor, cursor, ' ') };
}
