/** Divides texts into characters, where one outside the first plane is two units of a string. */

/** A text by its characters. */
export type Characters = string | readonly string[];

const SURROGATES = /[\ud800-\udfff]/;

/** The last text that had none of those characters: loops look at one text many times. */
let plain = '';

export function charactersOf(text: string): Characters {
  if (text === plain) return text;
  if (SURROGATES.test(text)) return [...text];
  plain = text;
  return text;
}

/** Returns the text between two places. */
export const sliced = (characters: Characters, start: number, end?: number): string =>
  typeof characters === 'string'
    ? characters.slice(start, end)
    : characters.slice(start, end).join('');
