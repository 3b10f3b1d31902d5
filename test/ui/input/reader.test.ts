/** Tests the timing of keyboard input. */
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Token } from '../../../src/ui/input/keys.js';
import { Reader } from '../../../src/ui/input/reader.js';

let stdin: PassThrough;
let got: Token[];
let ended: boolean;
let reader: Reader;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  stdin = new PassThrough();
  got = [];
  ended = false;
  reader = new Reader(stdin, {
    onTokens: (tokens) => got.push(...tokens),
    onEnd: () => {
      ended = true;
    },
  });
  reader.start();
});
afterEach(() => {
  reader.stop();
  vi.useRealTimers();
});

/** Sends a chunk and waits until the reader has it. */
async function send(text: string): Promise<void> {
  stdin.write(text);
  await new Promise((resolve) => setImmediate(resolve));
}

it('waits for the rest of a sequence', async () => {
  await send('\x1b');
  vi.advanceTimersByTime(20);
  await send('[');
  vi.advanceTimersByTime(40);
  await send('A');
  expect(got).toEqual([{ kind: 'key', key: 'up' }]);
});

it('reports Escape if nothing follows', async () => {
  await send('\x1b');
  expect(got).toEqual([]);
  vi.advanceTimersByTime(50);
  await send('[A');
  expect(got).toEqual([
    { kind: 'key', key: 'escape' },
    { kind: 'text', text: '[A' },
  ]);
});

it('ends a paste whose end is missing', async () => {
  await send('\x1b[200~half');
  vi.advanceTimersByTime(29_000);
  expect(got).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(got).toEqual([{ kind: 'paste', text: 'half' }]);
});

it('reports that the terminal is gone', async () => {
  stdin.end();
  await new Promise((resolve) => setImmediate(resolve));
  expect(ended).toBe(true);
});
