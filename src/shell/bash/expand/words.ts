/** Expansion: from words as they are written to the words that a command gets. */
import type { Word, WordPart } from '../language/ast.js';
import { substituteCommand } from '../run/command-substitution.js';
import { openProcessSubstitution } from '../run/process-substitution.js';
import type { Shell } from '../state/shell.js';
import { expandBraces } from './braces.js';
import {
  type Field,
  fieldsOf,
  loose,
  type Piece,
  patternOf,
  plain,
  quoted,
  textOf,
} from './fields.js';
import { expandParameter } from './parameters.js';
import { expandPathname } from './pathnames.js';
import { expandTilde } from './tilde.js';
import { arithmetic } from './values.js';

const DEFAULT_IFS = ' \t\n';

/** What separates fields. */
export const separators = (shell: Shell): string => {
  const variable = shell.vars.find('IFS');
  return variable ? (variable.value ?? DEFAULT_IFS) : DEFAULT_IFS;
};

/** The text of a word in which there is nothing to expand. */
export function literalText({ parts }: Word): string | undefined {
  const [part, ...others] = parts;
  if (others.length > 0) return undefined;
  if (part?.type === 'Literal' || part?.type === 'SingleQuoted') return part.value;
  if (part?.type !== 'DoubleQuoted') return undefined;
  return part.parts.length === 0 ? '' : literalText({ type: 'Word', parts: part.parts });
}

/** Words with all expansions: braces, parameters, commands, arithmetic, fields, pathnames. */
export async function expandWords(shell: Shell, words: readonly Word[]): Promise<string[]> {
  const expanded: string[] = [];
  for (const word of words) {
    const text = literalText(word);
    if (text !== undefined) {
      expanded.push(text);
      continue;
    }
    for (const one of expandBraces(word)) {
      for (const field of await expandFields(shell, one)) {
        expanded.push(...(await expandPathname(shell, field)));
      }
    }
  }
  return expanded;
}

async function expandFields(shell: Shell, { parts }: Word): Promise<readonly Field[]> {
  return fieldsOf(await expandParts(shell, parts, false), separators(shell));
}

/** A word as one text: what is assigned, the word of `case`, the text of a here-document. */
export async function expandText(shell: Shell, word: Word): Promise<string> {
  return literalText(word) ?? textOf(await expandParts(shell, word.parts, false));
}

/** A word as a pattern; what is quoted in it stands for itself. */
export async function expandPattern(shell: Shell, { parts }: Word): Promise<string> {
  return patternOf(await expandParts(shell, parts, false));
}

/** The pieces of a word. `within` double quotes nothing is split. */
export async function expandParts(
  shell: Shell,
  parts: readonly WordPart[],
  within: boolean,
): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const part of parts) pieces.push(...(await expandPart(shell, part, within)));
  return pieces;
}

async function expandPart(
  shell: Shell,
  part: WordPart,
  within: boolean,
): Promise<readonly Piece[]> {
  switch (part.type) {
    case 'Literal':
      // What looks like a pattern outside quotes is a part of its own.
      return [quoted(part.value)];
    case 'Glob':
      return [within ? quoted(part.pattern) : plain(part.pattern)];
    case 'SingleQuoted':
    case 'Escaped':
      return [quoted(part.value)];
    case 'DoubleQuoted':
      if (part.parts.length === 0) return [quoted('')];
      return expandParts(shell, part.parts, true);
    case 'ParameterExpansion':
      return expandParameter(shell, part, within);
    case 'CommandSubstitution': {
      const text = await substituteCommand(shell, part.body);
      return [within ? quoted(text) : loose(text)];
    }
    case 'ArithmeticExpansion': {
      const text = String(await arithmetic(shell, part.expression.originalText ?? ''));
      return [within ? quoted(text) : loose(text)];
    }
    case 'TildeExpansion':
      return [quoted(expandTilde(shell, part.user))];
    case 'ProcessSubstitution':
      return [quoted(await openProcessSubstitution(shell, part))];
    case 'BraceExpansion': {
      // Only where braces are not expanded: what is assigned, patterns.
      const words = expandBraces({ type: 'Word', parts: [part] });
      const texts = await Promise.all(words.map((word) => expandText(shell, word)));
      return [quoted(texts.join(' '))];
    }
  }
}
