import type { Clock } from '../../lib/clock.js';
import type { LogLevel } from '../../lib/log.js';
import { fatal } from './exit.js';

/** Most severe first; `OFF` lets nothing through. */
const LEVELS = ['OFF', 'EMER', 'ERR', 'WARN', 'INFO', 'DBG'] as const;
const DESTINATIONS = ['SYSLOG', 'CONSOLE', 'FILE'] as const;

type Threshold = (typeof LEVELS)[number];
type Destination = (typeof DESTINATIONS)[number];

const admits = (threshold: Threshold, level: LogLevel) =>
  LEVELS.indexOf(level) <= LEVELS.indexOf(threshold);

/**
 * The log of one run of a program. Only its console is ever seen (it is part
 * of standard error), but messages to the other destinations count in the
 * numbers that stand before each message.
 */
export class ProgramLog {
  readonly #clock: Clock;
  readonly #thresholds = new Map<string, Record<Destination, Threshold>>();
  #messages = 0;
  #console = '';

  /** A log for the given modules of a program. */
  constructor(clock: Clock, modules: readonly string[]) {
    this.#clock = clock;
    for (const module of modules) {
      this.#thresholds.set(module, { SYSLOG: 'INFO', CONSOLE: 'WARN', FILE: 'INFO' });
    }
  }

  /** What the console has got so far. */
  get console(): string {
    return this.#console;
  }

  /** Logs a message of one of the modules. */
  log(module: string, level: LogLevel, message: string): void {
    const thresholds = this.#thresholds.get(module);
    if (!thresholds || !DESTINATIONS.some((to) => admits(thresholds[to], level))) return;
    this.#messages++;
    if (!admits(thresholds.CONSOLE, level)) return;
    const time = new Date(this.#clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    const number = String(this.#messages).padStart(5, '0');
    this.#console += `${time}|${number}|${module}|${level}|${message}\n`;
  }

  /**
   * Changes what goes where, as `--verbose=SPEC` does. `spec` names at most one
   * module, one destination and one level, in any order; what it does not name
   * is all modules, all destinations and the lowest level. Patterns and
   * facilities are accepted, and nothing here depends on them.
   */
  configure(spec: string): void {
    const words = spec.split(/[ ,:\t]+/).filter((word) => word !== '');
    const complain = (problem: string) => fatal(`processing "${spec}": ${problem}`);
    if (/^(pattern|facility)$/i.test(words[0] ?? '')) return;

    let module: string | undefined;
    let destination: Destination | undefined;
    let level: Threshold | undefined;
    for (const word of words) {
      const upper = word.toUpperCase();
      const asDestination = DESTINATIONS.find((name) => name === upper);
      const asLevel = LEVELS.find((name) => name === upper);
      const asModule = [...this.#thresholds.keys()].find((name) => name.toUpperCase() === upper);
      if (upper === 'ANY') continue;
      if (asDestination) {
        if (destination) complain('cannot specify multiple destinations');
        destination = asDestination;
      } else if (asLevel) {
        if (level) complain('cannot specify multiple levels');
        level = asLevel;
      } else if (asModule) {
        if (module) complain('cannot specify multiple modules');
        module = asModule;
      } else {
        complain(`no destination, level, or module "${word}"`);
      }
    }

    for (const [name, thresholds] of this.#thresholds) {
      if (module !== undefined && name !== module) continue;
      for (const to of destination ? [destination] : DESTINATIONS) thresholds[to] = level ?? 'DBG';
    }
  }
}
