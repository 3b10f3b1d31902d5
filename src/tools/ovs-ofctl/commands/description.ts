/** Commands that describe a bridge. */

import type { OpenFlowVersion } from '../../../openflow/model/protocols.js';
import { N_TABLES } from '../../../openflow/model/table-mod.js';
import type { OfctlCommand } from '../command.js';
import type { Connection } from '../connection.js';
import { MAX_MESSAGE } from '../message-text.js';
import { formatPortDescriptions, portDescriptionLength } from '../port-text.js';
import type { Run } from '../run.js';
import { printPortDescriptions } from './port-commands.js';

/** The maximum size of a description in a message. */
const MAX_DESCRIPTION = 255;

/** The number of packets that the switch buffers for controllers. */
const N_BUFFERS = 256;

/** The actions of OpenFlow 1.0. */
const OF10_ACTIONS =
  'output enqueue set_vlan_vid set_vlan_pcp strip_vlan mod_dl_src mod_dl_dst mod_nw_src mod_nw_dst mod_nw_tos mod_tp_src mod_tp_dst';

function capabilities(version: OpenFlowVersion): string {
  const names = ['FLOW_STATS', 'TABLE_STATS', 'PORT_STATS'];
  if (version >= 11) names.push('GROUP_STATS');
  names.push('QUEUE_STATS');
  if (version <= 11) names.push('ARP_MATCH_IP');
  return names.join(' ');
}

const FEATURES_HEAD = 32;

/** Returns true if the features reply contains all ports, which it never does in OpenFlow 1.3 and later. */
function listsPorts({ bridge, version }: Connection): boolean {
  const length = FEATURES_HEAD + bridge.ports.size * portDescriptionLength(version);
  return version < 13 && length <= MAX_MESSAGE;
}

function printFeatures(run: Run, connection: Connection): void {
  const { bridge, version } = connection;
  const dpid = bridge.datapathId.toString(16).padStart(16, '0');
  run.print(
    `${connection.header('OFPT_FEATURES_REPLY', connection.request())} dpid:${dpid}\n` +
      `n_tables:${N_TABLES - 1}, n_buffers:${N_BUFFERS}\n` +
      `capabilities: ${capabilities(version)}\n`,
  );
  if (version === 10) run.print(`actions: ${OF10_ACTIONS}\n`);
  if (listsPorts(connection)) run.print(formatPortDescriptions(bridge.ports.values(), version));
}

function printConfiguration(run: Run, connection: Connection): void {
  const header = connection.header('OFPT_GET_CONFIG_REPLY', connection.request());
  run.print(`${header} frags=${connection.bridge.fragments} miss_send_len=0\n`);
}

export const DESCRIPTION_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'show',
    usage: 'SWITCH',
    summary: 'show the features of the switch, and its ports',
    run(run, [name = '']) {
      const connection = run.connect(name);
      printFeatures(run, connection);
      if (!listsPorts(connection)) printPortDescriptions(run, connection);
      printConfiguration(run, run.connect(name));
    },
  },
  {
    name: 'dump-desc',
    usage: 'SWITCH',
    summary: 'show the manufacturer and the software of the switch',
    run(run, [name = '']) {
      const connection = run.connect(name);
      run.print(
        `${connection.header('OFPST_DESC reply', connection.request())}\n` +
          'Manufacturer: Nicira, Inc.\n' +
          'Hardware: Open vSwitch\n' +
          'Software: 2.4.90\n' +
          'Serial Num: None\n' +
          `DP Description: ${connection.bridge.description.slice(0, MAX_DESCRIPTION)}\n`,
      );
    },
  },
];
