/**
 * The entered lines on disk, one a row: a newline within a line as `\n`, a
 * backslash as `\\`. Lines are appended in single writes, so that two shells at
 * once mix their lines and lose none. A history that cannot be read or written
 * is no reason to stop: there is none, then.
 */
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { HISTORY_LIMIT, historyOf, isWorthKeeping } from './editor/history.js';

const escaped = (line: string): string => line.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');

const unescaped = (row: string): string =>
  row.replace(/\\([\\n])/g, (_, char) => (char === 'n' ? '\n' : '\\'));

export class HistoryFile {
  readonly #path: string | undefined;

  /** @param path the file, or nothing for a history that is not kept. */
  constructor(path: string | undefined) {
    this.#path = path;
  }

  /** The lines, oldest first, each once. Shortens the file where it has grown too long. */
  load(): readonly string[] {
    const path = this.#path;
    if (path === undefined) return [];
    try {
      const rows = readFileSync(path, 'utf8').split('\n').filter(Boolean);
      const { entries } = historyOf(rows.map(unescaped));
      if (rows.length > 2 * HISTORY_LIMIT) replaceFile(path, entries);
      return entries;
    } catch {
      return [];
    }
  }

  append(line: string): void {
    if (this.#path === undefined || !isWorthKeeping(line)) return;
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      appendFileSync(this.#path, `${escaped(line)}\n`, { mode: 0o600 });
    } catch {
      // Kept in memory only.
    }
  }
}

/** Writes beside the file and renames, so that there is always a whole one. */
function replaceFile(path: string, lines: readonly string[]): void {
  const beside = `${path}.${process.pid}`;
  try {
    writeFileSync(beside, lines.map((line) => `${escaped(line)}\n`).join(''), { mode: 0o600 });
    renameSync(beside, path);
  } catch {
    rmSync(beside, { force: true });
  }
}
