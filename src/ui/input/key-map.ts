/** Maps keys to actions. */
import type { EditorAction } from '../editor/state.js';
import type { KeyName } from './keys.js';

/** An action on the shell rather than on the line. */
export type ShellAction =
  /** Enter: runs the line, or continues it if it is incomplete. */
  | { readonly type: 'submit' }
  /** Tab or Shift-Tab. */
  | { readonly type: 'tab'; readonly by: -1 | 1 }
  | { readonly type: 'interrupt' }
  /** Control-D: leaves if the line is empty, else deletes. */
  | { readonly type: 'end-of-input' }
  | { readonly type: 'clear-screen' }
  /** Opens the pager with the output of the last command. */
  | { readonly type: 'page' }
  | { readonly type: 'suspend' }
  /** Leaves immediately, even while a command runs. */
  | { readonly type: 'quit' };

export type KeyAction = EditorAction | ShellAction;

const KEY_MAP: Readonly<Record<KeyName, KeyAction>> = {
  enter: { type: 'submit' },
  tab: { type: 'tab', by: 1 },
  'shift-tab': { type: 'tab', by: -1 },

  left: { type: 'move', motion: 'left' },
  'ctrl-b': { type: 'move', motion: 'left' },
  right: { type: 'move', motion: 'right' },
  'ctrl-f': { type: 'move', motion: 'right' },
  home: { type: 'move', motion: 'line-start' },
  'ctrl-a': { type: 'move', motion: 'line-start' },
  end: { type: 'move', motion: 'line-end' },
  'ctrl-e': { type: 'move', motion: 'line-end' },
  'ctrl-home': { type: 'move', motion: 'start' },
  'ctrl-end': { type: 'move', motion: 'end' },
  'alt-b': { type: 'move', motion: 'word-left' },
  'alt-left': { type: 'move', motion: 'word-left' },
  'ctrl-left': { type: 'move', motion: 'word-left' },
  'alt-f': { type: 'move', motion: 'word-right' },
  'alt-right': { type: 'move', motion: 'word-right' },
  'ctrl-right': { type: 'move', motion: 'word-right' },

  backspace: { type: 'delete', motion: 'left' },
  'ctrl-h': { type: 'delete', motion: 'left' },
  'shift-backspace': { type: 'delete', motion: 'left' },
  delete: { type: 'delete', motion: 'right' },
  'ctrl-u': { type: 'kill', motion: 'line-start' },
  'ctrl-k': { type: 'kill', motion: 'line-end' },
  'ctrl-w': { type: 'kill', motion: 'blank-left' },
  'alt-backspace': { type: 'kill', motion: 'word-left' },
  'ctrl-alt-h': { type: 'kill', motion: 'word-left' },
  'ctrl-backspace': { type: 'kill', motion: 'word-left' },
  'alt-d': { type: 'kill', motion: 'word-right' },
  'ctrl-delete': { type: 'kill', motion: 'word-right' },
  'alt-delete': { type: 'kill', motion: 'word-right' },
  'ctrl-y': { type: 'yank' },
  'ctrl-t': { type: 'transpose' },
  'ctrl-_': { type: 'undo' },

  up: { type: 'vertical', by: -1 },
  down: { type: 'vertical', by: 1 },
  'ctrl-p': { type: 'history', by: -1 },
  'ctrl-n': { type: 'history', by: 1 },
  'ctrl-r': { type: 'search', by: -1 },
  'ctrl-s': { type: 'search', by: 1 },
  escape: { type: 'escape' },
  'ctrl-g': { type: 'abort' },

  'ctrl-c': { type: 'interrupt' },
  'ctrl-d': { type: 'end-of-input' },
  'ctrl-l': { type: 'clear-screen' },
  'ctrl-o': { type: 'page' },
  'ctrl-z': { type: 'suspend' },
  'ctrl-\\': { type: 'quit' },
};

/** Returns the action of `key`, or undefined if it has none. */
export function actionOf(key: KeyName): KeyAction | undefined {
  return Object.hasOwn(KEY_MAP, key) ? KEY_MAP[key] : undefined;
}
