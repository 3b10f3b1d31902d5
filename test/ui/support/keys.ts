/** Helpers that press keys in the line editor. */
import { reduce } from '../../../src/ui/editor/reduce.js';
import { type Editor, newEditor } from '../../../src/ui/editor/state.js';
import { actionOf } from '../../../src/ui/input/key-map.js';

/** Returns an editor whose line is `shown`, with `|` as the cursor. */
export function editing(shown: string, history: readonly string[] = []): Editor {
  const cursor = shown.indexOf('|');
  return { ...newEditor(history), text: shown.replace('|', ''), cursor };
}

/** Returns the line of an editor, with `|` as the cursor. */
export function shown({ text, cursor }: Editor): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

/**
 * Presses keys, separated by spaces: key names as in the key map, and text in quotes. Keys that act
 * on the shell are tested elsewhere.
 */
export function press(editor: Editor, keys: string): Editor {
  const pressed = keys.match(/'[^']*'|\S+/g) ?? [];
  return pressed.reduce((state, key) => {
    if (key.startsWith("'")) return reduce(state, { type: 'insert', text: key.slice(1, -1) });
    const action = actionOf(key);
    if (action === undefined) throw new Error(`${key} is no key`);
    switch (action.type) {
      case 'submit':
      case 'tab':
      case 'interrupt':
      case 'end-of-input':
      case 'clear-screen':
      case 'page':
      case 'suspend':
      case 'quit':
        throw new Error(`${key} is no key of the editor`);
      default:
        return reduce(state, action);
    }
  }, editor);
}
