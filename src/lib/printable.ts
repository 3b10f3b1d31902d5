/** Makes text from untrusted sources safe to print. */

/** C0 and C1 control characters, and those that change the direction or the lines of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be printed
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Returns `text` with each character that could steer a terminal written as `\xNN` or `\uNNNN`. */
export const printable = (text: string): string =>
  text.replace(UNPRINTABLE, (character) => {
    const hex = character.charCodeAt(0).toString(16);
    return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`;
  });

/** Returns `text` in {@link printable} form, cut to about `length` characters. */
export const excerpt = (text: string, length = 300): string =>
  printable(text.length > length ? `${text.slice(0, length)}...` : text);
