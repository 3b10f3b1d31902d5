/**
 * Makes command output safe for an interactive terminal. Colours and clearing the screen pass;
 * other sequences that move the cursor, change modes or talk to the terminal are removed.
 */

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: this is about control characters
const SUSPECT = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/;
const CLEAR = /(?:\x1b\[H|\x1b\[[23]J){2,}/;
const SGR = /\x1b\[[\d;:]*m/;
const CSI = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?/;
/** Strings for the terminal: titles, clipboard, device control. */
const STRING = /\x1b[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)?/;
const OTHER_ESCAPE = /\x1b[ -/]*[0-~]?/;
const CARRIAGE_RETURN = /\r+\n/;
const CONTROL = /[\x00-\x06\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: this is about control characters

const PATTERN = new RegExp(
  [
    `(?<clear>${CLEAR.source})`,
    `(?<sgr>${SGR.source})`,
    `(?<lineEnd>${CARRIAGE_RETURN.source})`,
    ...[CSI, STRING, OTHER_ESCAPE, CONTROL].map((pattern) => pattern.source),
  ].join('|'),
  'g',
);

/** Moves to the top left corner and erases the screen. */
export const CLEAR_SCREEN = '\x1b[H\x1b[2J';
const PLAIN_LOOK = '\x1b[0m';

/** Returns `text` with only those sequences that set colours or clear the screen. */
export function printable(text: string): string {
  if (!SUSPECT.test(text)) return text;
  let coloured = false;
  const clean = text.replace(PATTERN, (match, clear, sgr, lineEnd) => {
    if (clear !== undefined) return CLEAR_SCREEN;
    if (lineEnd !== undefined) return '\n';
    if (sgr === undefined) return '';
    coloured = true;
    return match;
  });
  return coloured ? clean + PLAIN_LOOK : clean;
}
