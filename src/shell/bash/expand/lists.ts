/** The words of `x=(...)`. */
import type { Word, WordPart } from '../language/ast.js';
import type { Shell } from '../state/shell.js';
import type { Item } from './values.js';
import { expandText, expandWords } from './words.js';

/** The elements that words in parentheses give, some of them under keys: `[key]=value`. */
export async function expandItems(shell: Shell, words: readonly Word[]): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (const word of words) {
    const keyed = splitKey(word);
    if (keyed) {
      items.push({
        key: await expandText(shell, keyed.key),
        text: await expandText(shell, keyed.value),
        append: keyed.append,
      });
      continue;
    }
    for (const text of await expandWords(shell, [word])) items.push({ text });
  }
  return items;
}

interface Keyed {
  readonly key: Word;
  readonly value: Word;
  readonly append: boolean;
}

const literal = (value: string): WordPart => ({ type: 'Literal', value });

/** Takes `[key]=value` apart. The parser takes the brackets for a pattern. */
function splitKey({ parts }: Word): Keyed | undefined {
  const [first, ...others] = parts;
  if (first?.type !== 'Glob' || !first.pattern.startsWith('[')) return undefined;
  const flat = [literal(first.pattern.slice(1)), ...others];
  for (const [i, part] of flat.entries()) {
    if (part.type !== 'Literal') continue;
    // The end of the brackets, in the pattern itself or after what is quoted in them.
    const next = flat[i + 1];
    const closed = /^([\s\S]*?)\](\+?=)([\s\S]*)$/.exec(part.value);
    if (closed) {
      const [, before = '', operator, after = ''] = closed;
      return {
        key: { type: 'Word', parts: [...flat.slice(0, i), literal(before)] },
        value: { type: 'Word', parts: [literal(after), ...flat.slice(i + 1)] },
        append: operator === '+=',
      };
    }
    const assigned = next?.type === 'Literal' ? /^(\+?=)([\s\S]*)$/.exec(next.value) : null;
    if (i === 0 && part.value.endsWith(']') && assigned) {
      return {
        key: { type: 'Word', parts: [literal(part.value.slice(0, -1))] },
        value: { type: 'Word', parts: [literal(assigned[2] ?? ''), ...flat.slice(2)] },
        append: assigned[1] === '+=',
      };
    }
  }
  return undefined;
}
