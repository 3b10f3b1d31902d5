/** Tab: as much as is certain, then a menu of what is possible. */
import { graphemes } from './graphemes.js';
import type { Line } from './line.js';
import type { Editor, Menu } from './state.js';

/** A word that ends so is not finished: a folder, a key of a map. */
const UNFINISHED = /[/=:\s]$/;

/** What all of the words begin with, whole graphemes only. */
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

/** Puts in what is certain; opens a menu where that leaves a choice. */
export function complete(editor: Editor, from: number, candidates: readonly string[]): Editor {
  const { text, cursor } = editor;
  const typed = text.slice(from, cursor);
  const [only] = candidates;
  if (only === undefined) return editor;
  if (candidates.length === 1) {
    const followed = text.startsWith(' ', cursor) || UNFINISHED.test(only);
    return { ...editor, ...replace(editor, from, followed ? only : `${only} `), killing: false };
  }
  const prefix = commonPrefix(candidates);
  const line = prefix.length > typed.length ? replace(editor, from, prefix) : { text, cursor };
  const menu: Menu = { from, candidates, chosen: undefined, before: line };
  return { ...editor, ...line, menu, killing: false };
}

/** The next candidate, or the previous one, goes into the text; past the last comes the first. */
export function choose(editor: Editor, by: -1 | 1): Editor {
  const { menu } = editor;
  if (menu === undefined) return editor;
  const count = menu.candidates.length;
  const chosen =
    menu.chosen === undefined ? (by > 0 ? 0 : count - 1) : (menu.chosen + by + count) % count;
  const line = replace(menu.before, menu.from, menu.candidates[chosen] ?? '');
  return { ...editor, ...line, menu: { ...menu, chosen } };
}

/** Closes the menu and takes its choice back. */
export function leaveMenu(editor: Editor): Editor {
  return { ...editor, ...editor.menu?.before, menu: undefined };
}
