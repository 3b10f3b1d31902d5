/** Text as the programs of the reference read and print it. */

const encoder = new TextEncoder();

/** The length in bytes, which is what column widths are counted in. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** The number at the front of `text` as `ovs_scan` with `%d` reads it: what follows it is not looked at. */
export function scanInteger(text: string): bigint | undefined {
  const digits = /^\s*([+-]?)(\d+)/.exec(text);
  if (!digits) return undefined;
  const value = BigInt(digits[2] ?? '');
  return BigInt.asIntN(64, digits[1] === '-' ? -value : value);
}

/** Words as one command line, quoted where they need it (`process_escape_args`). */
export function joinArguments(words: readonly string[]): string {
  return words
    .map((word) =>
      /[ \t\r\n\v\\'"]/.test(word) ? `"${word.replace(/[\\"]/g, (c) => `\\${c}`)}"` : word,
    )
    .join(' ');
}
