/** The levels and patterns of a program's log, which `--verbose` and `vlog/set` change. */
import type { LogLevel } from '../../lib/log.js';
import { CONSOLE_PATTERN, FILE_PATTERN, SYSLOG_PATTERN } from './log-pattern.js';

/** Most severe first. `OFF` admits no message. */
const LEVELS = ['OFF', 'EMER', 'ERR', 'WARN', 'INFO', 'DBG'] as const;
export const DESTINATIONS = ['SYSLOG', 'CONSOLE', 'FILE'] as const;

const FACILITIES: readonly string[] = [
  ...['kern', 'user', 'mail', 'daemon', 'auth', 'syslog', 'lpr', 'news', 'uucp', 'clock', 'ftp'],
  ...['ntp', 'audit', 'alert', 'clock2', 'local0', 'local1', 'local2', 'local3', 'local4'],
  ...['local5', 'local6', 'local7'],
];

export type Threshold = (typeof LEVELS)[number];
export type Destination = (typeof DESTINATIONS)[number];

/** The least severe level that a module sends to each destination. */
export type Thresholds = Record<Destination, Threshold>;

export const DEFAULT_THRESHOLDS: Readonly<Thresholds> = {
  SYSLOG: 'INFO',
  CONSOLE: 'WARN',
  FILE: 'INFO',
};

export class LogLevels {
  /** The modules, sorted by name. */
  readonly #names: readonly string[];
  readonly #initial: Thresholds;
  /** The thresholds that were set; there are none in most runs of a program. */
  readonly #changed = new Map<string, Thresholds>();
  readonly patterns: Record<Destination, string> = {
    SYSLOG: SYSLOG_PATTERN,
    CONSOLE: CONSOLE_PATTERN,
    FILE: FILE_PATTERN,
  };

  constructor(modules: readonly string[], initial = DEFAULT_THRESHOLDS) {
    this.#names = modules;
    this.#initial = initial;
  }

  get modules(): Iterable<readonly [name: string, thresholds: Readonly<Thresholds>]> {
    return this.#names.map((name) => [name, this.#thresholds(name)] as const);
  }

  hasModule(name: string): boolean {
    return this.#findModule(name) !== undefined;
  }

  /** True if messages of a module at `level` go to a destination. */
  admits(module: string, destination: Destination, level: LogLevel): boolean {
    return (
      this.#names.includes(module) &&
      LEVELS.indexOf(level) <= LEVELS.indexOf(this.#thresholds(module)[destination])
    );
  }

  /**
   * Applies a specification, like `vlog_set_levels_from_string()`. It names at most one module,
   * destination and level in any order, or is `PATTERN:DESTINATION:PATTERN` or `FACILITY:NAME`.
   *
   * @returns the error message for an invalid specification.
   */
  configure(spec: string): string | undefined {
    const words = spec.split(/[ ,:\t]+/).filter((word) => word !== '');
    const first = words[0]?.toUpperCase();
    if (first === 'PATTERN') return this.#setPattern(spec);
    if (first === 'FACILITY') {
      const facility = /^[ ,:\t]*facility[ ,:\t]?(.*)$/is.exec(spec)?.[1] ?? '';
      return FACILITIES.includes(facility.toLowerCase()) ? undefined : 'invalid facility';
    }

    let module: string | undefined;
    let destination: Destination | undefined;
    let level: Threshold | undefined;
    for (const word of words) {
      const upper = word.toUpperCase();
      const asDestination = DESTINATIONS.find((name) => name === upper);
      const asLevel = LEVELS.find((name) => name === upper);
      const asModule = this.#findModule(word);
      if (upper === 'ANY') continue;
      if (asDestination) {
        if (destination) return 'cannot specify multiple destinations';
        destination = asDestination;
      } else if (asLevel) {
        if (level) return 'cannot specify multiple levels';
        level = asLevel;
      } else if (asModule) {
        if (module) return 'cannot specify multiple modules';
        module = asModule;
      } else {
        return `no destination, level, or module "${word}"`;
      }
    }

    for (const name of module === undefined ? this.#names : [module]) {
      const thresholds = { ...this.#thresholds(name) };
      this.#changed.set(name, thresholds);
      for (const to of destination ? [destination] : DESTINATIONS) thresholds[to] = level ?? 'DBG';
    }
    return undefined;
  }

  #findModule(name: string): string | undefined {
    const lower = name.toLowerCase();
    return this.#names.includes(lower) ? lower : undefined;
  }

  #thresholds(module: string): Thresholds {
    return this.#changed.get(module) ?? this.#initial;
  }

  #setPattern(spec: string): string | undefined {
    const found = /^[ ,:\t]*pattern[ ,:\t]+([^ ,:\t]+)[ ,:\t]?(.*)$/is.exec(spec);
    if (!found) return 'missing destination';
    const [, name = '', pattern = ''] = found;
    const upper = name.toUpperCase();
    const chosen = DESTINATIONS.filter((to) => upper === 'ANY' || upper === to);
    if (chosen.length === 0) return `unknown destination "${name}"`;
    for (const to of chosen) this.patterns[to] = pattern;
    return undefined;
  }
}
