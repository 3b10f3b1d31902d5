/** Formats bytes as lines in hexadecimal. */

const PER_LINE = 16;

/** Returns lines of 16 bytes with their offset, and optionally as text; mirrors `ds_put_hex_dump()`. */
export function hexDump(bytes: Uint8Array, ascii: boolean): string {
  return dump(bytes, (words, line) =>
    ascii ? `${words.padEnd(3 * PER_LINE)}|${printable(line)}|` : words.trimEnd(),
  );
}

/** Returns lines like {@link hexDump}, with the space at their ends; mirrors `ovs_hex_dump()`. */
export function streamHexDump(bytes: Uint8Array): string {
  return dump(bytes, (words) => words);
}

function dump(
  bytes: Uint8Array,
  format: (words: string, line: readonly number[]) => string,
): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += PER_LINE) {
    const line = [...bytes.subarray(start, start + PER_LINE)];
    const words = line.map(
      (byte, i) => byte.toString(16).padStart(2, '0') + (i === PER_LINE / 2 - 1 ? '-' : ' '),
    );
    text += `${start.toString(16).padStart(8, '0')}  ${format(words.join(''), line)}\n`;
  }
  return text;
}

const printable = (line: readonly number[]): string =>
  line
    .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
    .join('')
    .padEnd(PER_LINE);
