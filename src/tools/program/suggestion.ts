/** Defines the words that completion offers. */

/** A text that can replace the word at the cursor, or the end of it. */
export interface Suggestion {
  readonly text: string;
  /** The offset in the word that it replaces from. Default: 0, the whole word. */
  readonly start?: number;
  /** Its meaning, in a few words. */
  readonly help?: string;
  /** True if the word goes on after it, as after `tag=`. */
  readonly open?: boolean;
  /** True if the word may contain blanks and needs quotes, as a match does. */
  readonly phrase?: boolean;
}

/** Stands for the names of files, which the shell knows. */
export const FILES: Suggestion = { text: '' };

/** Stands for the names of lessons, which the shell knows. */
export const LESSONS: Suggestion = { text: '' };

/** Returns true if the suggestion stands for names that the shell knows. */
export const isPlaceholder = (offer: Suggestion): boolean => offer === FILES || offer === LESSONS;

/** Returns the suggestions as objects. */
export const suggestion = (offer: string | Suggestion): Suggestion =>
  typeof offer === 'string' ? { text: offer } : offer;

/** Returns a suggestion for the end of a word, from `start` on. */
export const endingAt =
  (start: number) =>
  (offer: string | Suggestion): Suggestion => ({ ...suggestion(offer), start });

/** Returns the suggestions that continue `word`, without duplicates. */
export function continuing(word: string, offers: Iterable<Suggestion>): Suggestion[] {
  const found = new Map<string, Suggestion>();
  for (const offer of offers) {
    const { text, start = 0 } = offer;
    const whole = word.slice(0, start) + text;
    if (!isPlaceholder(offer) && (text === '' || !whole.startsWith(word))) continue;
    if (!found.has(whole)) found.set(whole, offer);
  }
  return [...found.values()];
}
