/** All commands of `neutron`. */
import type { NeutronCommand } from './command.js';
import { NETWORK_COMMANDS, SUBNET_COMMANDS } from './network-commands.js';
import { PORT_COMMANDS } from './port-commands.js';
import { ROUTER_COMMANDS } from './router-commands.js';
import { SECURITY_GROUP_COMMANDS } from './security-group-commands.js';

/** The commands in groups, in the order in which help lists them. */
export const GROUPS: readonly {
  readonly title: string;
  readonly commands: readonly NeutronCommand[];
}[] = [
  { title: 'Security groups', commands: SECURITY_GROUP_COMMANDS },
  { title: 'Networks', commands: NETWORK_COMMANDS },
  { title: 'Subnets', commands: SUBNET_COMMANDS },
  { title: 'Ports', commands: PORT_COMMANDS },
  { title: 'Routers', commands: ROUTER_COMMANDS },
];

export const COMMANDS: ReadonlyMap<string, NeutronCommand> = new Map(
  GROUPS.flatMap(({ commands }) => commands.map((command) => [command.name, command])),
);
