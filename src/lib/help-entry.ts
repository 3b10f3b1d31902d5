/** Layout of help texts for a screen of 80 columns. */

const WIDTH = 79;
const INDENT = 2;
/** The indentation of a long term's further lines. */
const CONTINUED = 6;

/** Breaks a text into lines between the columns `indent` and {@link WIDTH}. */
function fill(text: string, indent: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || indent + last.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** Formats a paragraph whose lines after the first are indented. */
export const helpParagraph = (text: string, indent = 0): string =>
  `${fill(text, indent).join(`\n${' '.repeat(indent)}`)}\n`;

/**
 * Formats a term and its explanation, which starts at `column`: on the same line, or on the next
 * one after a long term.
 */
export function helpEntry(term: string, text: string, column: number): string {
  const [first = '', ...others] = fill(text, column);
  const margin = ' '.repeat(column);
  const left = ' '.repeat(INDENT) + helpParagraph(term, CONTINUED).trimEnd();
  const fits = left.length < column - 1;
  const lines = [fits ? left.padEnd(column) + first : `${left}\n${margin}${first}`, ...others];
  return `${lines.join(`\n${margin}`)}\n`;
}
