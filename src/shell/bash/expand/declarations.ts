/** The arguments of `declare` and its kin, which may be assignments, of lists too. */
import type { Word, WordPart } from '../language/ast.js';
import { sourceOf } from '../language/syntax.js';
import type { Shell } from '../state/shell.js';
import { expandItems } from './lists.js';
import type { Item } from './values.js';
import { expandText, expandWords } from './words.js';

/** `name=(items)`. */
export interface ListAssignment {
  readonly name: string;
  readonly append: boolean;
  readonly items: readonly Item[];
  readonly source: string;
}

/** An argument: a word, such as `-a`, `name` or `name=value`, or a list that is assigned. */
export type Declared = string | ListAssignment;

const ASSIGNMENT = /^([A-Za-z_]\w*)(?:\[[^\]]*\])?(\+?)=/;

/** Expands arguments; what is assigned is not split into fields. */
export async function expandDeclaration(
  shell: Shell,
  words: readonly Word[],
): Promise<readonly Declared[]> {
  const expanded: Declared[] = [];
  for (const word of words) {
    const [first] = word.parts;
    const [head, name = '', plus] =
      first?.type === 'Literal' ? (ASSIGNMENT.exec(first.value) ?? []) : [];
    if (head === undefined || first?.type !== 'Literal') {
      expanded.push(...(await expandWords(shell, [word])));
    } else if (first.value.startsWith(`${head}(`)) {
      const list = wordsOfList(word.parts, head.length + 1);
      expanded.push({
        name,
        append: plus === '+',
        items: await expandItems(shell, list),
        source: `${head}(${sourceOf(list)})`,
      });
    } else {
      expanded.push(await expandText(shell, word));
    }
  }
  return expanded;
}

/** The words between the parentheses of a list, which the parser leaves as one word. */
function wordsOfList(parts: readonly WordPart[], start: number): Word[] {
  const words: WordPart[][] = [];
  let current: WordPart[] = [];
  const end = () => {
    if (current.length > 0) words.push(current);
    current = [];
  };
  for (const [i, part] of parts.entries()) {
    if (part.type !== 'Literal') {
      current.push(part);
      continue;
    }
    const last = i === parts.length - 1;
    const text = part.value.slice(i === 0 ? start : 0, last ? -1 : undefined);
    for (const [j, piece] of text.split(/\s+/).entries()) {
      if (j > 0) end();
      if (piece !== '') current.push({ type: 'Literal', value: piece });
    }
  }
  end();
  return words.map((list) => ({ type: 'Word', parts: list }));
}
