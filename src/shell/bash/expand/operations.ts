/** Applies `#`, `%`, `/`, `^` and `,` of `${...}` to texts. */
import type { OperationOf } from '../language/ast.js';
import type { Piece } from '../state/piece.js';
import { compilePattern } from './pattern.js';

/** `${x#pattern}`, `${x##pattern}`, `${x%pattern}`, `${x%%pattern}`. */
export function removeMatch(
  text: string,
  pattern: string,
  { from, longest }: Pick<OperationOf<'remove'>, 'from' | 'longest'>,
): string {
  const compiled = compilePattern(pattern);
  const wanted = longest ? 'longest' : 'shortest';
  return from === 'start' ? compiled.withoutStart(text, wanted) : compiled.withoutEnd(text, wanted);
}

/** `${x/pattern/replacement}` and its kinds. */
export function replaceMatches(
  text: string,
  pattern: string,
  replacement: (match: string) => string,
  { where }: Pick<OperationOf<'replace'>, 'where'>,
): string {
  if (pattern === '' && (where === 'first' || where === 'all')) return text;
  return compilePattern(pattern).replace(text, where, replacement);
}

/** Returns what a match is replaced with; an `&` outside quotes stands for the match. */
export function replacementOf(pieces: readonly Piece[]): (match: string) => string {
  return (match) =>
    pieces
      .map((piece) => {
        if (piece === 'break') return ' ';
        return piece.quoted ? piece.text : withMatch(piece.text, match);
      })
      .join('');
}

const withMatch = (text: string, match: string): string =>
  text.includes('&')
    ? text.replace(/\\([\\&])|&/g, (_, escaped: string | undefined) => escaped ?? match)
    : text;

/** `${x^}`, `${x^^}`, `${x,}`, `${x,,}`: changes the characters that match. */
export function changeCase(
  text: string,
  pattern: string,
  { direction, all }: Pick<OperationOf<'case'>, 'direction' | 'all'>,
): string {
  const compiled = compilePattern(pattern);
  const change = (char: string): string => {
    if (!compiled.matches(char)) return char;
    return direction === 'upper' ? char.toUpperCase() : char.toLowerCase();
  };
  if (all) return [...text].map(change).join('');
  const [first = ''] = text;
  return first === '' ? text : change(first) + text.slice(first.length);
}
