/** Brace expansion, which comes before all others: one word becomes several. */
import type { BraceExpansion, Word, WordPart } from '../language/ast.js';
import { LineError } from '../state/unwind.js';

/** More words than this are a mistake. */
const MAX_WORDS = 100_000;

/** The words that `word` stands for: itself, where it has no braces. */
export function expandBraces(word: Word): readonly Word[] {
  if (!word.parts.some(({ type }) => type === 'BraceExpansion')) return [word];
  let heads: WordPart[][] = [[]];
  for (const part of word.parts) {
    const choices = part.type === 'BraceExpansion' ? choicesOf(part) : [[part]];
    if (heads.length * choices.length > MAX_WORDS)
      throw new LineError('brace expansion: too many words');
    heads = heads.flatMap((head) => choices.map((choice) => [...head, ...choice]));
  }
  return heads.map((parts) => ({ type: 'Word', parts }));
}

const literal = (value: string): WordPart[] => [{ type: 'Literal', value }];

type Item = BraceExpansion['items'][number];
type Range = Extract<Item, { type: 'Range' }>;

const choicesOf = ({ items }: BraceExpansion): WordPart[][] =>
  items.flatMap((item) =>
    item.type === 'Range'
      ? range(item).map(literal)
      : expandBraces(item.word).map(({ parts }) => [...parts]),
  );

/** `{1..10..2}`, `{01..10}`, `{a..e}`. */
function range({ start, end, step, startStr, endStr }: Range): string[] {
  const letters = typeof start === 'string';
  const code = (limit: string | number): number =>
    typeof limit === 'string' ? (limit.codePointAt(0) ?? 0) : limit;
  const [from, to] = [code(start), code(end)];
  const by = Math.max(1, Math.abs(step ?? 1));
  const count = Math.floor(Math.abs(to - from) / by) + 1;
  if (count > MAX_WORDS) throw new LineError('brace expansion: too many words');
  const padded = [startStr, endStr].some((text) => /^-?0\d/.test(text ?? ''));
  const width = padded ? Math.max(startStr?.length ?? 0, endStr?.length ?? 0) : 0;
  return Array.from({ length: count }, (_, i) => {
    const value = from + (to < from ? -i : i) * by;
    if (letters) return String.fromCodePoint(value);
    return value < 0
      ? `-${String(-value).padStart(width - 1, '0')}`
      : String(value).padStart(width, '0');
  });
}
