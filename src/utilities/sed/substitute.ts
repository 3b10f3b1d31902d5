/** Runs the `s` command of sed on a text. */
import type { Expression, Match } from '../regex/expression.js';
import { TextBuilder } from '../text-builder.js';
import { UtilityError } from '../utility.js';
import type { ReplacementPart, Substitution } from './commands.js';

/** The maximum length of a line, in characters. */
export const LONGEST_LINE = 64 * 2 ** 20;

/** Returns the changed text, or `undefined` if nothing matches. */
export function substitute(
  text: string,
  pattern: Expression,
  { replacement, global, number }: Substitution,
): string | undefined {
  const result = new TextBuilder();
  const add = (piece: string): void => {
    result.add(piece);
    if (result.length > LONGEST_LINE) throw new UtilityError('a line is too long', 4);
  };
  let copied = 0;
  let lastEnd = -1;
  let count = 0;
  let replaced = false;
  for (let at = 0; at <= text.length; ) {
    const match = pattern.match(text, at);
    if (!match) break;
    const isEmpty = match.end === match.start;
    if (isEmpty && match.start === lastEnd) {
      at = match.start + 1;
      continue;
    }
    lastEnd = match.end;
    at = isEmpty ? match.end + 1 : match.end;
    count += 1;
    if (count < number) continue;
    add(text.slice(copied, match.start));
    add(expand(replacement, match));
    copied = match.end;
    replaced = true;
    if (!global) break;
  }
  if (!replaced) return undefined;
  add(text.slice(copied));
  return result.text;
}

/** Returns the replacement for a match. */
function expand(parts: readonly ReplacementPart[], match: Match): string {
  const [only, ...others] = parts;
  if (!only) return '';
  if (others.length === 0 && only.kind === 'text') return only.text;
  let out = '';
  let all: 'U' | 'L' | 'E' = 'E';
  let next: 'u' | 'l' | undefined;
  for (const part of parts) {
    if (part.kind === 'case') {
      if (part.change === 'u' || part.change === 'l') next = part.change;
      else all = part.change;
      continue;
    }
    let text = part.kind === 'text' ? part.text : groupOf(match, part.group);
    if (text === '') continue;
    if (all !== 'E') text = all === 'U' ? text.toUpperCase() : text.toLowerCase();
    if (next !== undefined) {
      const first = next === 'u' ? text.charAt(0).toUpperCase() : text.charAt(0).toLowerCase();
      text = first + text.slice(1);
      next = undefined;
    }
    out += text;
  }
  return out;
}

const groupOf = (match: Match, group: number): string =>
  group === 0 ? match.text : (match.groups[group - 1] ?? '');
