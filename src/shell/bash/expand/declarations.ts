/** Expands the arguments of `declare` and similar builtins, which may be assignments. */
import type { Word } from '../language/ast.js';
import type { Declared, Shell } from '../state/shell.js';
import { expandItems } from './lists.js';
import { expandText } from './text.js';
import { expandWords } from './words.js';

/** Expands arguments; assigned values are not split into fields. */
export async function expandDeclaration(
  shell: Shell,
  words: readonly Word[],
): Promise<readonly Declared[]> {
  const expanded: Declared[] = [];
  for (const word of words) {
    const { assignment } = word;
    if (!assignment) expanded.push(...(await expandWords(shell, [word])));
    else if ('parts' in assignment.value) {
      const { target, append, value } = assignment;
      expanded.push(`${target}${append ? '+' : ''}=${await expandText(shell, value)}`);
    } else {
      const { target: name, append, value, source } = assignment;
      expanded.push({ name, append, items: await expandItems(shell, value), source });
    }
  }
  return expanded;
}
