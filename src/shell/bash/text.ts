/** Splits texts into characters; one outside the basic plane is two units of a string. */

/** A text by its characters. */
export type Characters = string | readonly string[];

const SURROGATES = /[\ud800-\udfff]/;

/** The last text without such characters, cached because loops often take one text apart. */
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
