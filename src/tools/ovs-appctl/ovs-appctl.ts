/** `ovs-appctl`: questions to the programs in the background (`utilities/ovs-appctl.c`). */

import { getopt, type LongOption } from '../../lib/getopt.js';
import { helpEntry } from '../../lib/help-entry.js';
import { fatal, ToolExit } from '../program/exit.js';
import { ProgramLog } from '../program/program-log.js';
import { RUN_DIR } from '../program/sockets.js';
import { programVersion } from '../program/version.js';
import type { Tool, ToolContext, ToolResult } from '../tool.js';
import { ask, TARGETS, type Target } from './appctl-targets.js';
import { CommandError } from './target-command.js';

const NAME = 'ovs-appctl';

/** The words of a command line, sorted out. */
interface Request {
  target: string | undefined;
  executed: boolean;
}

interface AppctlOption extends LongOption {
  readonly help?: string;
  apply?(request: Request, value: string, log: ProgramLog): void;
}

const OPTIONS: readonly AppctlOption[] = [
  {
    name: 'target',
    short: 't',
    argument: 'required',
    help: 'the program to ask, ovs-vswitchd unless another one is named',
    apply: (request, value) => {
      if (request.target !== undefined) fatal('-t or --target may be specified only once');
      request.target = value;
    },
  },
  {
    name: 'execute',
    short: 'e',
    argument: 'none',
    apply: (request) => {
      if (request.executed) fatal('-e or --execute may be speciifed only once');
      request.executed = true;
    },
  },
  {
    name: 'help',
    short: 'h',
    argument: 'none',
    help: 'show this text',
    apply: () => {
      throw ToolExit.success(helpText());
    },
  },
  {
    name: 'option',
    short: 'o',
    argument: 'none',
    help: 'list the options for programs to read',
    apply: () => {
      throw ToolExit.success(optionsText());
    },
  },
  {
    name: 'version',
    short: 'V',
    argument: 'none',
    help: 'show the version',
    apply: () => {
      throw ToolExit.success(programVersion(NAME));
    },
  },
  { name: 'timeout', short: 'T', argument: 'required', help: 'accepted; answers come at once' },
  {
    name: 'verbose',
    short: 'v',
    argument: 'optional',
    help: 'set what is logged where',
    apply: (_, value, log) => log.configure(value),
  },
  { name: 'log-file', argument: 'optional' },
  { name: 'syslog-method', argument: 'optional' },
  { name: 'syslog-target', argument: 'required' },
];

const COLUMN = 25;

function helpText(): string {
  const options = OPTIONS.flatMap(({ name, short, argument, help }) =>
    help === undefined
      ? []
      : [helpEntry(`-${short}, --${name}${argument === 'none' ? '' : '=ARG'}`, help, COLUMN)],
  );
  const targets = TARGETS.map(({ name }) => `  ${name}\n`);
  return [
    `${NAME}: ask a program in the background\n`,
    `usage: ${NAME} [-t TARGET] COMMAND [ARG]...\n`,
    `\nTargets, each of which answers list-commands:\n${targets.join('')}`,
    `\nOptions:\n${options.join('')}`,
  ].join('');
}

function optionsText(): string {
  const argumentText = { none: '', required: 'ARG', optional: '[ARG]' };
  return OPTIONS.map(({ name, short, argument }) => {
    const value = argumentText[argument];
    const long = `--${name}${value === '' ? '' : `=${value}`}\n`;
    return short ? `${long}-${short} ${value}\n` : long;
  }).join('');
}

/** The target of this name. What is not there has no pid file, or no socket. */
function findTarget(name: string, log: ProgramLog): Target {
  const found = TARGETS.find((target) => target.name === name);
  if (found) return found;
  const problem = 'No such file or directory';
  if (name.startsWith('/')) return fatal(`cannot connect to "${name}" (${problem})`);
  const pidFile = `${RUN_DIR}/${name}.pid`;
  log.log('daemon_unix', 'WARN', `${pidFile}: open: ${problem}`);
  return fatal(`cannot read pidfile "${pidFile}" (${problem})`);
}

const endLine = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

function run(args: readonly string[], context: ToolContext): ToolResult {
  const log = new ProgramLog(context.clock, NAME, ['appctl', 'daemon_unix']);
  const result = (exitCode: number, stdout: string, stderr: string): ToolResult => ({
    stdout,
    stderr: log.console + stderr,
    exitCode,
  });
  const complain = (message: string) => (message === '' ? '' : `${NAME}: ${message}\n`);
  const request: Request = { target: undefined, executed: false };
  try {
    const { options, rest, error } = getopt(args, OPTIONS);
    for (const { option, value } of options) option.apply?.(request, value ?? '', log);
    if (error !== undefined) fatal(error);
    if (rest.length === 0) {
      fatal('at least one non-option argument is required (use --help for help)');
    }
    const target = findTarget(request.target ?? 'ovs-vswitchd', log);
    try {
      return result(0, endLine(ask(target, rest, context)), '');
    } catch (refusal) {
      if (!(refusal instanceof CommandError)) throw refusal;
      const answer = endLine(refusal.message);
      return result(2, '', answer + complain(`${target.name}: server returned an error`));
    }
  } catch (problem) {
    if (!(problem instanceof ToolExit)) throw problem;
    return result(problem.exitCode, problem.output, complain(problem.message));
  }
}

/** Targets after `-t`, and the commands of the target. */
function complete(words: readonly string[]): readonly string[] {
  const word = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const at = before.findIndex((text) => text === '-t' || text === '--target');
  const starting = (candidates: readonly string[]) =>
    candidates.filter((candidate) => candidate.startsWith(word));
  if (at >= 0 && at === before.length - 1) return starting(TARGETS.map(({ name }) => name));
  if (before.length > (at < 0 ? 0 : at + 2)) return [];
  if (word.startsWith('-')) return starting(OPTIONS.map(({ name }) => `--${name}`));
  const target = TARGETS.find(({ name }) => name === (before[at + 1] ?? 'ovs-vswitchd'));
  return starting(target?.commands.map(({ name }) => name) ?? []);
}

export const OVS_APPCTL: Tool = {
  name: NAME,
  summary: 'questions to the programs in the background',
  run,
  complete: (words) => complete(words),
};
