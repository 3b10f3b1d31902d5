/** `ovs-ofctl`: the bridges' OpenFlow side (`utilities/ovs-ofctl.c`). */

import { fatal, ToolExit } from '../program/exit.js';
import { ProgramLog } from '../program/program-log.js';
import type { Tool, ToolContext, ToolResult } from '../tool.js';
import type { OfctlCommand } from './command.js';
import { COMMAND_GROUPS, COMMANDS } from './commands/all.js';
import { completeOfctl } from './complete.js';
import { helpText, optionsText } from './help.js';
import { NAME, parseCommandLine } from './options.js';
import { Run } from './run.js';
import { SwitchRefusal } from './switch-error.js';

/** The parts of the program that log. */
const MODULES = [
  'bundle',
  'meta_flow',
  'multipath',
  'nx_match',
  'ofctl',
  'ofp_actions',
  'ofp_util',
  'socket_util',
  'vconn',
];

function findCommand(name: string | undefined, args: readonly string[]): OfctlCommand {
  if (name === undefined) return fatal('missing command name; use --help for help');
  const command = COMMANDS.get(name);
  if (command === undefined) return fatal(`unknown command '${name}'; use --help for help`);
  const [min, max] = command.arity;
  if (args.length < min) fatal(`'${name}' command requires at least ${min} arguments`);
  if (args.length > max) fatal(`'${name}' command takes at most ${max} arguments`);
  return command;
}

function run(args: readonly string[], context: ToolContext): ToolResult {
  const log = new ProgramLog(context.clock, NAME, MODULES);
  // Unlike the programs that ask databases, this one says everything worth saying.
  log.configure('console:info');
  let session: Run | undefined;
  try {
    const { settings, words } = parseCommandLine(args, log, {
      help: () => helpText(COMMAND_GROUPS),
      options: optionsText,
    });
    session = new Run(context, settings, log);
    const [name, ...rest] = words;
    findCommand(name, rest).run(session, rest);
    return { stdout: session.output, stderr: log.console, exitCode: 0 };
  } catch (problem) {
    const stdout = session?.output ?? '';
    if (problem instanceof SwitchRefusal) {
      return { stdout, stderr: log.console + problem.message, exitCode: 1 };
    }
    if (!(problem instanceof ToolExit)) throw problem;
    const complaint = problem.message === '' ? '' : `${NAME}: ${problem.message}\n`;
    return {
      stdout: stdout + problem.output,
      stderr: log.console + complaint,
      exitCode: problem.exitCode,
    };
  }
}

export const OVS_OFCTL: Tool = {
  name: NAME,
  summary: 'shows and changes the flows and ports of a bridge',
  run,
  complete: completeOfctl,
};
