/** Expands words to texts and patterns, where they are not split into fields. */
import type { Word } from '../language/ast.js';
import type { Shell } from '../state/shell.js';
import { patternOf, textOf } from './fields.js';

const DEFAULT_IFS = ' \t\n';

/** Returns the characters that separate fields. */
export const separators = (shell: Shell): string => {
  const variable = shell.vars.find('IFS');
  return variable ? (variable.value ?? DEFAULT_IFS) : DEFAULT_IFS;
};

/** Returns the text of a word without expansions. */
export function literalText({ parts }: Pick<Word, 'parts'>): string | undefined {
  const [part, ...others] = parts;
  if (!part) return '';
  if (others.length > 0) return undefined;
  if (part.type === 'literal' || part.type === 'quoted') return part.text;
  return part.type === 'double-quoted' ? literalText(part) : undefined;
}

/** Expands a word to one text: an assigned value, the word of `case`, a here-document. */
export async function expandText(shell: Shell, word: Word): Promise<string> {
  return literalText(word) ?? textOf(await shell.host.runner.expand(shell, word.parts, false));
}

/** Expands a word to a pattern, in which quoted characters match themselves. */
export async function expandPattern(shell: Shell, { parts }: Word): Promise<string> {
  return patternOf(await shell.host.runner.expand(shell, parts, false));
}
