/** Tests the history file. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HISTORY_LIMIT } from '../../src/ui/editor/history.js';
import { HistoryFile } from '../../src/ui/history-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'history-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const written = (path: string, lines: readonly string[]): HistoryFile => {
  const file = new HistoryFile(path);
  for (const line of lines) file.append(line);
  return file;
};

it('keeps the lines readable, for the owner only, in a folder that it creates', () => {
  const path = join(folder, 'state', 'history');
  written(path, ['ovn-nbctl show', "echo 'a\nb'", 'printf \\n', ' hidden', '']);
  expect(readFileSync(path, 'utf8')).toBe("ovn-nbctl show\necho 'a\\nb'\nprintf \\\\n\n");
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it('returns the lines that it was given', () => {
  let count = 0;
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', '\\', 'n', '\n', "'") })),
      (lines) => {
        const file = written(join(folder, String(count++)), lines);
        const kept = lines.filter((line) => line.trim() !== '');
        expect(file.load()).toEqual(kept.filter((line, i) => kept.lastIndexOf(line) === i));
      },
    ),
    { numRuns: 50 },
  );
});

it('does not grow without bound', () => {
  const path = join(folder, 'history');
  const lines = Array.from({ length: 2 * HISTORY_LIMIT + 1 }, (_, i) => `line ${i}`);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  const newest = lines.slice(-HISTORY_LIMIT);
  expect(new HistoryFile(path).load()).toEqual(newest);
  expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toEqual(newest);
});

it('is empty if there is no file, or a folder, or nothing to read', () => {
  const isFolder = join(folder, 'folder');
  mkdirSync(isFolder);
  const locked = join(folder, 'locked', 'history');
  mkdirSync(join(folder, 'locked'));
  chmodSync(join(folder, 'locked'), 0);
  for (const path of [undefined, join(folder, 'none'), isFolder, locked, '/dev/null/history']) {
    const file = new HistoryFile(path);
    file.append('line');
    if (path !== join(folder, 'none') && path !== locked) expect(file.load()).toEqual([]);
  }
  chmodSync(join(folder, 'locked'), 0o700);
  expect(existsSync(join(folder, 'none'))).toBe(true);
});
