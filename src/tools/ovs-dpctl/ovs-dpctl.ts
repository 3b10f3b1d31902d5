/**
 * `ovs-dpctl`, which shows the datapaths (`utilities/ovs-dpctl.c`). It runs the commands that
 * ovs-vswitchd has as `dpctl/...`: the datapaths of a sandbox are those of its switch.
 */
import { DATAPATH_COMMANDS } from '../ovs-appctl/appctl-targets.js';
import { TARGET_VALUES } from '../ovs-appctl/appctl-values.js';
import { listDpctlCommands } from '../ovs-appctl/dpctl/dpctl-datapaths.js';
import { CommandError, type TargetCommand } from '../ovs-appctl/target-command.js';
import { parseInt32 } from '../program/c-numbers.js';
import { arityProblem, type CommandGroup, commandsByName } from '../program/command-row.js';
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
import { reviewWords } from '../program/review.js';
import { type RunningProgram, runProgram } from '../program/run-program.js';
import { programVersion } from '../program/version.js';
import type { Tool, ToolContext, ToolResult } from '../tool.js';

const NAME = 'ovs-dpctl';
const SUMMARY = 'show the datapaths of the switch, their flows and connections';
const PREFIX = 'dpctl/';

/** Options to pass on to the `dpctl/` command. */
type Settings = string[];

const passOn = ({ settings }: Invocation<Settings>, option: string) => settings.push(option);

const OPTIONS: readonly OptionRow<Invocation<Settings>>[] = [
  {
    name: 'statistics',
    short: 's',
    argument: 'none',
    help: 'print statistics',
    apply: (invocation) => passOn(invocation, '-s'),
  },
  { name: 'clear', argument: 'none' },
  { name: 'may-create', argument: 'none' },
  {
    name: 'more',
    short: 'm',
    argument: 'none',
    help: 'print more details',
    apply: (invocation) => passOn(invocation, '-m'),
  },
  {
    name: 'timeout',
    short: 't',
    argument: 'required',
    argumentName: 'SECS',
    help: 'accepted without effect; no command takes that long',
    apply: (_, value) => {
      if (parseInt32(value) === 0) fatal(`value ${value} on -t or --timeout is not at least 1`);
    },
  },
  HELP_OPTION,
  OPTION_OPTION,
  VERSION_OPTION,
  ...LOG_OPTIONS,
];

const SUMMARIES: Readonly<Record<string, string>> = {
  'dump-dps': 'list the datapaths',
  show: 'show all datapaths, or those named, with their ports',
  'dump-flows': 'list the flows of a datapath',
  'get-flow': 'show the flow with an identifier, for example ufid:12345678-...',
  'del-flows': 'delete the flows of a datapath',
  'dump-conntrack': 'list the connections that are tracked',
  'flush-conntrack': 'delete connections',
  'ct-stats-show': 'count the connections by protocol',
  'ct-get-nconns': 'print the number of connections',
  'ct-set-maxconns': 'limit the number of connections',
  'ct-get-maxconns': 'print the limit of connections',
  'ct-set-limits': 'limit the number of connections in zones',
  'ct-get-limits': 'print the limits of zones',
  'ct-del-limits': 'remove the limits of zones',
};

function command(row: TargetCommand): TargetCommand {
  const name = row.name.slice(PREFIX.length);
  const summary = SUMMARIES[name];
  return { ...row, name, ...(summary === undefined ? {} : { summary }) };
}

const ABOUT: readonly TargetCommand[] = [
  {
    name: 'help',
    usage: '[arg]...',
    summary: 'show this help',
    run: () => TEXTS.help(),
  },
  {
    name: 'list-commands',
    usage: '[arg]...',
    summary: 'list the commands, one per line',
    run: () => listDpctlCommands(''),
  },
];

const GROUPS: readonly CommandGroup<TargetCommand>[] = [
  {
    title: 'Commands',
    commands: DATAPATH_COMMANDS.filter(({ name }) => name !== `${PREFIX}list-commands`).map(
      command,
    ),
  },
  { title: 'About this program', commands: ABOUT },
];

const COMMANDS = commandsByName(GROUPS);

const TEXTS = {
  help: (): string =>
    helpText({
      name: NAME,
      summary: SUMMARY,
      usage: ['[OPTIONS] COMMAND [ARG]...'],
      groups: GROUPS,
      options: OPTIONS,
    }),
  version: () => programVersion(NAME),
  options: () => optionsText(OPTIONS),
};

/** Replaces the names of ovs-vswitchd and of its command with those of this program. */
const inOwnName = (text: string) =>
  text.replace(/^ovs-vswitchd: /gm, `${NAME}: `).replaceAll(`"${PREFIX}`, '"');

function runCommand(
  words: readonly string[],
  options: readonly string[],
  context: ToolContext,
  { print, printError }: RunningProgram,
): void {
  const [name, ...args] = words;
  if (name === undefined) fatal('missing command name; use --help for help');
  const row = COMMANDS.get(name);
  if (row === undefined) fatal(`unknown command '${name}'; use --help for help`);
  const problem = arityProblem(row, args);
  if (problem !== undefined) fatal(problem);
  try {
    const answer = row.run([...options, ...args], context);
    if (answer.startsWith('ovs-vswitchd: ')) printError(inOwnName(answer));
    else print(answer);
  } catch (refusal) {
    if (!(refusal instanceof CommandError)) throw refusal;
    const { message } = refusal;
    if (!message.endsWith('\n')) fatal(inOwnName(message));
    printError(inOwnName(message));
    throw ToolExit.silent(1);
  }
}

function run(args: readonly string[], context: ToolContext): ToolResult {
  return runProgram(NAME, context, (program) => {
    const settings: Settings = [];
    const target = { settings, log: program.log, texts: TEXTS };
    const words = applyOptions(args, OPTIONS, target, { anywhere: true });
    runCommand(words, settings, context, program);
    return undefined;
  });
}

const LISTED = new Map([...COMMANDS].filter(([, { summary }]) => summary !== undefined));

const TABLES: CompletionTables = {
  commands: LISTED,
  options: OPTIONS,
  values: TARGET_VALUES,
  optionsAnywhere: true,
};

export const OVS_DPCTL: Tool = {
  name: NAME,
  summary: SUMMARY,
  commandLists: [{ prefix: NAME, groups: GROUPS }],
  run,
  complete: (words, context) => completeWords(words, TABLES, context),
  review: (words, context) => reviewWords(words, TABLES, context),
};
