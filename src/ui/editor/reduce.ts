/**
 * The line editor's state machine. It knows neither terminal nor keys. A search and an open menu
 * are modes that handle some actions themselves; any other action ends them first.
 */
import { choose, complete, leaveMenu } from './completion.js';
import { graphemes } from './graphemes.js';
import { atEnd, remember, step } from './history.js';
import { cut, EMPTY_LINE, insert, type Line, target, transpose, vertical } from './line.js';
import { acceptSearch, searchFor, searchFurther, startSearch } from './search.js';
import type { Editor, EditorAction } from './state.js';

export function reduce(editor: Editor, action: EditorAction): Editor {
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
    case 'accept':
      return { ...editor, menu: undefined };
    case 'escape':
    case 'abort':
      return leaveMenu(editor);
    default:
      return reduceLine({ ...editor, menu: undefined }, action);
  }
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

function walk(editor: Editor, by: -1 | 1): Editor {
  const next = step(editor.history, editor.text, by);
  if (next === undefined) return editor;
  const { history, text } = next;
  return { ...withLine(editor, { text, cursor: text.length }), history };
}

/** Control-K at the end of a line deletes the newline. */
const killTarget = (editor: Editor, to: number): number =>
  to === editor.cursor && editor.text[to] === '\n' ? to + 1 : to;

function reduceLine(editor: Editor, action: EditorAction): Editor {
  switch (action.type) {
    case 'insert':
      return withLine(editor, insert(editor, action.text));
    case 'move':
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
      return line === undefined ? walk(editor, action.by) : withLine(editor, line);
    }
    case 'history':
      return walk(editor, action.by);
    case 'search':
      return startSearch(editor);
    case 'complete':
      return complete(editor, action.from, action.candidates);
    case 'clear':
      return { ...withLine(editor, EMPTY_LINE), history: atEnd(editor.history) };
    case 'remember':
      return { ...editor, history: remember(editor.history, action.text) };
    case 'choose':
    case 'accept':
    case 'escape':
    case 'abort':
      return editor;
  }
}
