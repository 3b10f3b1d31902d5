/** Runs a command and shows its output, its duration and the shell's remarks. */
import { stripVTControlCharacters } from 'node:util';
import type { Remark } from '../shell/remark.js';
import type { ShellSession } from '../shell/session.js';
import { Pump, type PumpTarget } from './output/pump.js';
import { formatRemark } from './remarks.js';
import type { Painter } from './styles.js';
import { runningView, type Size } from './view/layout.js';
import { EMPTY_VIEW, type View } from './view/rows.js';

/** The time after which the screen shows that a command is running, in milliseconds. */
const PATIENCE = 250;

export interface RunnerOptions {
  readonly session: ShellSession;
  readonly display: PumpTarget;
  readonly paint: Painter;
  /** Returns the remarks of the shell since the last call. */
  readonly remarks: () => readonly Remark[];
}

export interface Outcome {
  readonly exitCode: number;
  /** True if the command leaves the shell. */
  readonly exit: boolean;
}

export class Runner {
  readonly #options: RunnerOptions;
  readonly #pump: Pump;
  #started = 0;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#pump = new Pump(options.display);
  }

  /** Runs a command and waits until its output is on the screen. */
  async run(command: string, signal: AbortSignal): Promise<Outcome> {
    const { session, display, paint, remarks } = this.#options;
    this.#started = performance.now();
    const sink = (text: string): void => this.#pump.write(text);
    let outcome: Outcome = { exitCode: 1, exit: false };
    let failure = '';
    try {
      outcome = await session.execute(command, { stdout: sink, stderr: sink }, signal);
    } catch (error) {
      failure = failureLine(error, paint);
    }
    await this.#pump.finish();
    display.print(failure);
    for (const remark of remarks()) display.print(formatRemark(remark, paint));
    return outcome;
  }

  /** Discards pending output after an interrupt. */
  interrupted(): void {
    this.#pump.discard();
    this.#pump.write('^C\n');
  }

  /** Returns the view to show below the command's output. */
  view(stopping: boolean): (size: Size) => View {
    const elapsed = performance.now() - this.#started;
    if (elapsed < PATIENCE && !stopping) return () => EMPTY_VIEW;
    const text = this.#pump.unfinished;
    return (size) => {
      const unfinished = stripVTControlCharacters(text.slice(-size.columns));
      return runningView({ elapsed, unfinished, stopping }, size);
    };
  }
}

/** Returns the line to print for an internal error. */
export function failureLine(error: unknown, paint: Painter): string {
  const message = error instanceof Error ? error.message : String(error);
  return `${paint('error', `internal error: ${message}`)}\n`;
}
