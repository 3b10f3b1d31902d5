/** `ovs-ofctl`, which speaks OpenFlow with bridges (`utilities/ovs-ofctl.c`). */
import { arityProblem } from '../program/command-row.js';
import { type CompletionTables, completeWords } from '../program/complete.js';
import { fatal, ToolExit } from '../program/exit.js';
import { helpText, optionsText } from '../program/help-text.js';
import { reviewWords } from '../program/review.js';
import { runProgram } from '../program/run-program.js';
import { programVersion } from '../program/version.js';
import type { Tool, ToolContext, ToolResult } from '../tool.js';
import type { OfctlCommand } from './command.js';
import { COMMAND_GROUPS, COMMANDS } from './commands/all.js';
import { OFCTL_CHECKS, OFCTL_VALUES } from './complete.js';
import { OPTIONS, parseCommandLine } from './options.js';
import { Run } from './run.js';
import { SwitchRefusal } from './switch-error.js';

const NAME = 'ovs-ofctl';
const SUMMARY = 'show and change the flows and ports of a bridge';

const TEXTS = {
  help: () =>
    helpText({
      name: NAME,
      summary: SUMMARY,
      usage: ['[OPTIONS] COMMAND [ARG]...'],
      groups: COMMAND_GROUPS,
      options: OPTIONS,
    }),
  version: () => `${programVersion(NAME)}OpenFlow versions 0x1:0x4\n`,
  options: () => optionsText(OPTIONS),
};

function findCommand(name: string | undefined, args: readonly string[]): OfctlCommand {
  if (name === undefined) return fatal('missing command name; use --help for help');
  const command = COMMANDS.get(name);
  if (command === undefined) return fatal(`unknown command '${name}'; use --help for help`);
  const problem = arityProblem(command, args);
  return problem === undefined ? command : fatal(problem);
}

function run(args: readonly string[], context: ToolContext): ToolResult {
  return runProgram(NAME, context, ({ log, print, printError }) => {
    // Unlike the database programs, this one shows informational messages.
    log.configure('console:info');
    const { settings, words } = parseCommandLine(args, log, TEXTS);
    const [name, ...rest] = words;
    const run = new Run({ context, settings, log, print, printError, texts: TEXTS });
    try {
      findCommand(name, rest).run(run, rest);
    } catch (problem) {
      if (!(problem instanceof SwitchRefusal)) throw problem;
      printError(problem.message);
      throw ToolExit.silent(1);
    }
    return undefined;
  });
}

const LISTED = new Map([...COMMANDS].filter(([, { summary }]) => summary !== undefined));

const TABLES: CompletionTables = {
  commands: LISTED,
  options: OPTIONS,
  values: OFCTL_VALUES,
  checks: OFCTL_CHECKS,
  optionsAnywhere: true,
};

export const OVS_OFCTL: Tool = {
  name: NAME,
  summary: SUMMARY,
  readsFiles: true,
  readsInput: (args) => args.some((word) => COMMANDS.get(word)?.readsInput === true),
  commandLists: [{ prefix: NAME, groups: COMMAND_GROUPS }],
  run,
  complete: (words, context) => completeWords(words, TABLES, context),
  review: (words, context) => reviewWords(words, TABLES, context),
};
