import type { OfctlCommand, OfctlCommandGroup } from '../command.js';
import { CONFIGURATION_COMMANDS } from './configuration.js';
import { DESCRIPTION_COMMANDS } from './description.js';
import { FLOW_COMPARISON_COMMANDS } from './flow-comparison.js';
import { FLOW_MOD_COMMANDS, PARSE_COMMANDS } from './flow-mods.js';
import { FLOW_COMMANDS } from './flows.js';
import { PORT_COMMANDS } from './ports.js';

/** All commands, in the order in which help lists them. */
export const COMMAND_GROUPS: readonly OfctlCommandGroup[] = [
  { title: 'Switches', commands: [...DESCRIPTION_COMMANDS, ...CONFIGURATION_COMMANDS] },
  { title: 'Ports', commands: PORT_COMMANDS },
  {
    title: 'Flows',
    commands: [...FLOW_COMMANDS, ...FLOW_MOD_COMMANDS, ...FLOW_COMPARISON_COMMANDS],
  },
  { title: 'Texts of flows', commands: PARSE_COMMANDS },
];

/** All commands by name. */
export const COMMANDS: ReadonlyMap<string, OfctlCommand> = new Map(
  COMMAND_GROUPS.flatMap(({ commands }) => commands).map((command) => [command.name, command]),
);
