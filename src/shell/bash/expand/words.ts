/** Expands words to the arguments of a command. */
import type { Word, WordPart } from '../language/ast.js';
import { parseBackticks } from '../language/syntax.js';
import { loose, type Piece, plain, quoted } from '../state/piece.js';
import type { Shell } from '../state/shell.js';
import { expandBraces } from './braces.js';
import { substituteCommand } from './command-substitution.js';
import { fieldsOf } from './fields.js';
import { expandParameter } from './parameters.js';
import { expandPathname } from './pathnames.js';
import { openProcessSubstitution } from './process-substitution.js';
import { literalText, separators } from './text.js';
import { expandTilde } from './tilde.js';
import { arithmetic } from './values.js';

/** Characters that start a pattern or a brace expansion. */
const ACTIVE = /[*?[{(]/;

/** Returns the text of a word that expands to itself. */
function inertText(word: Word): string | undefined {
  const [part] = word.parts;
  return part?.type === 'literal' && ACTIVE.test(part.text) ? undefined : literalText(word);
}

/** Expands words in full: braces, parameters, commands, arithmetic, fields, pathnames. */
export async function expandWords(shell: Shell, words: readonly Word[]): Promise<string[]> {
  const expanded: string[] = [];
  for (const word of words) {
    const text = inertText(word);
    if (text !== undefined) {
      expanded.push(text);
      continue;
    }
    for (const parts of expandBraces(word.parts)) {
      const pieces = await expandParts(shell, parts, false);
      for (const field of fieldsOf(pieces, separators(shell))) {
        for (const name of await expandPathname(shell, field)) expanded.push(name);
      }
    }
  }
  return expanded;
}

/** Expands the parts of a word; between double quotes (`isQuoted`) nothing is split. */
export async function expandParts(
  shell: Shell,
  parts: readonly WordPart[],
  isQuoted: boolean,
): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const part of parts) {
    for (const piece of await expandPart(shell, part, isQuoted)) pieces.push(piece);
  }
  return pieces;
}

async function expandPart(
  shell: Shell,
  part: WordPart,
  isQuoted: boolean,
): Promise<readonly Piece[]> {
  const result = (text: string) => [isQuoted ? quoted(text) : loose(text)];
  switch (part.type) {
    case 'literal':
      return [isQuoted ? quoted(part.text) : plain(part.text)];
    case 'quoted':
      return [quoted(part.text)];
    case 'double-quoted':
      return part.parts.length === 0 ? [quoted('')] : expandParts(shell, part.parts, true);
    case 'parameter':
      return expandParameter(shell, part, isQuoted);
    case 'command':
      return result(await substituteCommand(shell, part.body));
    case 'backticks':
      return result(await substituteCommand(shell, parseBackticks(part.text)));
    case 'arithmetic':
      return result(String(await arithmetic(shell, part.expression)));
    case 'tilde':
      return [quoted(expandTilde(shell, part.user))];
    case 'process':
      return [quoted(await openProcessSubstitution(shell, part))];
  }
}
