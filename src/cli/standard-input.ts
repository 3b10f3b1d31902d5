/** Reads the standard input of this process for the commands of a script. */
import { decodeRaw } from '../lib/raw-text.js';

const END = { done: true } as const;

/**
 * Returns a function that reads the next text of a stream, or undefined at its end. Nothing is read
 * before it is first called.
 *
 * @param signal ends the input when it is aborted
 */
export function textOf(
  stream: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): () => Promise<string | undefined> {
  let chunks: AsyncIterator<Uint8Array> | undefined;
  const aborted = new Promise<typeof END>((resolve) => {
    signal.addEventListener('abort', () => resolve(END), { once: true });
  });
  let begun: Uint8Array = new Uint8Array();
  return async () => {
    chunks ??= stream[Symbol.asyncIterator]();
    // Input that cannot be read, such as a folder, is empty.
    const next = await Promise.race([chunks.next().catch(() => END), aborted]);
    if (next.done) {
      const rest = begun;
      begun = new Uint8Array();
      return rest.length === 0 ? undefined : decodeRaw(rest);
    }
    const bytes = Buffer.concat([begun, next.value]);
    const end = bytes.length - unfinished(bytes);
    begun = bytes.subarray(end);
    return decodeRaw(bytes.subarray(0, end));
  };
}

/** Returns the number of bytes at the end that begin a character of UTF-8 but do not end it. */
function unfinished(bytes: Uint8Array): number {
  for (let count = 1; count <= Math.min(3, bytes.length); count++) {
    const byte = bytes[bytes.length - count] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return count < length ? count : 0;
    }
  }
  return 0;
}
