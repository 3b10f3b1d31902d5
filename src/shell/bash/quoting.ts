/** Quotes words so that a shell reads them back, in the forms that bash uses. */

/** Characters that are special to a shell. */
const SPECIAL = /[\s'"\\|&;()<>!{}*[\]?^$`]|(^|[=:])~|^#/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: the expression matches control characters
const UNPRINTABLE = /[\x00-\x08\x0b-\x1f\x7f]/;

const ANSI_C: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\x1b': '\\E',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  "'": "\\'",
};

/** Quotes a text as `'it'\''s'`. */
function singleQuoted(text: string): string {
  return text === "'" ? "\\'" : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Quotes a text as `$'a\nb'`. */
function ansiQuoted(text: string): string {
  const inner = [...text]
    .map((char) => {
      const named = ANSI_C[char];
      if (named) return named;
      return UNPRINTABLE.test(char) ? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}` : char;
    })
    .join('');
  return `$'${inner}'`;
}

/** Quotes a word as `set -x` does: only if it needs it. */
export function traceQuoted(word: string): string {
  if (word === '') return "''";
  if (UNPRINTABLE.test(word)) return ansiQuoted(word);
  return SPECIAL.test(word) ? singleQuoted(word) : word;
}

/** Quotes a text in any case, as `${x@Q}`, `set` and `alias` do. */
export function alwaysQuoted(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the expression matches control characters
  return /[\x00-\x1f\x7f]/.test(text) ? ansiQuoted(text) : singleQuoted(text);
}

/** Quotes a text in double quotes, as `declare -p` does. */
export function doubleQuoted(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the expression matches control characters
  if (/[\x00-\x08\x0b-\x1f\x7f]/.test(text) || text.includes('\n')) return ansiQuoted(text);
  return `"${text.replace(/[\\"$`]/g, '\\$&')}"`;
}

/** Quotes a word with backslashes, as `printf %q` does. */
export function backslashed(word: string): string {
  if (word === '') return "''";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the expression matches control characters
  if (/[\x00-\x1f\x7f]/.test(word)) return ansiQuoted(word);
  return word.replace(/[\s'"\\|&;()<>!{}*[\]?^$`,]|(?<=^|[=:])~|^#/g, '\\$&');
}
