/** Rewrites parts of a match that span several tokens: ranges, and a mix of `&&` and `||`. */
import type { Edit, Piece } from './pieces.js';

/** Returns the edit that turns `field == 22..80` (or `22-80`, `22:80`) into a range. */
export function rangeAround(match: string, pieces: readonly Piece[], at: number): Edit | undefined {
  const start = pieces[at]?.start ?? match.length;
  // The parser gives up at the first number or behind it.
  for (const first of [pieces[at], pieces[at - 1]]) {
    if (first === undefined) continue;
    const name = pieces[pieces.indexOf(first) - 2];
    const operator = pieces[pieces.indexOf(first) - 1];
    const [all, low, high] =
      /^(\d+)\s*(?:\.\.|-|:)\s*(\d+)(?![\w.:])/.exec(match.slice(first.start)) ?? [];
    if (all === undefined || operator?.text !== '==' || name?.token.type !== 'identifier') continue;
    const end = Math.max(first.start + all.length, start);
    return { start: name.start, end, text: `${low} <= ${name.text} <= ${high}` };
  }
  return undefined;
}

/**
 * Returns the edit that puts parentheses around what `&&` joins, in the group of parentheses where
 * the token `at` is.
 */
export function parenthesized(
  match: string,
  pieces: readonly Piece[],
  at: number,
): Edit | undefined {
  let depth = 0;
  let first = at - 1;
  for (; first >= 0; first--) {
    const { text = '' } = pieces[first] ?? {};
    if (text === ')') depth += 1;
    if (text === '(' && depth-- === 0) break;
  }
  const start = pieces[first + 1]?.start;
  if (start === undefined) return undefined;
  const runs: { from: number; joined: boolean }[] = [{ from: start, joined: false }];
  const out: string[] = [];
  const close = (end: number): void => {
    const run = runs.at(-1);
    if (run === undefined) return;
    const text = match.slice(run.from, end).trim();
    out.push(run.joined ? `(${text})` : text);
  };
  depth = 0;
  let end = match.trimEnd().length;
  for (const { text, start: place, end: after } of pieces.slice(first + 1)) {
    if (text === '(') depth += 1;
    if (text === ')' && depth-- === 0) {
      end = place;
      break;
    }
    if (depth > 0) continue;
    const run = runs.at(-1);
    if (text === '&&' && run) run.joined = true;
    if (text !== '||') continue;
    close(place);
    runs.push({ from: after, joined: false });
  }
  close(end);
  return { start, end, text: out.join(' || ') };
}
