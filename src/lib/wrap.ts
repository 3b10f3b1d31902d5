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

/** The width that texts are written for. */
const WRITTEN_FOR = 79;
/** The indentation from which on a line continues the description in the line before. */
const DEEP = 14;

/**
 * Returns a help text for a screen of this width. If that is narrower than what the text is written
 * for, the lines of paragraphs and descriptions are joined and broken again.
 */
export function reflowed(text: string, columns: number): string {
  if (columns >= WRITTEN_FOR) return text;
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const last = lines.at(-1);
    const indent = indentOf(line);
    const goesOn = last !== undefined && last !== '' && line !== '';
    if (goesOn && indent >= DEEP) {
      const isTerm = indentOf(last) < DEEP && !/\S {2,}\S/.test(last);
      lines[lines.length - 1] = `${last}${isTerm ? '  ' : ' '}${line.trimStart()}`;
    } else if (
      goesOn &&
      indent === 0 &&
      indentOf(last) === 0 &&
      !/:$/.test(last) &&
      !/^usage:/.test(line)
    ) {
      lines[lines.length - 1] = `${last} ${line}`;
    } else lines.push(line);
  }
  return wrapLines(lines.join('\n'), columns);
}

const indentOf = (line: string): number => /^ */.exec(line)?.[0].length ?? 0;

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
  const indent = indentOf(line);
  return indent === 0 ? 0 : Math.min(indent + CONTINUED, Math.floor(columns / 2));
}
