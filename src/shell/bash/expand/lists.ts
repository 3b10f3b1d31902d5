/** Expands the lists of `x=(...)`. */
import type { ListItem } from '../language/ast.js';
import type { Item, Shell } from '../state/shell.js';
import { expandText } from './text.js';
import { expandWords } from './words.js';

/** Returns the elements of a list, some of them with keys: `[key]=value`. */
export async function expandItems(
  shell: Shell,
  list: readonly ListItem[],
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (const { key, append, value } of list) {
    if (key) {
      const text = await expandText(shell, value);
      items.push({ key: await expandText(shell, key), text, append });
    } else for (const text of await expandWords(shell, [value])) items.push({ text });
  }
  return items;
}
