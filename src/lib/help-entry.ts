/** How help texts lay out a term and what it means, so that they fit a screen of 80 columns. */

const WIDTH = 79;
const INDENT = 2;
/** What continues a long term stands further in than a term begins. */
const CONTINUED = 6;

/** The lines that `text` fills between the columns `indent` and {@link WIDTH}, words whole. */
function fill(text: string, indent: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || indent + last.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** A text of its own, its lines after the first `indent` columns in. */
export const helpParagraph = (text: string, indent = 0): string =>
  `${fill(text, indent).join(`\n${' '.repeat(indent)}`)}\n`;

/**
 * A term and its explanation: side by side, the latter from `column` on, or below each
 * other where the term is too long for that.
 */
export function helpEntry(term: string, text: string, column: number): string {
  const [first = '', ...others] = fill(text, column);
  const margin = ' '.repeat(column);
  const left = ' '.repeat(INDENT) + helpParagraph(term, CONTINUED).trimEnd();
  const fits = left.length < column - 1;
  const lines = [fits ? left.padEnd(column) + first : `${left}\n${margin}${first}`, ...others];
  return `${lines.join(`\n${margin}`)}\n`;
}
