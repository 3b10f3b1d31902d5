/**
 * Manages the terminal's modes and restores them no matter how the program ends. Writes
 * synchronously, because the event loop may be about to stop.
 */
import { writeSync } from 'node:fs';

const PASTE_ON = '\x1b[?2004h';
const PASTE_OFF = '\x1b[?2004l';
/** Ends an interrupted update and resets colours. */
const SETTLED = '\x1b[?2026l\x1b[0m';

/** The longest time that the stop signal may take to arrive, in milliseconds. */
const STOP_WAIT = 50;

const DEADLY_SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;

export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream & { readonly fd: number };
}

export class TerminalModes {
  readonly #terminal: Terminal;
  /** Returns the output to write before the terminal is released. */
  readonly #lastWords: () => string;
  readonly #onContinue: () => void;
  readonly #stop: () => void;
  #entered = false;
  /** Set while the terminal is released. */
  #away: NodeJS.Timeout | undefined;

  /** @param events.stop stops the program. Default: stops all processes of its job */
  constructor(
    terminal: Terminal,
    events: { lastWords: () => string; onContinue: () => void; stop?: () => void },
  ) {
    this.#terminal = terminal;
    this.#lastWords = events.lastWords;
    this.#onContinue = events.onContinue;
    // Stops npm and other parents, too.
    this.#stop = events.stop ?? (() => process.kill(0, 'SIGTSTP'));
  }

  /** Takes the terminal, and makes sure it is released again. */
  enter(): void {
    if (this.#entered) return;
    this.#entered = true;
    process.on('exit', this.#leave);
    // Runs before the default handler prints the error.
    process.on('uncaughtExceptionMonitor', this.#leave);
    for (const signal of DEADLY_SIGNALS) process.on(signal, this.#die);
    process.on('SIGCONT', this.#continue);
    this.#take();
  }

  /** Releases the terminal. */
  leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    clearTimeout(this.#away);
    this.#away = undefined;
    process.off('exit', this.#leave);
    process.off('uncaughtExceptionMonitor', this.#leave);
    for (const signal of DEADLY_SIGNALS) process.off(signal, this.#die);
    process.off('SIGCONT', this.#continue);
    this.#giveBack();
  }

  /** Releases the terminal and stops the program, as Control-Z does. */
  suspend(): void {
    if (process.platform === 'win32' || this.#away !== undefined) return;
    this.#giveBack();
    // Without job control the signal does nothing and SIGCONT never comes. Otherwise SIGCONT is
    // handled before an immediate.
    this.#away = setTimeout(() => setImmediate(this.#return), STOP_WAIT);
    this.#stop();
  }

  readonly #leave = (): void => this.leave();

  readonly #die = (signal: NodeJS.Signals): void => {
    this.leave();
    process.kill(process.pid, signal);
  };

  readonly #continue = (): void => {
    if (this.#away !== undefined) {
      this.#return();
      return;
    }
    if (!this.#entered) return;
    // Another process stopped the program. Raw mode may have changed since, while Node.js believes
    // it is set and would not set it again.
    this.#terminal.stdin.setRawMode(false);
    this.#take();
    this.#onContinue();
  };

  /** Takes the terminal again, exactly once: setting raw mode twice turns it off in between. */
  readonly #return = (): void => {
    if (this.#away === undefined || !this.#entered) return;
    clearTimeout(this.#away);
    this.#away = undefined;
    this.#take();
    this.#onContinue();
  };

  #take(): void {
    this.#terminal.stdin.setRawMode(true);
    this.#write(PASTE_ON);
  }

  #giveBack(): void {
    this.#write(`${this.#lastWords()}${SETTLED}${PASTE_OFF}`);
    try {
      this.#terminal.stdin.setRawMode(false);
    } catch {
      // The terminal is gone.
    }
  }

  #write(text: string): void {
    try {
      writeSync(this.#terminal.stdout.fd, text);
    } catch {
      // The terminal is gone or blocked, and there is no other place to report it.
    }
  }
}
