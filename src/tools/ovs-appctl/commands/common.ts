/**
 * Commands that every program in the background has. There are no log files and no
 * consoles, so that what is to go there does not matter.
 */
import type { TargetCommand } from '../target-command.js';
import { UNAVAILABLE } from './unavailable.js';

const MANY = Number.POSITIVE_INFINITY;

/** What log messages look like unless told otherwise. */
const PATTERNS = [
  '         prefix                            format',
  '         ------                            ------',
  'SYSLOG   <%B> %D{%h %e %T} %E %A:          ovs|%05N|%c%T|%p|%m',
  'CONSOLE  none                              %D{%Y-%m-%dT%H:%M:%SZ}|%05N|%c%T|%p|%m',
  'FILE     none                              %D{%Y-%m-%dT%H:%M:%S.###Z}|%05N|%c%T|%p|%m',
];

export const COMMON_COMMANDS: readonly TargetCommand[] = [
  ...UNAVAILABLE.common,
  { name: 'vlog/disable-rate-limit', usage: '[module]...', run: () => '' },
  { name: 'vlog/enable-rate-limit', usage: '[module]...', run: () => '' },
  {
    name: 'vlog/list-pattern',
    usage: '',
    run: () => PATTERNS.map((line) => `${line}\n`).join(''),
  },
  { name: 'vlog/reopen', usage: '', run: () => '' },
  {
    name: 'vlog/set',
    usage: '{spec | PATTERN:destination:pattern}',
    arity: [1, MANY],
    run: () => '',
  },
];
