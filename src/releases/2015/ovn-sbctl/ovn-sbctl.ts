import {
  GENERAL_OPTIONS,
  LOG_OPTIONS,
  SSL_OPTIONS,
  TABLE_OPTIONS,
} from '../../../tools/ctl/ctl-options.js';
import { ctlTool } from '../../../tools/ctl/ctl-program.js';
import { showCommand } from '../../../tools/ctl/show.js';
import { valuesIn } from '../../../tools/program/complete.js';
import { OVN_SOUTHBOUND } from '../schemas/ovn-southbound.js';
import { BINDING_COMMANDS } from './binding-commands.js';
import { CHASSIS_COMMANDS, TUNNEL_TYPES } from './chassis-commands.js';
import { FLOW_COMMANDS } from './lflow-commands.js';
import { southbound } from './southbound-rows.js';

const SHOW = showCommand('show the chassis, their tunnels and the ports bound to them', [
  {
    table: 'Chassis',
    name: 'name',
    columns: ['encaps'],
    weak: { table: 'Port_Binding', name: 'logical_port', column: 'chassis' },
  },
  { table: 'Encap', name: 'type', columns: ['ip', 'options'] },
]);

/** `ovn-sbctl`: what has become of it (`ovn/utilities/ovn-sbctl.c`). */
export const OVN_SBCTL = ctlTool({
  name: 'ovn-sbctl',
  module: 'sbctl',
  summary: 'chassis, port bindings and logical flows: the southbound database of OVN',
  schema: OVN_SOUTHBOUND,
  database: ({ sb }) => sb.asDynamic(),
  options: [...GENERAL_OPTIONS, ...LOG_OPTIONS, ...SSL_OPTIONS, ...TABLE_OPTIONS],
  tables: {
    Chassis: [{ table: 'Chassis', name: 'name' }],
    Encap: [],
    Logical_Flow: [{ table: 'Logical_Flow', reference: 'logical_datapath' }],
    Multicast_Group: [],
    Datapath_Binding: [],
    Port_Binding: [{ table: 'Port_Binding', name: 'logical_port' }],
  },
  groups: [
    { title: 'Overview', commands: [SHOW] },
    { title: 'Chassis', commands: CHASSIS_COMMANDS },
    { title: 'Port bindings', commands: BINDING_COMMANDS },
    { title: 'Logical flows', commands: FLOW_COMMANDS },
  ],
  values: {
    CHASSIS: valuesIn('Chassis', 'name'),
    'ENCAP-TYPE': TUNNEL_TYPES,
    LPORT: valuesIn('Port_Binding', 'logical_port'),
    DATAPATH: valuesIn('Datapath_Binding', '_uuid'),
  },
  newState: southbound,
});
