/** Expands braces, before all other expansions: one word becomes several. */
import type { WordPart } from '../language/ast.js';
import { LineError } from '../state/unwind.js';

/** The maximum number of words; more are assumed to be a mistake. */
const MAX_WORDS = 100_000;

const SEQUENCE = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/;

type Parts = readonly WordPart[];

/** An element of an unexpanded word: a character of text, or another part. */
type Token = string | Exclude<WordPart, { type: 'literal' }>;

/** Returns the words that a word with braces expands to. */
export function expandBraces(parts: Parts): readonly Parts[] {
  if (!parts.some((part) => part.type === 'literal' && part.text.includes('{'))) return [parts];
  const tokens = parts.flatMap((part): Token[] =>
    part.type === 'literal' ? [...part.text] : [part],
  );
  return expand(tokens).map(partsOf);
}

function partsOf(tokens: readonly Token[]): Parts {
  const parts: WordPart[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') parts.push({ type: 'literal', text });
    text = '';
  };
  for (const token of tokens) {
    if (typeof token === 'string') text += token;
    else {
      flush();
      parts.push(token);
    }
  }
  flush();
  return parts;
}

/** The positions of a pair of braces and of the commas between them. */
interface Braces {
  readonly start: number;
  readonly end: number;
  readonly commas: readonly number[];
}

function expand(tokens: readonly Token[]): Token[][] {
  let heads: Token[][] = [[]];
  let from = 0;
  const add = (choices: readonly Token[][]) => {
    if (heads.length * choices.length > MAX_WORDS) {
      throw new LineError('brace expansion: too many words');
    }
    heads = heads.flatMap((head) => choices.map((choice) => [...head, ...choice]));
  };
  for (const braces of findBraces(tokens)) {
    if (braces.start < from) continue;
    const choices = choicesOf(tokens, braces);
    if (!choices) continue;
    add([tokens.slice(from, braces.start)]);
    add(choices);
    from = braces.end + 1;
  }
  add([tokens.slice(from)]);
  return heads;
}

/** Returns all pairs of braces, in the order of their starts. */
function findBraces(tokens: readonly Token[]): Braces[] {
  const found: Braces[] = [];
  const open: { start: number; commas: number[] }[] = [];
  for (const [i, token] of tokens.entries()) {
    if (token === '{') open.push({ start: i, commas: [] });
    else if (token === ',') open.at(-1)?.commas.push(i);
    else if (token === '}') {
      const braces = open.pop();
      if (braces) found.push({ ...braces, end: i });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Returns the expansion of a pair of braces; undefined if they are literal. */
function choicesOf(
  tokens: readonly Token[],
  { start, end, commas }: Braces,
): Token[][] | undefined {
  if (commas.length > 0) {
    const bounds = [start, ...commas, end];
    return bounds.slice(1).flatMap((to, i) => expand(tokens.slice((bounds[i] ?? 0) + 1, to)));
  }
  const inner = tokens.slice(start + 1, end);
  if (!inner.every((token) => typeof token === 'string')) return undefined;
  return sequence(inner.join(''))?.map((text) => [text]);
}

/** Returns the elements of `1..10..2`, `01..10` or `a..e`. */
function sequence(text: string): string[] | undefined {
  const [, start, end, increment = '1'] = SEQUENCE.exec(text) ?? [];
  if (start === undefined || end === undefined) return undefined;
  const letters = /[A-Za-z]/.test(start);
  if (letters !== /[A-Za-z]/.test(end)) return undefined;
  const code = (limit: string): number => (letters ? (limit.codePointAt(0) ?? 0) : Number(limit));
  const [from, to] = [code(start), code(end)];
  const by = Math.max(1, Math.abs(Number(increment)));
  const count = Math.floor(Math.abs(to - from) / by) + 1;
  if (count > MAX_WORDS) throw new LineError('brace expansion: too many words');
  const padded = [start, end].some((limit) => /^-?0\d/.test(limit));
  const width = padded ? Math.max(start.length, end.length) : 0;
  return Array.from({ length: count }, (_, i) => {
    const value = from + (to < from ? -i : i) * by;
    if (letters) return String.fromCodePoint(value);
    return value < 0
      ? `-${String(-value).padStart(width - 1, '0')}`
      : String(value).padStart(width, '0');
  });
}
