/**
 * Represents arbitrary bytes as text without loss. A byte that is not part of valid UTF-8
 * becomes a lone low surrogate, U+DC80 to U+DCFF, and turns back into that byte when encoded.
 */

const ESCAPE = 0xdc00;
const ESCAPES = /[\udc80-\udcff]/;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Decodes bytes as UTF-8; other bytes become lone surrogates. */
export function decodeRaw(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeWithEscapes(bytes);
  }
}

function decodeWithEscapes(bytes: Uint8Array): string {
  const pieces: string[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      if (at > start) pieces.push(strict.decode(bytes.subarray(start, at)));
      pieces.push(String.fromCharCode(ESCAPE + (bytes[at] ?? 0)));
      start = at + 1;
    }
    at += Math.max(length, 1);
  }
  pieces.push(strict.decode(bytes.subarray(start)));
  return pieces.join('');
}

/** Returns the length of the UTF-8 sequence at `at`, or 0 if it is not valid. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  try {
    strict.decode(bytes.subarray(at, at + length));
    return at + length <= bytes.length ? length : 0;
  } catch {
    return 0;
  }
}

/** Encodes a text as bytes. Reverses `decodeRaw`. */
export function encodeRaw(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  return ESCAPES.test(text) ? encodeEscapes(text) : bytes;
}

function encodeEscapes(text: string): Uint8Array {
  const bytes = Buffer.allocUnsafe(3 * text.length);
  let length = 0;
  // With `u`, the class matches lone surrogates only.
  for (const piece of text.split(/([\udc80-\udcff]+)/u)) {
    const isEscaped = /^[\udc80-\udcff]/u.test(piece);
    if (!isEscaped) length += bytes.write(piece, length);
    else for (let i = 0; i < piece.length; i++) bytes[length++] = piece.charCodeAt(i) & 0xff;
  }
  return bytes.subarray(0, length);
}

/** Returns the number of bytes that `encodeRaw` makes of a text. */
export const rawLength = (text: string): number =>
  ESCAPES.test(text) ? encodeEscapes(text).length : Buffer.byteLength(text);

/** Decodes a string that holds one byte in each character. */
export const decodeLatin1 = (bytes: string): string =>
  /^[\0-\x7f]*$/.test(bytes) ? bytes : decodeRaw(Buffer.from(bytes, 'latin1'));

/** Encodes a text as a string that holds one byte in each character. */
export const encodeLatin1 = (text: string): string =>
  Buffer.from(encodeRaw(text)).toString('latin1');
