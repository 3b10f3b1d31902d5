/** Words written so that a shell reads them back, in the forms that bash has for it. */

/** Characters that mean something to a shell, wherever they stand. */
const SPECIAL = /[\s'"\\|&;()<>!{}*[\]?^$`]|(^|[=:])~|^#/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: this is about control characters
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

/** In single quotes: `'it'\''s'`. */
function singleQuoted(text: string): string {
  return text === "'" ? "\\'" : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** As `$'a\nb'`. */
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

/** A word as `set -x` shows it: in quotes only where it needs them. */
export function traceQuoted(word: string): string {
  if (word === '') return "''";
  if (UNPRINTABLE.test(word)) return ansiQuoted(word);
  return SPECIAL.test(word) ? singleQuoted(word) : word;
}

/** Always in quotes, as `${x@Q}` and the values of `set` and `alias` are. */
export function alwaysQuoted(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is about control characters
  return /[\x00-\x1f\x7f]/.test(text) ? ansiQuoted(text) : singleQuoted(text);
}

/** In double quotes, as `declare -p` shows values. */
export function doubleQuoted(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is about control characters
  if (/[\x00-\x08\x0b-\x1f\x7f]/.test(text) || text.includes('\n')) return ansiQuoted(text);
  return `"${text.replace(/[\\"$`]/g, '\\$&')}"`;
}

/** With backslashes, as `printf %q` writes words. */
export function backslashed(word: string): string {
  if (word === '') return "''";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is about control characters
  if (/[\x00-\x1f\x7f]/.test(word)) return ansiQuoted(word);
  return word.replace(/[\s'"\\|&;()<>!{}*[\]?^$`,]|(?<=^|[=:])~|^#/g, '\\$&');
}
