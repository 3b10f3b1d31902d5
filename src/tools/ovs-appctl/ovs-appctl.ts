/** `ovs-appctl`, which sends commands to the programs in the background (`utilities/ovs-appctl.c`). */
import { commandsByName } from '../program/command-row.js';
import { type CompletionTables, completeWords } from '../program/complete.js';
import { fatal, ToolExit } from '../program/exit.js';
import { helpText, optionsText } from '../program/help-text.js';
import {
  applyOptions,
  HELP_OPTION,
  type Invocation,
  LOG_OPTIONS,
  OPTION_OPTION,
  type OptionRow,
  VERSION_OPTION,
} from '../program/option-row.js';
import type { ProgramLog } from '../program/program-log.js';
import { reviewWords } from '../program/review.js';
import { runProgram } from '../program/run-program.js';
import { RUN_DIR } from '../program/sockets.js';
import { programVersion } from '../program/version.js';
import type { Tool, ToolContext, ToolResult } from '../tool.js';
import { ask, TARGETS, type Target } from './appctl-targets.js';
import { TARGET_CHECKS, TARGET_VALUES } from './appctl-values.js';
import { CommandError } from './target-command.js';

const NAME = 'ovs-appctl';
const SUMMARY = 'send commands to the programs in the background';

interface Settings {
  target: string | undefined;
  executed: boolean;
}

const OPTIONS: readonly OptionRow<Invocation<Settings>>[] = [
  {
    name: 'target',
    short: 't',
    argument: 'required',
    argumentName: 'TARGET',
    help: 'send the command to TARGET (default: ovs-vswitchd)',
    values: TARGETS.map(({ name }) => name),
    apply: ({ settings }, value) => {
      if (settings.target !== undefined) fatal('-t or --target may be specified only once');
      settings.target = value;
    },
  },
  {
    name: 'execute',
    short: 'e',
    argument: 'none',
    apply: ({ settings }) => {
      if (settings.executed) fatal('-e or --execute may be speciifed only once');
      settings.executed = true;
    },
  },
  HELP_OPTION,
  OPTION_OPTION,
  VERSION_OPTION,
  {
    name: 'timeout',
    short: 'T',
    argument: 'required',
    argumentName: 'SECS',
    help: 'accepted without effect; answers arrive immediately',
  },
  ...LOG_OPTIONS,
];

const TEXTS = {
  help: () =>
    helpText({
      name: NAME,
      summary: SUMMARY,
      usage: ['[-t TARGET] COMMAND [ARG]...'],
      notes: [
        `Targets: ${TARGETS.map(({ name }) => name).join(', ')}. Each one lists its commands with list-commands.`,
      ],
      options: OPTIONS,
    }),
  version: () => programVersion(NAME),
  options: () => optionsText(OPTIONS),
};

/**
 * Returns the target with a name; otherwise ends the program, since there is no pid file or socket.
 */
function findTarget(name: string, log: ProgramLog): Target {
  const found = TARGETS.find((target) => target.name === name);
  if (found) return found;
  const problem = 'No such file or directory';
  if (name.startsWith('/')) {
    log.log('unixctl', 'WARN', `failed to connect to ${name}`);
    return fatal(`cannot connect to "${name}" (${problem})`);
  }
  const pidFile = `${RUN_DIR}/${name}.pid`;
  log.log('daemon_unix', 'WARN', `${pidFile}: open: ${problem}`);
  return fatal(`cannot read pidfile "${pidFile}" (${problem})`);
}

const endLine = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

function run(args: readonly string[], context: ToolContext): ToolResult {
  return runProgram(NAME, context, ({ log, print, printError }) => {
    const settings: Settings = { target: undefined, executed: false };
    const words = applyOptions(args, OPTIONS, { settings, log, texts: TEXTS });
    if (words.length === 0) {
      fatal('at least one non-option argument is required (use --help for help)');
    }
    const target = findTarget(settings.target ?? 'ovs-vswitchd', log);
    try {
      print(endLine(ask(target, words, context)));
      return undefined;
    } catch (refusal) {
      if (!(refusal instanceof CommandError)) throw refusal;
      printError(endLine(refusal.message));
      throw ToolExit.failure(`${target.name}: server returned an error`, 2);
    }
  });
}

/** Returns the tables of the target that `words` choose. */
function tablesFor(words: readonly string[]): CompletionTables {
  const chosen = words.slice(0, -1).flatMap((word, i, before) => {
    if (word === '-t' || word === '--target') return before[i + 1] ?? [];
    return /^(?:-t|--target=)(.+)$/.exec(word)?.[1] ?? [];
  });
  const name = chosen[0] ?? 'ovs-vswitchd';
  const target = TARGETS.find((candidate) => candidate.name === name);
  const commands = commandsByName([{ title: '', commands: target?.commands ?? [] }]);
  return { commands, options: OPTIONS, values: TARGET_VALUES, checks: TARGET_CHECKS };
}

export const OVS_APPCTL: Tool = {
  name: NAME,
  summary: SUMMARY,
  commandLists: TARGETS.map(({ name, commands }) => ({
    prefix: `${NAME} -t ${name}`,
    groups: [{ title: 'Commands', commands }],
  })),
  run,
  complete: (words, context) => completeWords(words, tablesFor(words), context),
  review: (words, context) => reviewWords(words, tablesFor(words), context),
};
