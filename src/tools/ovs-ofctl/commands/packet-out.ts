/** The command that sends packets like a controller. */

import { OpenFlowError } from '../../../openflow/model/errors.js';
import { Match } from '../../../openflow/model/match.js';
import { PORT, PORT_MAX } from '../../../openflow/model/openflow-ports.js';
import type { OpenFlowVersion } from '../../../openflow/model/protocols.js';
import { parseActions } from '../../../openflow/text/parse-actions.js';
import { checkReceivedActions } from '../../../openflow/wire/check-received.js';
import { convertActions } from '../../../openflow/wire/convert-actions.js';
import { encodePacketOut, type PacketOut } from '../../../openflow/wire/encode-packet-out.js';
import { fatal } from '../../program/exit.js';
import type { OfctlCommand } from '../command.js';
import type { Connection } from '../connection.js';
import { readText } from '../input.js';
import { formatMessage } from '../messages/print-message.js';
import type { Run } from '../run.js';
import { portNumber } from './port-commands.js';

/** The size of an Ethernet header. */
const SHORTEST = 14;

/** Parses a frame in hexadecimal; an error ends the program. */
function readFrame(text: string): Uint8Array {
  const digits = text.replace(/[ \t\r\n]/g, '');
  if (!/^([0-9a-f]{2})*$/i.test(digits)) fatal('Trailing garbage in packet data');
  const pairs = digits.match(/../g) ?? [];
  if (pairs.length < SHORTEST) fatal('Packet data too short for Ethernet');
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

/** The reserved ports from which a packet can come. */
const SOURCES: readonly number[] = [PORT.LOCAL, PORT.ANY, PORT.CONTROLLER];

function send(run: Run, { bridge }: Connection, { inPort, actions, frame }: PacketOut): void {
  for (const action of actions) {
    if (action.type === 'group' && !bridge.groups.has(action.group)) {
      throw new OpenFlowError('OFPBAC_BAD_OUT_GROUP');
    }
  }
  run.context.datapath.packetOut(bridge.name, inPort, actions, frame);
}

/** Checks a message as the switch does. @throws OpenFlowError */
function receive({ inPort, actions }: PacketOut, version: OpenFlowVersion): void {
  checkReceivedActions(actions, version, { is: 'switch' });
  if (inPort < PORT_MAX || SOURCES.includes(inPort)) return;
  throw new OpenFlowError('OFPBRC_BAD_PORT');
}

function packetOut(
  run: Run,
  [bridgeName = '', portText = '', actionsText = '', ...frames]: readonly string[],
): void {
  const { actions } = readText(() => parseActions(actionsText, run.log, false));
  const inPort = portNumber(run, bridgeName, portText);
  const connection = run.connect(bridgeName);
  const { version } = connection;
  const name = 'OFPT_PACKET_OUT';
  for (const text of frames) {
    const message: PacketOut = {
      inPort,
      actions: convertActions(actions, version, Match.ANY),
      frame: readFrame(text),
    };
    connection.order({
      act: () => {
        receive(message, version);
        send(run, connection, message);
      },
      request: {
        name,
        bytes: (xid) => encodePacketOut(message, version, xid),
        text: (xid) => formatMessage(encodePacketOut(message, version, xid), 1, run.log),
      },
    });
  }
  run.context.settle();
}

export const PACKET_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'packet-out',
    usage: 'SWITCH IN_PORT ACTIONS PACKET...',
    summary: 'apply actions to packets, each in hexadecimal',
    run: packetOut,
  },
];
