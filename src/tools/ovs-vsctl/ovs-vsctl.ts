/** `ovs-vsctl`, which configures the switch (`utilities/ovs-vsctl.c`). */
import { OPEN_VSWITCH } from '../../ovsdb/schemas/open-vswitch.js';
import { findTable } from '../ctl/abbreviated-names.js';
import { completeColumn } from '../ctl/column-values.js';
import type { Command } from '../ctl/ctl-command.js';
import { type CtlOption, GENERAL_OPTIONS } from '../ctl/ctl-options.js';
import { ctlTool } from '../ctl/ctl-program.js';
import { valuesIn } from '../ctl/record-values.js';
import { showCommand } from '../ctl/show-command.js';
import type { CompletionPlace } from '../program/command-row.js';
import { fatal } from '../program/exit.js';
import { LOG_OPTIONS, SSL_OPTIONS } from '../program/option-row.js';
import { FILES } from '../program/suggestion.js';
import { TABLE_OPTIONS } from '../program/table-options.js';
import type { ToolContext } from '../tool.js';
import { AUTO_ATTACH_COMMANDS } from './auto-attach-commands.js';
import { BRIDGE_COMMANDS } from './bridge-commands.js';
import { COLUMN_VALUES } from './column-values.js';
import { CONTROLLER_COMMANDS } from './controller-commands.js';
import { EMERGENCY_RESET } from './emergency-reset.js';
import { EXTERNAL_ID_COMMANDS } from './external-id-commands.js';
import { MANAGER_COMMANDS, SSL_COMMANDS } from './manager-commands.js';
import { PORT_COMMANDS } from './port-commands.js';
import { TABLE_IDS, TABLES } from './vsctl-tables.js';
import { Vswitch } from './vswitch.js';

const OPTIONS: readonly CtlOption[] = [
  ...GENERAL_OPTIONS,
  {
    name: 'no-wait',
    argument: 'none',
    help: 'do not wait for the switch to apply changes',
    apply: ({ settings }) => {
      settings.waitForSwitch = false;
    },
  },
  {
    name: 'retry',
    argument: 'none',
    help: 'keep trying to connect to the database',
    apply: ({ settings }) => {
      settings.retry = true;
    },
  },
  ...LOG_OPTIONS,
  ...TABLE_OPTIONS,
  ...SSL_OPTIONS,
  { name: 'bootstrap-ca-cert', argument: 'required', values: [FILES] },
  { name: 'peer-ca-cert', argument: 'required', values: [FILES] },
];

const INIT: Command<Vswitch> = {
  name: 'init',
  usage: '',
  writes: true,
  summary: 'initialize the database if necessary',
};

const SHOW = showCommand('show the bridges with their ports and interfaces', [
  { table: 'Open_vSwitch', columns: ['manager_options', 'bridges', 'ovs_version'] },
  { table: 'Bridge', name: 'name', columns: ['controller', 'fail_mode', 'ports'] },
  { table: 'Port', name: 'name', columns: ['tag', 'trunks', 'interfaces'] },
  { table: 'Interface', name: 'name', columns: ['type', 'options', 'error'] },
  { table: 'Controller', name: 'target', columns: ['is_connected'] },
  { table: 'Manager', name: 'target', columns: ['is_connected'] },
]);

/** Returns the error message for new interfaces that the switch could not set up. */
function complaint({ newInterfaces }: Vswitch, { ovs }: ToolContext): string | undefined {
  const dead = newInterfaces
    .flatMap((uuid) => ovs.get('Interface', uuid) ?? [])
    .filter(({ ofport }) => ofport === undefined || ofport === -1)
    .map(({ name }) => `'${name}'`);
  if (dead.length === 0) return undefined;
  return `Error detected while setting up ${dead.join(', ')}.  See ovs-vswitchd log for details.`;
}

const database = ({ ovs }: ToolContext) => ovs.asDynamic();

/** Completes to real and fake bridges; a fake bridge is a port of its parent. */
function* bridgeNames(place: CompletionPlace): Iterable<string> {
  yield* valuesIn(database, 'Bridge', 'name')(place);
  for (const { name, fake_bridge } of database(place.context).rows('Port')) {
    if (fake_bridge && typeof name === 'string') yield name;
  }
}

/** Completes columns of the table Port, whatever the arguments before. */
const portColumns = (place: CompletionPlace) =>
  completeColumn(findTable(TABLES, 'Port'), 'COLUMN[:KEY]=VALUE', place, {
    tables: TABLES,
    database: database(place.context),
    known: COLUMN_VALUES,
  });

export const OVS_VSCTL = ctlTool<Vswitch>({
  name: 'ovs-vsctl',
  module: 'vsctl',
  summary: 'bridges, ports and interfaces: the database of the switch',
  schema: OPEN_VSWITCH,
  database,
  options: OPTIONS,
  tables: TABLE_IDS,
  groups: [
    { title: 'Switch', commands: [INIT, SHOW, EMERGENCY_RESET] },
    { title: 'Bridges', commands: [...BRIDGE_COMMANDS, ...EXTERNAL_ID_COMMANDS] },
    { title: 'Ports and interfaces', commands: PORT_COMMANDS },
    { title: 'Controllers', commands: CONTROLLER_COMMANDS },
    { title: 'Managers', commands: MANAGER_COMMANDS },
    { title: 'SSL', commands: SSL_COMMANDS },
    { title: 'Auto-attach', commands: AUTO_ATTACH_COMMANDS },
  ],
  values: {
    BRIDGE: bridgeNames,
    PARENT: valuesIn(database, 'Bridge', 'name'),
    PORT: valuesIn(database, 'Port', 'name'),
    IFACE: valuesIn(database, 'Interface', 'name'),
    'PORT-COLUMN[:KEY]=VALUE': portColumns,
  },
  checks: {
    BRIDGE: { noun: 'bridge' },
    PARENT: { noun: 'bridge' },
    PORT: { noun: 'port' },
    IFACE: { noun: 'interface' },
    'PORT|IFACE': { noun: 'port' },
    MODE: { noun: 'mode' },
  },
  columns: COLUMN_VALUES,
  newState: (session) => new Vswitch(session),
  beforeCommit: ({ state, session, log }, { waitForSwitch }) => {
    if (!waitForSwitch || !session.changed) return;
    if (state.hasRoot) state.writeRoot({ next_cfg: state.root.next_cfg + 1 });
    else log('WARN', '"mutate" reply "count" is 0 instead of 1', 'ovsdb_idl');
  },
  afterCommit: (state, context, { waitForSwitch }) => {
    if (!waitForSwitch) return undefined;
    // The server has committed the transaction; only the program treats it as a failure.
    return state.hasRoot
      ? complaint(state, context)
      : fatal('transaction error: no error details available');
  },
});
