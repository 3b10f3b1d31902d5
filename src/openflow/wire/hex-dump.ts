/** Bytes as people read them. */

const PER_LINE = 16;

/**
 * Lines of 16 bytes each in hexadecimal, with their offset before them; `ascii`
 * tells whether what they are as text stands behind.
 */
export function hexDump(bytes: Uint8Array, ascii: boolean): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += PER_LINE) {
    const line = [...bytes.subarray(start, start + PER_LINE)];
    const words = line.map(
      (byte, i) => byte.toString(16).padStart(2, '0') + (i === PER_LINE / 2 - 1 ? '-' : ' '),
    );
    const hex = words.join('');
    const shown = ascii ? `${hex.padEnd(3 * PER_LINE)}|${printable(line)}|` : hex.trimEnd();
    text += `${start.toString(16).padStart(8, '0')}  ${shown}\n`;
  }
  return text;
}

const printable = (line: readonly number[]): string =>
  line
    .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
    .join('')
    .padEnd(PER_LINE);
