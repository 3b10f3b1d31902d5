/** The state of the line editor, and the actions on it. */
import type { Candidate } from '../../shell/session.js';
import { type History, historyOf } from './history.js';
import { EMPTY_LINE, type Line, type Motion } from './line.js';

/** An incremental search through the history. */
export interface Search {
  readonly query: string;
  /** The index of the entry shown, once there is a match. */
  readonly at: number | undefined;
  /** True if no further entry contains the query. */
  readonly failed: boolean;
  /** The line to restore if the search is aborted. */
  readonly before: Line;
}

/** The candidates of a completion, while they are listed. */
export interface Menu {
  /** The offset that candidates are inserted at. */
  readonly from: number;
  readonly candidates: readonly Candidate[];
  /** The index of the candidate in the text, if one was chosen. */
  readonly chosen: number | undefined;
  /** The line to restore if the menu is closed without a choice. */
  readonly before: Line;
}

/** The state of the line editor. */
export interface Editor extends Line {
  readonly history: History;
  readonly search: Search | undefined;
  readonly menu: Menu | undefined;
  /** The text that Control-Y inserts. */
  readonly killed: string;
  /** True if the last action was a cut, so that the next one adds to it. */
  readonly killing: boolean;
  /** A suggestion for the rest of the line, shown after its end. */
  readonly ghost: string;
  /** The lines to return to, latest last. */
  readonly past: readonly Line[];
  /** True if the last action typed part of a word, so that the next letter belongs to it. */
  readonly typing: boolean;
}

export function newEditor(history: readonly string[]): Editor {
  return {
    ...EMPTY_LINE,
    history: historyOf(history),
    search: undefined,
    menu: undefined,
    killed: '',
    killing: false,
    ghost: '',
    past: [],
    typing: false,
  };
}

/** An action on the editor. */
export type EditorAction =
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'move'; readonly motion: Motion }
  /** Deletes the text between the cursor and the target. */
  | { readonly type: 'delete'; readonly motion: Motion }
  /** Cuts the text between the cursor and the target, for `yank`. */
  | { readonly type: 'kill'; readonly motion: Motion }
  | { readonly type: 'yank' }
  | { readonly type: 'transpose' }
  /** Returns to the line before the last change. */
  | { readonly type: 'undo' }
  /** Shows a suggestion for the rest of the line. */
  | { readonly type: 'suggest'; readonly ghost: string }
  /**
   * Moves up or down a line in the text; at either end, to an entry of the history that starts with
   * what was typed.
   */
  | { readonly type: 'vertical'; readonly by: -1 | 1 }
  | { readonly type: 'history'; readonly by: -1 | 1 }
  | { readonly type: 'search'; readonly by: -1 | 1 }
  /** Closes a menu, keeping its choice, and ends the word if it is whole. */
  | { readonly type: 'take' }
  /** Ends a search or a menu, keeping what it shows. */
  | { readonly type: 'accept' }
  /** Ends a search, keeping what it shows; closes a menu without a choice. */
  | { readonly type: 'escape' }
  /** Ends a search or a menu and restores the line before it. */
  | { readonly type: 'abort' }
  /** Completes the text from `from` to the cursor with one of the candidates. */
  | { readonly type: 'complete'; readonly from: number; readonly candidates: readonly Candidate[] }
  /** Selects the next or previous candidate of an open menu. */
  | { readonly type: 'choose'; readonly by: -1 | 1 }
  /** Empties the line after it was entered or discarded. */
  | { readonly type: 'clear' }
  /** Adds a line to the history. */
  | { readonly type: 'remember'; readonly text: string };
