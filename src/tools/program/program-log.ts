import type { Clock } from '../../lib/clock.js';
import type { LogLevel } from '../../lib/log.js';
import { fatal } from './exit.js';
import { CONSOLE_PATTERN, formatLogged } from './log-pattern.js';

/** Most severe first; `OFF` lets nothing through. */
const LEVELS = ['OFF', 'EMER', 'ERR', 'WARN', 'INFO', 'DBG'] as const;
const DESTINATIONS = ['SYSLOG', 'CONSOLE', 'FILE'] as const;

/** The kinds of programs that the system's log tells apart. */
const FACILITIES: readonly string[] = [
  ...['kern', 'user', 'mail', 'daemon', 'auth', 'syslog', 'lpr', 'news', 'uucp', 'clock', 'ftp'],
  ...['ntp', 'audit', 'alert', 'clock2', 'local0', 'local1', 'local2', 'local3', 'local4'],
  ...['local5', 'local6', 'local7'],
];

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
  readonly #program: string;
  readonly #start: number;
  readonly #thresholds = new Map<string, Record<Destination, Threshold>>();
  #pattern = CONSOLE_PATTERN;
  #messages = 0;
  #console = '';

  /** A log for the given modules of a program. */
  constructor(clock: Clock, program: string, modules: readonly string[]) {
    this.#clock = clock;
    this.#program = program;
    this.#start = clock.now();
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
    const time = this.#clock.now();
    const text = formatLogged(this.#pattern, {
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

  /**
   * Changes what goes where, as `--verbose=SPEC` does. `spec` names at most one
   * module, one destination and one level, in any order; what it does not name
   * is all modules, all destinations and the lowest level. Or it says in which
   * form messages go somewhere, `PATTERN:DESTINATION:PATTERN`, or with which
   * facility to the system's log, `FACILITY:NAME`, which shows nowhere here.
   */
  configure(spec: string): void {
    const words = spec.split(/[ ,:\t]+/).filter((word) => word !== '');
    const complain = (problem: string): never => fatal(`processing "${spec}": ${problem}`);
    const first = words[0]?.toUpperCase();
    if (first === 'PATTERN') {
      this.#setPattern(spec, complain);
      return;
    }
    if (first === 'FACILITY') {
      const facility = /^[ ,:\t]*facility[ ,:\t]?(.*)$/is.exec(spec)?.[1] ?? '';
      if (!FACILITIES.includes(facility.toLowerCase())) complain('invalid facility');
      return;
    }

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

  #setPattern(spec: string, complain: (problem: string) => never): void {
    const found = /^[ ,:\t]*pattern[ ,:\t]+([^ ,:\t]+)[ ,:\t]?(.*)$/is.exec(spec);
    if (!found) complain('missing destination');
    const [, named = '', pattern = ''] = found ?? [];
    const destination = named.toUpperCase();
    if (destination === 'CONSOLE' || destination === 'ANY') this.#pattern = pattern;
    else if (!DESTINATIONS.some((name) => name === destination)) {
      complain(`unknown destination "${named}"`);
    }
  }
}
