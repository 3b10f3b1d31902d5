/**
 * Completes at every cursor position of `positions.txt`. To add one, write `INPUT|` and run with
 * `-u`; read what was written before committing it.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scan } from '../../../src/shell/line/scan.js';
import type { Completion, ShellSession } from '../../../src/shell/session.js';
import { openNetwork } from './network.js';

const FILE = join(import.meta.dirname, 'positions.txt');
const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;
/** The most candidates that are listed one by one. */
const LISTED = 12;

/** A line of the file: `INPUT| -> CANDIDATES`, with one space before it. */
const POSITION = /^ (.*?)\|(?: -> .*)?$/;

const LINES = readFileSync(FILE, 'utf8').split('\n');
const INPUTS = LINES.flatMap((line) => POSITION.exec(line)?.[1] ?? []);

const folder = mkdtempSync(join(tmpdir(), 'positions-'));
let session: ShellSession;
beforeAll(async () => {
  session = await openNetwork(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

const completed = async (input: string) => {
  const text = input.replaceAll('\\n', '\n');
  return { text, ...(await session.complete(text, text.length)) };
};

/** Describes a completion: the text that is replaced, if any, and the candidates. */
function describeCompletion({ text, from, candidates }: Completion & { readonly text: string }) {
  if (candidates.length === 0) return 'nothing';
  const words = candidates.map((candidate) => candidate.text);
  const shown =
    words.length > LISTED ? [...words.slice(0, 3), '...', `${words.length} in all`] : words;
  const replaced = text.slice(from);
  return `${replaced === '' ? '' : `${replaced} => `}${shown.join('  ')}`.replace(UUID, 'UUID');
}

it('offers what belongs at each position', async () => {
  const found = await Promise.all(
    LINES.map(async (line) => {
      const input = POSITION.exec(line)?.[1];
      return input === undefined
        ? line
        : ` ${input}| -> ${describeCompletion(await completed(input))}`;
    }),
  );
  await expect(found.join('\n')).toMatchFileSnapshot(FILE);
});

it('has at least 300 positions', () => {
  expect(INPUTS.length).toBeGreaterThanOrEqual(300);
});

it('inserts words that the shell reads as they are meant', async () => {
  for (const input of INPUTS) {
    const { text, from, candidates } = await completed(input);
    const typed = scan(text);
    for (const candidate of candidates) {
      const after = scan(text.slice(0, from) + candidate.text);
      expect(after.last.words.map((word) => word.text)).toEqual(
        typed.last.words.map((word) => word.text),
      );
      if (typed.expected === 'variable') continue;
      expect(after.word.text.startsWith(typed.word.text), candidate.text).toBe(true);
      if (!candidate.open) expect(after.word.quote).toBe('');
    }
  }
});
