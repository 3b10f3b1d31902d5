/**
 * The one owner of the terminal's modes. Whatever ends the program, the terminal
 * gets back what it had, at once and not through the event loop, which may be
 * about to stop.
 */
import { writeSync } from 'node:fs';

const PASTE_ON = '\x1b[?2004h';
const PASTE_OFF = '\x1b[?2004l';
/** Ends an update that was cut short, and its colours. */
const SETTLED = '\x1b[?2026l\x1b[0m';

/** How long it may take until the signal to stop has stopped this program, in milliseconds. */
const STOP_WAIT = 50;

const DEADLY_SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;

export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream & { readonly fd: number };
}

export class TerminalModes {
  readonly #terminal: Terminal;
  /** What to write before the terminal is given back. */
  readonly #lastWords: () => string;
  readonly #onContinue: () => void;
  readonly #stop: () => void;
  #entered = false;
  /** Set from the moment that the terminal is given away until it is taken again. */
  #away: NodeJS.Timeout | undefined;

  /** @param events.stop stops the program; by default all processes of its job. */
  constructor(
    terminal: Terminal,
    events: { lastWords: () => string; onContinue: () => void; stop?: () => void },
  ) {
    this.#terminal = terminal;
    this.#lastWords = events.lastWords;
    this.#onContinue = events.onContinue;
    // What started this program has to stop too.
    this.#stop = events.stop ?? (() => process.kill(0, 'SIGTSTP'));
  }

  /** Takes the terminal, and sees to it that it is given back. */
  enter(): void {
    if (this.#entered) return;
    this.#entered = true;
    process.on('exit', this.#leave);
    // Before the default handler prints the error.
    process.on('uncaughtExceptionMonitor', this.#leave);
    for (const signal of DEADLY_SIGNALS) process.on(signal, this.#die);
    process.on('SIGCONT', this.#continue);
    this.#take();
  }

  /** Gives the terminal back. */
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

  /** Stops the program as Control-Z does, with the terminal as it was meanwhile. */
  suspend(): void {
    if (process.platform === 'win32' || this.#away !== undefined) return;
    this.#giveBack();
    // Without job control the signal does nothing, and none comes to continue. Where one
    // comes it is heard before what waits for an immediate.
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
    // Somebody else stopped the program. Whoever had the terminal meanwhile may have changed
    // a mode that Node believes to be set, and would not set again.
    this.#terminal.stdin.setRawMode(false);
    this.#take();
    this.#onContinue();
  };

  /** Takes the terminal again, once: raw mode that is set twice is off in between. */
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
      // The terminal is gone, or takes nothing more: there is nobody to tell.
    }
  }
}
