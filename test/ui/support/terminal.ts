/** Runs a program in a pseudo-terminal, with an emulator that shows what it draws. */
import { createRequire } from 'node:module';
import type { IPty } from '@lydell/node-pty';
import type { Terminal as Emulator } from '@xterm/headless';

const require = createRequire(import.meta.url);

/** The reason why there are no pseudo-terminals here, or undefined. */
export const noPty: string | undefined = (() => {
  try {
    require('@lydell/node-pty');
    return undefined;
  } catch (error) {
    return `node-pty does not load on this platform: ${String(error)}`;
  }
})();

export interface Options {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Record<string, string>;
  readonly cwd?: string;
}

/** The timeout of each wait, in milliseconds. */
const LIMIT = 20_000;
/** The timeout once the program has ended, in milliseconds. */
const AFTER_EXIT = 1_000;

export class TestTerminal {
  readonly #pty: IPty;
  readonly #emulator: Emulator;
  /** Everything that the program sent. */
  raw = '';
  exitCode: number | undefined;
  signal: number | undefined;
  #unparsed = 0;

  constructor(command: readonly string[], options: Options = {}) {
    const { columns = 80, rows = 24, env = {}, cwd = process.cwd() } = options;
    const { spawn }: typeof import('@lydell/node-pty') = require('@lydell/node-pty');
    const { Terminal }: typeof import('@xterm/headless') = require('@xterm/headless');
    const [file = '', ...args] = command;
    this.#emulator = new Terminal({
      cols: columns,
      rows,
      scrollback: 150_000,
      allowProposedApi: true,
    });
    const { NO_COLOR: _, NODE_ENV: __, ...inherited } = process.env;
    this.#pty = spawn(file, args, {
      name: env['TERM'] ?? 'xterm-256color',
      cols: columns,
      rows,
      cwd,
      env: { ...inherited, CI: 'false', ...env },
    });
    this.#pty.onData((data) => {
      this.raw += data;
      this.#unparsed++;
      this.#emulator.write(data, () => this.#unparsed--);
    });
    // The emulator answers the program's queries.
    this.#emulator.onData((data) => this.#pty.write(data));
    this.#pty.onExit(({ exitCode, signal }) => {
      this.exitCode = exitCode;
      this.signal = signal;
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  kill(signal: string): void {
    this.#pty.kill(signal);
  }

  #rows(from: number, to: number): string[] {
    const { active } = this.#emulator.buffer;
    const rows: string[] = [];
    for (let y = from; y < to; y++)
      rows.push(active.getLine(y)?.translateToString(true).trimEnd() ?? '');
    while (rows.at(-1) === '') rows.pop();
    return rows;
  }

  /** The rows on the screen, without trailing empty ones. */
  get screen(): string[] {
    const { baseY } = this.#emulator.buffer.active;
    return this.#rows(baseY, baseY + this.#emulator.rows);
  }

  /** All rows, including those that scrolled away. */
  get everything(): string[] {
    return this.#rows(0, this.#emulator.buffer.active.length);
  }

  /** All lines as printed, with wrapped rows joined. */
  get lines(): string[] {
    const { active } = this.#emulator.buffer;
    const lines: string[] = [];
    for (let y = 0; y < active.length; y++) {
      const row = active.getLine(y);
      const next = active.getLine(y + 1);
      const text = row?.translateToString(next?.isWrapped !== true) ?? '';
      if (row?.isWrapped) lines.push((lines.pop() ?? '') + text);
      else lines.push(text);
    }
    while (lines.at(-1)?.trim() === '') lines.pop();
    return lines;
  }

  /** The screen with `|` where the cursor is, without the suggestion after it. */
  get screenWithCursor(): string[] {
    const { cursorX, cursorY } = this.#emulator.buffer.active;
    const rows = this.screen;
    while (rows.length <= cursorY) rows.push('');
    const row = (rows[cursorY] ?? '').padEnd(cursorX);
    const after = row.slice(cursorX + this.suggestion.length);
    rows[cursorY] = `${row.slice(0, cursorX)}|${after}`;
    return rows;
  }

  /** The dim text from the cursor to the end of its row, unless the whole row is dim. */
  get suggestion(): string {
    const { active } = this.#emulator.buffer;
    if (active.cursorX === 0) return '';
    const row = active.getLine(active.baseY + active.cursorY);
    let text = '';
    for (let x = active.cursorX; x < this.#emulator.cols; x++) {
      const cell = row?.getCell(x);
      if (!cell?.isDim()) break;
      text += cell.getChars();
    }
    return text;
  }

  /** Waits until `holds()` is true. Fails with the screen if it never is. */
  async until(what: string, holds: () => boolean): Promise<void> {
    const start = Date.now();
    while (!(this.#unparsed === 0 && holds())) {
      const over = this.exitCode !== undefined && Date.now() - start > AFTER_EXIT;
      if (over || Date.now() - start > LIMIT) {
        throw new Error(
          `never happened: ${what}; on the screen:\n${this.screenWithCursor.join('\n')}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Waits until a row of the screen matches. */
  async shows(row: string | RegExp): Promise<void> {
    const matches = (text: string): boolean =>
      typeof row === 'string' ? text === row : row.test(text);
    await this.until(`a row ${row}`, () => this.screenWithCursor.some(matches));
  }

  /** Waits until the last row that is not empty is this one, with `|` as the cursor. */
  async endsWith(row: string): Promise<void> {
    await this.until(`last row: ${row}`, () => this.screenWithCursor.at(-1) === row);
  }

  async exits(): Promise<number | undefined> {
    await this.until('the program ends', () => this.exitCode !== undefined);
    return this.exitCode;
  }

  /** Ends the program if it still runs. */
  dispose(): void {
    if (this.exitCode === undefined) this.#pty.kill('SIGKILL');
    this.#emulator.dispose();
  }
}
