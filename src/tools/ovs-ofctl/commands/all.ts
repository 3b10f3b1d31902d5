import type { OfctlCommand, OfctlCommandGroup } from '../command.js';
import { DESCRIPTION_COMMANDS } from './description.js';
import { FLOW_COMMANDS } from './flows.js';
import { PORT_COMMANDS } from './ports.js';

/** All commands, in the order in which help lists them. */
export const COMMAND_GROUPS: readonly OfctlCommandGroup[] = [
  { title: 'Switches', commands: DESCRIPTION_COMMANDS },
  { title: 'Ports', commands: PORT_COMMANDS },
  { title: 'Flows', commands: FLOW_COMMANDS },
];

/** All commands by name. */
export const COMMANDS: ReadonlyMap<string, OfctlCommand> = new Map(
  COMMAND_GROUPS.flatMap(({ commands }) => commands).map((command) => [command.name, command]),
);
