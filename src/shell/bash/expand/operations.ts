/** What `#`, `%`, `/`, `^` and `,` in `${...}` do to a text. */
import type { OperationOf } from '../language/ast.js';
import { patternRegExp, patternSource } from './pattern.js';

const EXTENDED = { extended: true };

/** `${x#pattern}`, `${x##pattern}`, `${x%pattern}`, `${x%%pattern}`. */
export function removeMatch(
  text: string,
  pattern: string,
  { side, greedy }: Pick<OperationOf<'PatternRemoval'>, 'side' | 'greedy'>,
): string {
  const whole = patternRegExp(pattern, EXTENDED);
  for (let i = 0; i <= text.length; i++) {
    const length = greedy ? text.length - i : i;
    const at = side === 'prefix' ? length : text.length - length;
    const [match, rest] =
      side === 'prefix' ? [text.slice(0, at), text.slice(at)] : [text.slice(at), text.slice(0, at)];
    if (whole.test(match)) return rest;
  }
  return text;
}

/** `${x/pattern/replacement}` and its kinds. */
export function replaceMatches(
  text: string,
  pattern: string,
  replacement: string,
  { all, anchor }: Pick<OperationOf<'PatternReplacement'>, 'all' | 'anchor'>,
): string {
  if (pattern === '' && anchor === null) return text;
  const source = `(?:${patternSource(pattern, EXTENDED)})`;
  const anchored = anchor === 'start' ? `^${source}` : anchor === 'end' ? `${source}$` : source;
  const matches = new RegExp(anchored, all ? 'gu' : 'u');
  return text.replace(matches, (match) =>
    match === '' && anchor === null && text !== '' ? '' : replacement,
  );
}

/** `${x^}`, `${x^^}`, `${x,}`, `${x,,}`: of the characters that match. */
export function changeCase(
  text: string,
  pattern: string,
  { direction, all }: Pick<OperationOf<'CaseModification'>, 'direction' | 'all'>,
): string {
  const matches = patternRegExp(pattern, EXTENDED);
  const change = (char: string): string => {
    if (!matches.test(char)) return char;
    return direction === 'upper' ? char.toUpperCase() : char.toLowerCase();
  };
  const [first, ...others] = [...text];
  if (first === undefined) return text;
  return change(first) + (all ? others.map(change) : others).join('');
}
