/** The log of one run of a program. */
import type { Clock } from '../../lib/clock.js';
import type { LogLevel } from '../../lib/log.js';
import { fatal } from './exit.js';
import { DESTINATIONS, LogLevels } from './log-levels.js';
import { formatLogged } from './log-pattern.js';

/**
 * Collects the messages for the console, which is part of standard error. Messages to other
 * destinations go nowhere, but they are counted, and the console shows the numbers.
 */
export class ProgramLog {
  readonly #clock: Clock;
  readonly #program: string;
  readonly #start: number;
  readonly #levels: LogLevels;
  #messages = 0;
  #console = '';

  constructor(clock: Clock, program: string, modules: readonly string[]) {
    this.#clock = clock;
    this.#program = program;
    this.#start = clock.now();
    this.#levels = new LogLevels(modules);
  }

  /** The text that the console has received so far. */
  get console(): string {
    return this.#console;
  }

  /** Logs a message of a module. */
  log(module: string, level: LogLevel, message: string): void {
    if (!DESTINATIONS.some((to) => this.#levels.admits(module, to, level))) return;
    this.#messages++;
    if (!this.#levels.admits(module, 'CONSOLE', level)) return;
    const time = this.#clock.now();
    const text = formatLogged(this.#levels.patterns.CONSOLE, {
      program: this.#program,
      module,
      level,
      number: this.#messages,
      time,
      running: time - this.#start,
      message,
    });
    this.#console += `${text}\n`;
  }

  /** Applies a specification of `--verbose`. @throws ToolExit if it is wrong. */
  configure(spec: string): void {
    const problem = this.#levels.configure(spec);
    if (problem !== undefined) fatal(`processing "${spec}": ${problem}`);
  }
}
