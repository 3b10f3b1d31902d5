/** Parses file modes such as `755` and `u+x,go=`. */

const CLASSES: Readonly<Record<string, number>> = { u: 0o700, g: 0o070, o: 0o007, a: 0o777 };
const PERMISSIONS: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111, X: 0o111 };
/** The bits that new files do not get. */
export const UMASK = 0o022;

const bitsOf = (letters: string, table: Readonly<Record<string, number>>): number =>
  [...letters].reduce((bits, letter) => bits | (table[letter] ?? 0), 0);

/** Returns the mode that `text` makes of `base`, or `undefined` if it is not a mode. */
export function parseMode(text: string, base: number): number | undefined {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8);
  let mode = base;
  for (const clause of text.split(',')) {
    const [, who = '', changes] = /^([ugoa]*)((?:[-+=][rwxX]*)+)$/.exec(clause) ?? [];
    if (changes === undefined) return undefined;
    const mask = who === '' ? 0o777 & ~UMASK : bitsOf(who, CLASSES);
    for (const [, sign, letters = ''] of changes.matchAll(/([-+=])([rwxX]*)/g)) {
      const bits = bitsOf(letters, PERMISSIONS) & mask;
      if (sign === '-') mode &= ~bits;
      else mode = (sign === '=' ? mode & ~mask : mode) | bits;
    }
  }
  return mode;
}
