/** Tests how the standard input of the process becomes text. */
import { describe, expect, it } from 'vitest';
import { textOf } from '../../src/cli/standard-input.js';
import { encodeRaw } from '../../src/lib/raw-text.js';

const TEXT = 'aé€😀\udcff\udce2\n';

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(read: () => Promise<string | undefined>): Promise<string> {
  let text = '';
  for (let part = await read(); part !== undefined; part = await read()) text += part;
  return text;
}

describe('standard input', () => {
  it.each([1, 2, 3, 4, 5, 100])('keeps characters whole in chunks of %i bytes', async (size) => {
    const read = textOf(chunksOf(encodeRaw(TEXT), size), new AbortController().signal);
    expect(await all(read)).toBe(TEXT);
    expect(await read()).toBeUndefined();
  });

  it('ends when it is interrupted', async () => {
    const stop = new AbortController();
    const never: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }),
    };
    const text = textOf(never, stop.signal)();
    stop.abort();
    expect(await text).toBeUndefined();
  });

  it('is empty if it cannot be read', async () => {
    const broken: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('EISDIR')) }),
    };
    expect(await textOf(broken, new AbortController().signal)()).toBeUndefined();
  });
});
