/** Lists the background programs and their commands. */
import { arityProblem } from '../program/command-row.js';
import type { ProgramName } from '../program/log-modules.js';
import { programVersion } from '../program/version.js';
import type { ToolContext } from '../tool.js';
import { BOND_COMMANDS } from './commands/bond-commands.js';
import { DPIF_COMMANDS } from './commands/dpif-commands.js';
import { FDB_COMMANDS } from './commands/fdb-commands.js';
import { IDLE_COMMANDS } from './commands/idle-commands.js';
import { NETDEV_DUMMY_COMMANDS } from './commands/netdev-dummy-commands.js';
import { BRIDGE_COMMANDS } from './commands/ofproto-commands.js';
import { CONTROLLER_COMMANDS } from './commands/ovn-controller-commands.js';
import { DATABASE_SERVER_COMMANDS } from './commands/ovsdb-server-commands.js';
import { UNAVAILABLE } from './commands/refused-commands.js';
import { TIME_COMMANDS } from './commands/time-commands.js';
import { UPCALL_COMMANDS } from './commands/upcall-commands.js';
import { commonCommands } from './commands/vlog-commands.js';
import { CONNTRACK_LIMIT_COMMANDS } from './dpctl/conntrack-limits.js';
import { CONNTRACK_COMMANDS } from './dpctl/dpctl-conntrack.js';
import { DPCTL_COMMANDS } from './dpctl/dpctl-datapaths.js';
import { CommandError, type TargetCommand } from './target-command.js';
import { TRACE_COMMANDS } from './trace/trace-commands.js';

export interface Target {
  readonly name: string;
  readonly commands: readonly TargetCommand[];
}

const byName = (a: TargetCommand, b: TargetCommand) => (a.name < b.name ? -1 : 1);

/** Creates a target with its specific commands and those that all targets share. */
function target(name: ProgramName, own: readonly TargetCommand[]): Target {
  const version: TargetCommand = {
    name: 'version',
    usage: '',
    run: () => programVersion(name),
  };
  const list: TargetCommand = {
    name: 'list-commands',
    usage: '',
    run: () => {
      const lines = commands.map(
        (row) => `  ${row.name.padEnd(23)} ${row.shownUsage ?? row.usage}\n`,
      );
      return `The available commands are:\n${lines.join('')}`;
    },
  };
  const commands: readonly TargetCommand[] = [...own, ...commonCommands(name), version, list].sort(
    byName,
  );
  return { name, commands };
}

/** The commands that `ovs-dpctl` shares. */
export const DATAPATH_COMMANDS: readonly TargetCommand[] = [
  ...DPCTL_COMMANDS,
  ...CONNTRACK_COMMANDS,
  ...CONNTRACK_LIMIT_COMMANDS,
  ...UNAVAILABLE.dpctl,
];

const SWITCH_COMMANDS: readonly TargetCommand[] = [
  ...TRACE_COMMANDS,
  ...BOND_COMMANDS,
  ...BRIDGE_COMMANDS,
  ...DATAPATH_COMMANDS,
  ...DPIF_COMMANDS,
  ...FDB_COMMANDS,
  ...IDLE_COMMANDS,
  ...NETDEV_DUMMY_COMMANDS,
  ...TIME_COMMANDS,
  ...UPCALL_COMMANDS,
  ...UNAVAILABLE.switch,
];

/** All targets, the default one first. */
export const TARGETS: readonly Target[] = [
  target('ovs-vswitchd', SWITCH_COMMANDS),
  target('ovn-controller', CONTROLLER_COMMANDS),
  target('ovn-northd', []),
  target('ovsdb-server', DATABASE_SERVER_COMMANDS),
];

/** Returns a target's answer to a command. @throws CommandError */
export function ask(
  { commands }: Target,
  [name = '', ...args]: readonly string[],
  context: ToolContext,
): string {
  const command = commands.find((row) => row.name === name);
  if (!command) throw new CommandError(`"${name}" is not a valid command`);
  const problem = arityProblem(command, args, '"');
  if (problem !== undefined) throw new CommandError(problem);
  return command.run(args, context);
}
