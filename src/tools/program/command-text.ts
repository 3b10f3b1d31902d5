/** Formats command lines for logs and messages. */

/** Joins words into one command line, quoting like `process_escape_args()`. */
export function joinArguments(words: readonly string[]): string {
  return words
    .map((word) =>
      /[ \t\r\n\v\\'"]/.test(word) ? `"${word.replace(/[\\"]/g, (c) => `\\${c}`)}"` : word,
    )
    .join(' ');
}
