/** Writes suggestions as the shell reads them, in the quotes that are open at the cursor. */
import type { Suggestion } from '../../tools/program/suggestion.js';
import type { Completion } from './complete.js';
import type { Quote, Word } from './scanned.js';

/** Returns the suggestions for `word` as texts to insert. */
export function placed(word: Word, suggestions: readonly Suggestion[]): Completion {
  const { starts, from } = place(word, suggestions);
  const candidates = suggestions.map((offer, i) => {
    const whole = starts[i] === 0;
    // More can follow the last part of a word in quotes, so they stay open.
    const open = offer.open === true || (!whole && word.quote !== '');
    return {
      text: whole ? wholeWord(word, offer) : ending(word, offer, from),
      ...(offer.help === undefined ? {} : { help: offer.help }),
      ...(open ? { open } : {}),
    };
  });
  return { from, candidates };
}

/** Returns where the suggestions start, in the word and in the input. */
function place(
  word: Word,
  suggestions: readonly Suggestion[],
): { readonly starts: readonly number[]; readonly from: number } {
  const starts = suggestions.map(({ start = 0 }) => start);
  const first = Math.min(...starts);
  return { starts, from: starts.length === 0 || first === 0 ? word.start : offsetOf(word, first) };
}

/** Returns the place in the input of the character at `index` of a word. */
const offsetOf = ({ offsets, end }: Word, index: number): number => offsets[index] ?? end;

const SAFE = /^[\w@%+=:,./^-]*$/;

/** Returns a suggestion for a whole word, in quotes if it needs them. */
function wholeWord({ quote }: Word, { text, open = false, phrase = false }: Suggestion): string {
  if (phrase) {
    const wanted = quote === '' ? "'" : quote;
    return wanted + escaped(text, wanted) + (open ? '' : wanted);
  }
  if (SAFE.test(text)) return text;
  return `'${escaped(text, "'")}${open ? '' : "'"}`;
}

/** Returns a suggestion for the end of a word, with the part of the word from `from` before it. */
function ending(word: Word, { text, start = 0 }: Suggestion, from: number): string {
  const index = word.offsets.indexOf(from);
  const before = index < 0 ? '' : word.text.slice(index, start);
  return escaped(before + text, word.quote);
}

function escaped(text: string, quote: Quote): string {
  switch (quote) {
    case "'":
      return text.replaceAll("'", `'\\''`);
    case '"':
      return text.replace(/["\\$`]/g, '\\$&');
    case '':
      return text.replace(/[^\w@%+=:,./^-]/g, '\\$&');
  }
}
