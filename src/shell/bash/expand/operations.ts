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

/** Returns the replacement of a match, which an `&` outside quotes is replaced with. */
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
  pattern: string | undefined,
  { direction, all }: Pick<OperationOf<'case'>, 'direction' | 'all'>,
): string {
  const compiled = pattern === undefined ? undefined : compilePattern(pattern);
  const changed = new Map<string, string>();
  const change = (char: string): string => {
    const known = changed.get(char);
    if (known !== undefined) return known;
    const other = direction === 'upper' ? char.toUpperCase() : char.toLowerCase();
    // Skips conversions that yield two characters, as for the German sharp s.
    const fits = other.length === char.length && (compiled?.matches(char) ?? true);
    changed.set(char, fits ? other : char);
    return fits ? other : char;
  };
  if (all) return text.replace(/[\s\S]/gu, change);
  const [first = ''] = text;
  return first === '' ? text : change(first) + text.slice(first.length);
}
