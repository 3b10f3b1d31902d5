/** Undoes what word processors do to commands: curly quotes, long dashes, unusual spaces. */

const DOUBLE = /[\u201c-\u201f]/;
const SINGLE = /[\u2018-\u201b]/;
const SPACE = /[\u00a0\u2007\u202f]/;
const NOTHING = /[\u200b\u2060\ufeff]/;
const CHANGED = /[\u00a0\u2007\u2013\u2014\u2018-\u201f\u200b\u202f\u2060\ufeff]/;

/** Long dashes that stand for the hyphens of an option: one for a letter, two for a word. */
const DASHES = /(^|\s)[\u2013\u2014]{1,2}(?=([A-Za-z])(\w?))/g;

/**
 * Returns a command as it was before a word processor changed it. Inside straight quotes, a curly
 * quote of the same kind stays, because it cannot be meant to end them.
 */
export function straightened(command: string): string {
  if (!CHANGED.test(command)) return command;
  let quote = '';
  const text = command.replace(/[\s\S]/g, (char) => {
    if (SPACE.test(char)) return ' ';
    if (NOTHING.test(char)) return '';
    const curly = DOUBLE.test(char) ? '"' : SINGLE.test(char) ? "'" : '';
    if (curly !== '' && curly === quote) return char;
    if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = '';
    return curly || char;
  });
  return text.replace(DASHES, (_, space, _letter, more) => `${space}${more === '' ? '-' : '--'}`);
}
