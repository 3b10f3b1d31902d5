/**
 * The line editor's state machine. It knows neither terminal nor keys. A search and an open menu
 * are modes that handle some actions themselves; any other action ends them first.
 */
import { choose, complete, leaveMenu, takeChoice } from './completion.js';
import { graphemes } from './graphemes.js';
import { atEnd, remember, step } from './history.js';
import {
  cut,
  EMPTY_LINE,
  insert,
  type Line,
  type Motion,
  target,
  transpose,
  vertical,
} from './line.js';
import { acceptSearch, searchFor, searchFurther, startSearch } from './search.js';
import type { Editor, EditorAction } from './state.js';

/** The number of changes that can be undone. */
const PAST_LIMIT = 200;

export function reduce(editor: Editor, action: EditorAction): Editor {
  switch (action.type) {
    case 'undo':
      return undo(editor);
    case 'suggest':
      return { ...editor, ghost: action.ghost };
    default:
      return recorded(editor, action, changed(editor, action));
  }
}

function changed(editor: Editor, action: EditorAction): Editor {
  if (editor.search !== undefined) return reduceSearch(editor, editor.search.query, action);
  if (editor.menu !== undefined) return reduceMenu(editor, action);
  return reduceLine(editor, action);
}

function reduceSearch(editor: Editor, query: string, action: EditorAction): Editor {
  const done = acceptSearch(editor);
  switch (action.type) {
    case 'insert':
      return searchFor(editor, query + action.text);
    case 'delete':
      if (action.motion !== 'left') return reduceLine(done, action);
      return searchFor(editor, graphemes(query).slice(0, -1).join(''));
    case 'search':
      return searchFurther(editor, action.by);
    case 'accept':
    case 'escape':
      return done;
    case 'abort':
      return { ...editor, ...editor.search?.before, search: undefined };
    default:
      return reduceLine(done, action);
  }
}

function reduceMenu(editor: Editor, action: EditorAction): Editor {
  switch (action.type) {
    case 'choose':
      return choose(editor, action.by);
    case 'vertical':
    case 'history':
      return choose(editor, action.by);
    case 'take':
      return takeChoice(editor);
    case 'accept':
      return { ...editor, menu: undefined };
    case 'escape':
    case 'abort':
      return leaveMenu(editor);
    default:
      return reduceLine({ ...editor, menu: undefined }, action);
  }
}

/** Returns the editor after a change, with the line before it if that is worth returning to. */
function recorded(before: Editor, action: EditorAction, after: Editor): Editor {
  const typing = action.type === 'insert' && /^[^\s]$/u.test(action.text);
  const { text, cursor } = before;
  const extended = [...before.past, { text, cursor }].slice(-PAST_LIMIT);
  // A search or a menu is one change, however many lines it shows.
  const opens =
    (before.search === undefined && after.search !== undefined) ||
    (before.menu === undefined && after.menu !== undefined);
  if (opens) return { ...after, ghost: '', past: extended, typing: false };
  if (after.text === before.text) {
    return after.cursor === before.cursor ? after : { ...after, ghost: '', typing: false };
  }
  if (action.type === 'clear') return { ...after, ghost: '', past: [], typing: false };
  const passing = before.search !== undefined || (before.menu && after.menu) !== undefined;
  const joins = passing || (typing && before.typing);
  return { ...after, ghost: '', past: joins ? before.past : extended, typing };
}

function undo(editor: Editor): Editor {
  const at = editor.past.findLastIndex(({ text }) => text !== editor.text);
  const line = editor.past[at];
  if (line === undefined) return editor;
  const past = editor.past.slice(0, at);
  const closed = { ...editor, search: undefined, menu: undefined };
  return { ...withLine(closed, line), past, ghost: '', typing: false };
}

/** Returns the editor with another line. The next cut starts a new one. */
const withLine = (editor: Editor, line: Line): Editor => ({
  ...editor,
  text: line.text,
  cursor: line.cursor,
  killing: false,
});

function kill(editor: Editor, to: number): Editor {
  const { line, gone } = cut(editor, to);
  if (gone === '') return editor;
  const before = editor.killing ? editor.killed : '';
  const killed = to < editor.cursor ? gone + before : before + gone;
  return { ...withLine(editor, line), killed, killing: true };
}

/** Moves through the entries of the history that start with `typed`. */
function walk(editor: Editor, by: -1 | 1, typed: string): Editor {
  const next = step(editor.history, editor.text, by, typed);
  if (next === undefined) return editor;
  const { history, text } = next;
  return { ...withLine(editor, { text, cursor: text.length }), history };
}

const isAtEnd = ({ text, cursor }: Editor): boolean => cursor === text.length;

/** Accepts the suggestion, or its next word; other motions leave it. */
function takeGhost(editor: Editor, motion: Motion): Editor {
  const whole = { text: editor.text + editor.ghost, cursor: editor.cursor };
  switch (motion) {
    case 'right':
    case 'line-end':
    case 'end':
      return withLine(editor, insert(editor, editor.ghost));
    case 'word-right':
      return withLine(
        editor,
        insert(editor, whole.text.slice(editor.cursor, target(whole, 'word-right'))),
      );
    default:
      return withLine(editor, { text: editor.text, cursor: target(editor, motion) });
  }
}

/** Control-K at the end of a line deletes the newline. */
const killTarget = (editor: Editor, to: number): number =>
  to === editor.cursor && editor.text[to] === '\n' ? to + 1 : to;

function reduceLine(editor: Editor, action: EditorAction): Editor {
  switch (action.type) {
    case 'insert':
      return withLine(editor, insert(editor, action.text));
    case 'move':
      if (isAtEnd(editor) && editor.ghost !== '') return takeGhost(editor, action.motion);
      return withLine(editor, { text: editor.text, cursor: target(editor, action.motion) });
    case 'delete':
      return withLine(editor, cut(editor, target(editor, action.motion)).line);
    case 'kill': {
      const to = target(editor, action.motion);
      return kill(editor, action.motion === 'line-end' ? killTarget(editor, to) : to);
    }
    case 'yank':
      return withLine(editor, insert(editor, editor.killed));
    case 'transpose':
      return withLine(editor, transpose(editor));
    case 'vertical': {
      const line = vertical(editor, action.by);
      if (line !== undefined) return withLine(editor, line);
      return walk(editor, action.by, isAtEnd(editor) ? editor.text : '');
    }
    case 'history':
      return walk(editor, action.by, '');
    case 'search':
      return startSearch(editor);
    case 'complete':
      return complete(editor, action.from, action.candidates);
    case 'clear':
      return { ...withLine(editor, EMPTY_LINE), history: atEnd(editor.history) };
    case 'remember':
      return { ...editor, history: remember(editor.history, action.text) };
    case 'undo':
    case 'suggest':
    case 'take':
    case 'choose':
    case 'accept':
    case 'escape':
    case 'abort':
      return editor;
  }
}
