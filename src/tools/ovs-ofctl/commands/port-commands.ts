/** Commands about the ports of a bridge. */

import { lookUp } from '../../../lib/dictionary.js';
import { hashOrder } from '../../../lib/hash-order.js';
import { type BridgePort, PORT_CONFIG, PORT_STATE } from '../../../openflow/model/bridge-port.js';
import { PORT } from '../../../openflow/model/openflow-ports.js';
import { readPort } from '../../../openflow/values/port-text.js';
import { fatal } from '../../program/exit.js';
import type { OfctlCommand } from '../command.js';
import type { Connection } from '../connection.js';
import { MORE, splitMessages } from '../message-text.js';
import {
  formatPortDescriptions,
  formatPortStats,
  portDescriptionLength,
  portName,
  portStatsLength,
} from '../port-text.js';
import type { Run } from '../run.js';

/** Finds a port by name or number, over a separate connection. */
function fetchPort(run: Run, bridgeName: string, text: string): BridgePort {
  const connection = run.connect(bridgeName);
  connection.request();
  const number = /^\s*\+?\d+$/.test(text) ? Number(text) & 0xffff : undefined;
  for (const port of connection.bridge.ports.values()) {
    if (number === undefined ? portName(port) === text : port.number === number) return port;
  }
  return fatal(`${bridgeName}: couldn't find port \`${text}'`);
}

/** Returns the number of a port from its number, reserved name or name. */
export function portNumber(run: Run, bridgeName: string, text: string): number {
  return readPort(text, run.log) ?? fetchPort(run, bridgeName, text).number;
}

/** Returns the ports of a reply, in the order of the switch. */
function selectPorts({ bridge }: Connection, number: number): BridgePort[] {
  if (number === PORT.ANY) {
    return hashOrder([...bridge.ports.values()], (port) => port.number);
  }
  const port = bridge.ports.get(number);
  return port === undefined ? [] : [port];
}

/** Prints the descriptions of the ports of a bridge. */
export function printPortDescriptions(
  run: Run,
  connection: Connection,
  number: number = PORT.ANY,
): void {
  const { version } = connection;
  const xid = connection.request();
  // Versions before 1.5 cannot request one port only.
  const ports = selectPorts(connection, version < 15 ? PORT.ANY : number);
  const parts = splitMessages(ports, version === 10 ? 12 : 16, () =>
    portDescriptionLength(version),
  );
  for (const [i, part] of parts.entries()) {
    const more = i < parts.length - 1 ? MORE : '';
    run.print(`${connection.header('OFPST_PORT_DESC reply', xid)}${more}\n`);
    run.print(formatPortDescriptions(part, version));
  }
}

function printPortStats(run: Run, connection: Connection, number: number): void {
  const { version } = connection;
  const xid = connection.request();
  const ports = selectPorts(connection, number);
  const now = run.context.clock.now();
  const parts = splitMessages(ports, version === 10 ? 12 : 16, () => portStatsLength(version));
  for (const [i, part] of parts.entries()) {
    const more = i < parts.length - 1 ? MORE : '';
    run.print(`${connection.header('OFPST_PORT reply', xid)}${more} ${part.length} ports\n`);
    for (const port of part) run.print(formatPortStats(port, version, now));
  }
}

/** The settings that `mod-port` changes; the prefix `no-` inverts them. */
const SETTINGS: Readonly<Record<string, readonly [bit: number, sets: boolean]>> = {
  up: [PORT_CONFIG.PORT_DOWN, false],
  down: [PORT_CONFIG.PORT_DOWN, true],
  stp: [PORT_CONFIG.NO_STP, false],
  receive: [PORT_CONFIG.NO_RECV, false],
  'receive-stp': [PORT_CONFIG.NO_RECV_STP, false],
  flood: [PORT_CONFIG.NO_FLOOD, false],
  forward: [PORT_CONFIG.NO_FWD, false],
  'packet-in': [PORT_CONFIG.NO_PACKET_IN, false],
};

/** The words of `mod-port`. */
const PORT_ACTIONS: readonly string[] = [
  ...Object.keys(SETTINGS),
  ...Object.keys(SETTINGS)
    .filter((word) => word !== 'up' && word !== 'down')
    .map((word) => `no-${word}`),
];

/** The settings that messages of OpenFlow 1.1 and later can change. */
const OF11_SETTINGS =
  PORT_CONFIG.PORT_DOWN | PORT_CONFIG.NO_RECV | PORT_CONFIG.NO_FWD | PORT_CONFIG.NO_PACKET_IN;

function modifyPort(
  run: Run,
  [bridgeName = '', portText = '', action = '']: readonly string[],
): void {
  const port = fetchPort(run, bridgeName, portText);
  const negated = /^no-?/i.test(action);
  const word = action.replace(/^no-?/i, '').toLowerCase();
  const setting = lookUp(SETTINGS, word) ?? fatal(`unknown mod-port command '${action}'`);
  const [bit, sets] = setting;
  const config = sets !== negated ? bit : 0;
  const connection = run.connect(bridgeName);
  const mask = connection.version === 10 ? bit : bit & OF11_SETTINGS;
  // The switch never refuses to change a port that exists.
  connection.order({
    act: () => {
      setPortConfig(port, config, mask);
      connection.bridge.touch();
      run.context.datapath.noteChange({ port });
    },
  });
  run.context.settle();
}

/** Changes settings of a port; one that is down has no link. */
function setPortConfig(port: BridgePort, config: number, mask: number): void {
  port.config = (port.config & ~mask) | (config & mask);
  if ((mask & PORT_CONFIG.PORT_DOWN) === 0) return;
  const down = (port.config & PORT_CONFIG.PORT_DOWN) !== 0;
  port.state = down ? port.state | PORT_STATE.LINK_DOWN : port.state & ~PORT_STATE.LINK_DOWN;
}

/** Returns a command that prints something about one port, or all. */
const ofPorts =
  (print: (run: Run, connection: Connection, number: number) => void): OfctlCommand['run'] =>
  (run, [name = '', port]) => {
    const connection = run.connect(name);
    print(run, connection, port === undefined ? PORT.ANY : portNumber(run, name, port));
  };

export const PORT_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'dump-ports',
    usage: 'SWITCH [PORT]',
    summary: 'show the statistics of ports',
    run: ofPorts(printPortStats),
  },
  {
    name: 'dump-ports-desc',
    usage: 'SWITCH [PORT]',
    summary: 'show the descriptions of ports',
    run: ofPorts(printPortDescriptions),
  },
  {
    name: 'mod-port',
    usage: 'SWITCH PORT PORT_ACTION',
    values: { PORT_ACTION: PORT_ACTIONS },
    summary: 'change the configuration of a port',
    run: modifyPort,
  },
];
