/** Commands that every program in the background has. Nothing reads the logs that they configure. */

import { DEFAULT_THRESHOLDS, DESTINATIONS, LogLevels } from '../../program/log-levels.js';
import { LOG_MODULES, type ProgramName } from '../../program/log-modules.js';
import type { ToolContext } from '../../tool.js';
import { CommandError, type TargetCommand } from '../target-command.js';
import { UNAVAILABLE } from './refused-commands.js';

/** The programs run without a console. */
const INITIAL = { ...DEFAULT_THRESHOLDS, CONSOLE: 'OFF' } as const;

/** Specifications that programs apply themselves when they start. */
const AT_START: Partial<Readonly<Record<ProgramName, readonly string[]>>> = {
  'ovn-northd': ['reconnect:syslog:warn', 'reconnect:file:warn'],
};

function levelsOf(program: ProgramName, { logLevels }: ToolContext): LogLevels {
  const known = logLevels.get(program);
  if (known !== undefined) return known;
  const levels = new LogLevels(LOG_MODULES[program], INITIAL);
  configure(levels, AT_START[program] ?? []);
  logLevels.set(program, levels);
  return levels;
}

/** Formats like `vlog_get_levels()`. */
function listLevels(levels: LogLevels): string {
  const lines = [...levels.modules].map(([module, { CONSOLE, SYSLOG, FILE }]) =>
    [module.padEnd(16), CONSOLE.padStart(6), SYSLOG.padStart(11), FILE.padStart(11)].join(''),
  );
  return [
    '                 console    syslog    file',
    '                 -------    ------    ------',
    ...lines,
    '',
  ].join('\n');
}

/** The prefix that the program itself adds to messages for the system log. */
const SYSLOG_PREFIX = '<%B> %D{%h %e %T} %E %A:';

/** Formats like `vlog_get_patterns()`. */
function listPatterns({ patterns }: LogLevels): string {
  const lines = DESTINATIONS.map((to) => {
    const prefix = to === 'SYSLOG' ? SYSLOG_PREFIX : 'none';
    return `${to.padEnd(8)} ${prefix.padEnd(33)} ${patterns[to]}`;
  });
  return [
    '         prefix                            format',
    '         ------                            ------',
    ...lines,
    '',
  ].join('\n');
}

function configure(levels: LogLevels, specs: readonly string[]): string {
  for (const spec of specs) {
    const problem = levels.configure(spec);
    if (problem !== undefined) throw new CommandError(problem);
  }
  return '';
}

/** Messages are never suppressed here, so only the names of the modules matter. */
function limitRate(levels: LogLevels, modules: readonly string[]): string {
  const isKnown = (name: string) => name.toUpperCase() === 'ANY' || levels.hasModule(name);
  if (!modules.every(isKnown)) throw new CommandError('unknown module');
  return '';
}

/** Returns the commands of a program. */
export function commonCommands(program: ProgramName): readonly TargetCommand[] {
  const command = (
    name: string,
    usage: string,
    run: (levels: LogLevels, args: readonly string[]) => string,
  ): TargetCommand => ({
    name,
    usage,
    run: (args, context) => run(levelsOf(program, context), args),
  });
  return [
    ...UNAVAILABLE.common,
    command('vlog/disable-rate-limit', '[module]...', limitRate),
    command('vlog/enable-rate-limit', '[module]...', limitRate),
    command('vlog/list', '', listLevels),
    command('vlog/list-pattern', '', listPatterns),
    command('vlog/reopen', '', () => ''),
    {
      ...command('vlog/set', 'spec...', configure),
      shownUsage: '{spec | PATTERN:destination:pattern}',
      values: { spec: LOG_MODULES[program].map((module) => `${module}:`) },
    },
  ];
}
