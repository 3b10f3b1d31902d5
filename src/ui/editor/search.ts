/** Incremental search through the history (Control-R). */
import { find } from './history.js';
import type { Editor, Search } from './state.js';

/** Starts a search with an empty query. */
export function startSearch(editor: Editor): Editor {
  const before = { text: editor.text, cursor: editor.cursor };
  return { ...editor, search: { query: '', at: undefined, failed: false, before }, killing: false };
}

/**
 * Shows the entry at `at`. If there is none, marks the search as failed and keeps what is shown.
 */
function show(editor: Editor, search: Search, at: number | undefined): Editor {
  if (at === undefined) return { ...editor, search: { ...search, failed: true } };
  const text = editor.history.entries[at] ?? '';
  const cursor = Math.max(0, text.indexOf(search.query));
  return { ...editor, text, cursor, search: { ...search, at, failed: false } };
}

/**
 * Searches for another query, from the entry shown if the query got longer, else from the newest.
 */
export function searchFor(editor: Editor, query: string): Editor {
  const { search, history } = editor;
  if (search === undefined) return editor;
  if (query === '') {
    return {
      ...editor,
      ...search.before,
      search: { ...search, query, at: undefined, failed: false },
    };
  }
  const newest = history.entries.length - 1;
  const from = query.startsWith(search.query) ? (search.at ?? newest) : newest;
  return show(editor, { ...search, query }, find(history.entries, query, from, -1));
}

/**
 * Moves to the next older or newer entry that contains the query and differs from the one shown.
 */
export function searchFurther(editor: Editor, by: -1 | 1): Editor {
  const { search, history } = editor;
  if (search === undefined || search.query === '') return editor;
  const { entries } = history;
  let at = find(entries, search.query, (search.at ?? entries.length) + by, by);
  while (at !== undefined && entries[at] === editor.text) {
    at = find(entries, search.query, at + by, by);
  }
  return show(editor, search, at);
}

/** Ends the search at the entry shown. Moving through the history continues from there. */
export function acceptSearch(editor: Editor): Editor {
  const { search, history } = editor;
  const at = search?.at;
  if (search === undefined || at === undefined) return { ...editor, search: undefined };
  const draft = history.at === history.entries.length ? search.before.text : history.draft;
  return { ...editor, search: undefined, history: { ...history, at, draft, prefix: '' } };
}
