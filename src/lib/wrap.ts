/** Breaks prose into lines that fit on a screen, at words and with a hanging indent. */

/** Returns the number of columns that a text takes. */
export type Measure = (text: string) => number;

/** The indentation of continued lines, on top of that of the first. */
const CONTINUED = 2;

/**
 * Returns `text` with each line that is wider than `columns` broken at spaces. Continued lines
 * start below the last column of a row such as `  name   description`, or else a little further to
 * the right than the first line. A word that is too long for a line is not broken.
 *
 * @param hang the indentation of continued lines, if it is not the usual one
 */
export function wrapLines(
  text: string,
  columns: number,
  { measure = lengthOf, hang }: { readonly measure?: Measure; readonly hang?: number } = {},
): string {
  return text
    .split('\n')
    .map((line) => (measure(line) <= columns ? line : wrapLine(line, columns, measure, hang)))
    .join('\n');
}

/**
 * Returns `text` with the lines of each paragraph joined, so that they can be wrapped again. A
 * paragraph is a run of lines without indentation.
 */
export const unwrapped = (text: string): string => text.replace(/^(\S.*)\n(?=\S)/gm, '$1 ');

const lengthOf: Measure = (text) => text.length;

function wrapLine(line: string, columns: number, measure: Measure, hang?: number): string {
  const margin = ' '.repeat(hang ?? usualHang(line, columns, measure));
  const lines: string[] = [];
  let last = '';
  // A word comes with the spaces before it, which are dropped at the start of a line.
  for (const [word] of line.matchAll(/\s*\S+/g)) {
    if (last.trim() === '' || measure(last + word) <= columns) {
      last += word;
      continue;
    }
    lines.push(last);
    last = margin + word.trimStart();
  }
  return [...lines, last].join('\n');
}

function usualHang(line: string, columns: number, measure: Measure): number {
  const [table = ''] = /^\s*\S.*\s{2,}(?=\S)/.exec(line) ?? [];
  const column = measure(table);
  if (column > 0 && column <= columns / 2) return column;
  const [indent = ''] = /^\s*/.exec(line) ?? [];
  return indent.length === 0 ? 0 : indent.length + CONTINUED;
}
