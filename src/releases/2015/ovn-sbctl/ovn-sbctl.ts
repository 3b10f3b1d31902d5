/** Assembles `ovn-sbctl` from its tables of commands. */
import { GENERAL_OPTIONS } from '../../../tools/ctl/ctl-options.js';
import { ctlTool } from '../../../tools/ctl/ctl-program.js';
import { valuesIn } from '../../../tools/ctl/record-values.js';
import { showCommand } from '../../../tools/ctl/show-command.js';
import { stages } from '../../../tools/languages/stages.js';
import type { CompletionPlace } from '../../../tools/program/command-row.js';
import { LOG_OPTIONS, SSL_OPTIONS } from '../../../tools/program/option-row.js';
import type { Suggestion } from '../../../tools/program/suggestion.js';
import { TABLE_OPTIONS } from '../../../tools/program/table-options.js';
import type { ToolContext } from '../../../tools/tool.js';
import { OVN_SOUTHBOUND } from '../schemas/ovn-southbound.js';
import { BINDING_COMMANDS } from './binding-commands.js';
import { CHASSIS_COMMANDS } from './chassis-commands.js';
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

const database = ({ sb }: ToolContext) => sb.asDynamic();

function* datapaths({ context: { nb, sb } }: CompletionPlace): Iterable<Suggestion> {
  for (const { _uuid, external_ids } of sb.rows('Datapath_Binding')) {
    const owner =
      nb.get('Logical_Switch', external_ids.get('logical-switch') ?? '') ??
      nb.get('Logical_Router', external_ids.get('logical-router') ?? '');
    yield { text: _uuid, ...(owner === undefined ? {} : { help: owner.name }) };
  }
}

export const OVN_SBCTL = ctlTool({
  name: 'ovn-sbctl',
  module: 'sbctl',
  summary: 'chassis, port bindings and logical flows: the southbound database of OVN',
  schema: OVN_SOUTHBOUND,
  database,
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
    CHASSIS: valuesIn(database, 'Chassis', 'name'),
    LPORT: valuesIn(database, 'Port_Binding', 'logical_port'),
    DATAPATH: datapaths,
  },
  checks: {
    CHASSIS: { noun: 'chassis' },
    LPORT: { noun: 'logical port' },
    DATAPATH: { noun: 'datapath' },
    'ENCAP-TYPE': { noun: 'kind of tunnel' },
  },
  columns: {
    'Logical_Flow.external_ids:stage-name': ({ context }) =>
      stages(context).map(({ name }) => name),
  },
  newState: southbound,
});
