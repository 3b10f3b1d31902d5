/** Lists the commands of `ovs-ofctl`. */

import { commandsByName } from '../../program/command-row.js';
import type { OfctlCommandGroup } from '../command.js';
import { programCommands } from './about-program.js';
import { CONFIGURATION_COMMANDS } from './configuration.js';
import { CONVERSION_COMMANDS } from './conversion-commands.js';
import { DESCRIPTION_COMMANDS } from './description.js';
import { FLOW_COMMANDS } from './dump-flows.js';
import { FLOW_COMPARISON_COMMANDS } from './flow-comparison.js';
import { FLOW_MOD_COMMANDS, PARSE_COMMANDS } from './flow-mods.js';
import { GROUP_COMMANDS } from './group-commands.js';
import { LIVENESS_COMMANDS } from './liveness.js';
import { MESSAGE_COMMANDS } from './message-commands.js';
import { METER_COMMANDS } from './meter-commands.js';
import { PACKET_COMMANDS } from './packet-out.js';
import { PORT_COMMANDS } from './port-commands.js';
import { QUEUE_COMMANDS } from './queue-commands.js';
import { TABLE_COMMANDS } from './table-commands.js';
import { UNAVAILABLE_COMMANDS } from './unavailable.js';

/** All commands, in the order in which help lists them. */
export const COMMAND_GROUPS: readonly OfctlCommandGroup[] = [
  {
    title: 'Switches',
    commands: [...DESCRIPTION_COMMANDS, ...LIVENESS_COMMANDS, ...CONFIGURATION_COMMANDS],
  },
  { title: 'Ports', commands: PORT_COMMANDS },
  {
    title: 'Flows',
    commands: [...FLOW_COMMANDS, ...FLOW_MOD_COMMANDS, ...FLOW_COMPARISON_COMMANDS],
  },
  { title: 'Groups', commands: GROUP_COMMANDS },
  { title: 'Tables', commands: TABLE_COMMANDS },
  { title: 'Meters', commands: METER_COMMANDS },
  { title: 'Queues', commands: QUEUE_COMMANDS },
  { title: 'Packets', commands: PACKET_COMMANDS },
  { title: 'Texts of flows', commands: [...PARSE_COMMANDS, ...CONVERSION_COMMANDS] },
  { title: 'Messages in bytes', commands: MESSAGE_COMMANDS },
  { title: 'Not available', commands: UNAVAILABLE_COMMANDS },
  { title: 'This program', commands: programCommands(() => COMMAND_GROUPS) },
];

/** All commands by name. */
export const COMMANDS = commandsByName(COMMAND_GROUPS);
