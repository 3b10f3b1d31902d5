import { type History, historyOf } from './history.js';
import { EMPTY_LINE, type Line, type Motion } from './line.js';

/** An incremental search through the history. */
export interface Search {
  readonly query: string;
  /** The entry that is shown, once one was found. */
  readonly at: number | undefined;
  /** Whether nothing further contains the query. */
  readonly failed: boolean;
  /** What to go back to if the search is given up. */
  readonly before: Line;
}

/** The candidates of a completion, while they are listed. */
export interface Menu {
  /** Where in the text the candidates go. */
  readonly from: number;
  readonly candidates: readonly string[];
  /** The one that stands in the text, if one was chosen yet. */
  readonly chosen: number | undefined;
  /** What to go back to if none is wanted. */
  readonly before: Line;
}

/** All that the line editor knows. */
export interface Editor extends Line {
  readonly history: History;
  readonly search: Search | undefined;
  readonly menu: Menu | undefined;
  /** What was cut last, for Control-Y. */
  readonly killed: string;
  /** Whether the last action cut something, so that the next cut adds to it. */
  readonly killing: boolean;
}

export function newEditor(history: readonly string[]): Editor {
  return {
    ...EMPTY_LINE,
    history: historyOf(history),
    search: undefined,
    menu: undefined,
    killed: '',
    killing: false,
  };
}

/** What can be done to an editor. */
export type EditorAction =
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'move'; readonly motion: Motion }
  /** Deletes up to there and forgets it. */
  | { readonly type: 'delete'; readonly motion: Motion }
  /** Cuts up to there, for {@link EditorAction} `yank`. */
  | { readonly type: 'kill'; readonly motion: Motion }
  | { readonly type: 'yank' }
  | { readonly type: 'transpose' }
  /** A line up or down in the text, or else an older or newer one. */
  | { readonly type: 'vertical'; readonly by: -1 | 1 }
  | { readonly type: 'history'; readonly by: -1 | 1 }
  | { readonly type: 'search'; readonly by: -1 | 1 }
  /** Ends a search or a menu and keeps what it shows. */
  | { readonly type: 'accept' }
  /** Ends a search and keeps what it shows; ends a menu without a choice. */
  | { readonly type: 'escape' }
  /** Ends a search or a menu as if it had never begun. */
  | { readonly type: 'abort' }
  /** What may stand in place of the text from `from` to the cursor. */
  | { readonly type: 'complete'; readonly from: number; readonly candidates: readonly string[] }
  /** The next or previous candidate of an open menu. */
  | { readonly type: 'choose'; readonly by: -1 | 1 }
  /** The text was entered (or thrown away): an empty line. */
  | { readonly type: 'clear' }
  /** Puts a line into the history. */
  | { readonly type: 'remember'; readonly text: string };
