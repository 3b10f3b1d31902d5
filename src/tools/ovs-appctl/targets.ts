/** The programs in the background, and the commands that each of them answers. */

import { programVersion } from '../ctl/version.js';
import type { ToolContext } from '../tool.js';
import { CommandError, type TargetCommand } from './command.js';
import { CONNTRACK_COMMANDS } from './dpctl/conntrack.js';
import { CONNTRACK_LIMIT_COMMANDS } from './dpctl/conntrack-limits.js';

export interface Target {
  readonly name: string;
  readonly commands: readonly TargetCommand[];
}

const byName = (a: TargetCommand, b: TargetCommand) => (a.name < b.name ? -1 : 1);

/** A target with its own commands and those that all have. */
function target(name: string, own: readonly TargetCommand[]): Target {
  const version: TargetCommand = {
    name: 'version',
    usage: '',
    arity: [0, 0],
    run: () => programVersion(name),
  };
  const list: TargetCommand = {
    name: 'list-commands',
    usage: '',
    arity: [0, 0],
    run: () => {
      const lines = commands.map((row) => `  ${row.name.padEnd(23)} ${row.usage}\n`);
      return `The available commands are:\n${lines.join('')}`;
    },
  };
  const commands: readonly TargetCommand[] = [...own, version, list].sort(byName);
  return { name, commands };
}

const SWITCH_COMMANDS: readonly TargetCommand[] = [
  ...CONNTRACK_COMMANDS,
  ...CONNTRACK_LIMIT_COMMANDS,
  {
    name: 'ofproto/list',
    usage: '',
    arity: [0, 0],
    run: (_, context) => [...context.switch.bridges.keys()].map((name) => `${name}\n`).join(''),
  },
];

/** The target that commands go to unless another one is named comes first. */
export const TARGETS: readonly Target[] = [
  target('ovs-vswitchd', SWITCH_COMMANDS),
  target('ovn-controller', []),
  target('ovn-northd', []),
  target('ovsdb-server', []),
];

/** What a target answers to a command. @throws CommandError where it says no. */
export function ask(
  { commands }: Target,
  [name = '', ...args]: readonly string[],
  context: ToolContext,
): string {
  const command = commands.find((row) => row.name === name);
  if (!command) throw new CommandError(`"${name}" is not a valid command`);
  const [min, max] = command.arity;
  if (args.length < min) {
    throw new CommandError(`"${name}" command requires at least ${min} arguments`);
  }
  if (args.length > max) {
    throw new CommandError(`"${name}" command takes at most ${max} arguments`);
  }
  return command.run(args, context);
}
