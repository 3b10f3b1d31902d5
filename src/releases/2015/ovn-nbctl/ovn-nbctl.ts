import {
  GENERAL_OPTIONS,
  LOG_OPTIONS,
  SSL_OPTIONS,
  TABLE_OPTIONS,
} from '../../../tools/ctl/ctl-options.js';
import { ctlTool } from '../../../tools/ctl/ctl-program.js';
import { valuesIn } from '../../../tools/program/complete.js';
import { OVN_NORTHBOUND } from '../schemas/ovn-northbound.js';
import { ACL_COMMANDS, ACTIONS, DIRECTIONS } from './acl-commands.js';
import { PORT_COMMANDS } from './lport-commands.js';
import { PORT_SETTING_COMMANDS } from './lport-setting-commands.js';
import { SWITCH_COMMANDS } from './lswitch-commands.js';
import { northbound } from './northbound-rows.js';
import { SHOW } from './show.js';

/** `ovn-nbctl`: what the network should be (`ovn/utilities/ovn-nbctl.c`). */
export const OVN_NBCTL = ctlTool({
  name: 'ovn-nbctl',
  module: 'nbctl',
  summary: 'logical switches, ports and ACLs: the northbound database of OVN',
  schema: OVN_NORTHBOUND,
  database: ({ nb }) => nb.asDynamic(),
  options: [...GENERAL_OPTIONS, ...LOG_OPTIONS, ...SSL_OPTIONS, ...TABLE_OPTIONS],
  tables: {
    Logical_Switch: [{ table: 'Logical_Switch', name: 'name' }],
    Logical_Port: [{ table: 'Logical_Port', name: 'name' }],
    ACL: [],
    Logical_Router: [{ table: 'Logical_Router', name: 'name' }],
    Logical_Router_Port: [{ table: 'Logical_Router_Port', name: 'name' }],
  },
  groups: [
    { title: 'Overview', commands: [SHOW] },
    { title: 'Logical switches', commands: SWITCH_COMMANDS },
    { title: 'ACLs', commands: ACL_COMMANDS },
    { title: 'Logical ports', commands: [...PORT_COMMANDS, ...PORT_SETTING_COMMANDS] },
  ],
  values: {
    LSWITCH: valuesIn('Logical_Switch', 'name'),
    LPORT: valuesIn('Logical_Port', 'name'),
    DIRECTION: DIRECTIONS,
    ACTION: ACTIONS,
    STATE: ['enabled', 'disabled'],
    TYPE: ['localnet', 'router', 'vtep'],
    ADDRESS: ['unknown'],
  },
  newState: northbound,
});
