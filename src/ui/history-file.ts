/**
 * Keeps entered lines on disk, one per row, with newlines as `
 * ` and backslashes as `\\`. Each line is appended in a single write, so concurrent shells lose
 * none. If the file cannot be read or written, there is no history.
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

  /** @param path the file, or undefined to keep no history */
  constructor(path: string | undefined) {
    this.#path = path;
  }

  /**
   * Returns the lines, oldest first and without duplicates. Shortens the file if it has grown too
   * long.
   */
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
      // The line is only kept in memory.
    }
  }
}

/** Replaces the file atomically. */
function replaceFile(path: string, lines: readonly string[]): void {
  const temporary = `${path}.${process.pid}`;
  try {
    writeFileSync(temporary, lines.map((line) => `${escaped(line)}\n`).join(''), { mode: 0o600 });
    renameSync(temporary, path);
  } catch {
    rmSync(temporary, { force: true });
  }
}
