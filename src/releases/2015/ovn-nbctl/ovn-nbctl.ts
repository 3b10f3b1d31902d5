/** Assembles `ovn-nbctl` from its tables of commands. */
import { GENERAL_OPTIONS } from '../../../tools/ctl/ctl-options.js';
import { ctlTool } from '../../../tools/ctl/ctl-program.js';
import { MATCH_CHECK } from '../../../tools/languages/match-check.js';
import { MATCH_VALUES, portsOf } from '../../../tools/languages/match-values.js';
import type { CompletionPlace } from '../../../tools/program/command-row.js';
import { LOG_OPTIONS, SSL_OPTIONS } from '../../../tools/program/option-row.js';
import type { Suggestion } from '../../../tools/program/suggestion.js';
import { TABLE_OPTIONS } from '../../../tools/program/table-options.js';
import type { ToolContext } from '../../../tools/tool.js';
import { OVN_NORTHBOUND } from '../schemas/ovn-northbound.js';
import { ACL_COMMANDS } from './acl-commands.js';
import { COLUMN_VALUES } from './column-values.js';
import { PORT_COMMANDS } from './lport-commands.js';
import { PORT_SETTING_COMMANDS } from './lport-setting-commands.js';
import { SWITCH_COMMANDS } from './lswitch-commands.js';
import { SHOW } from './nbctl-show.js';
import { northbound } from './northbound-rows.js';

const database = ({ nb }: ToolContext) => nb.asDynamic();

function* switchNames({ context: { nb } }: CompletionPlace): Iterable<Suggestion> {
  for (const { name, ports } of nb.rows('Logical_Switch')) {
    yield { text: name, help: ports.length === 1 ? '1 port' : `${ports.length} ports` };
  }
}

export const OVN_NBCTL = ctlTool({
  name: 'ovn-nbctl',
  module: 'nbctl',
  summary: 'logical switches, ports and ACLs: the northbound database of OVN',
  schema: OVN_NORTHBOUND,
  database,
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
    LSWITCH: switchNames,
    LPORT: ({ context }) => portsOf(context, undefined),
    MATCH: MATCH_VALUES,
  },
  checks: {
    LSWITCH: { noun: 'logical switch' },
    LPORT: { noun: 'logical port' },
    ACTION: { noun: 'action' },
    STATE: { noun: 'state' },
    MATCH: MATCH_CHECK,
  },
  columns: COLUMN_VALUES,
  newState: northbound,
});
