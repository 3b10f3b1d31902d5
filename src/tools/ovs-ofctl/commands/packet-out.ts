/** The command that sends packets like a controller. */

import { OpenFlowError } from '../../../openflow/model/errors.js';
import { Match } from '../../../openflow/model/match.js';
import { PORT, PORT_MAX } from '../../../openflow/model/openflow-ports.js';
import type { OpenFlowVersion } from '../../../openflow/model/protocols.js';
import { formatActionList } from '../../../openflow/text/format-actions.js';
import { parseActions } from '../../../openflow/text/parse-actions.js';
import { formatPort } from '../../../openflow/values/port-text.js';
import { checkReceivedActions, type MessageReader } from '../../../openflow/wire/check-received.js';
import { convertActions } from '../../../openflow/wire/convert-actions.js';
import { encodePacketOut, type PacketOut } from '../../../openflow/wire/encode-packet-out.js';
import { extractFlow } from '../../../packet/extract.js';
import { Flow } from '../../../packet/flow.js';
import { formatFlow } from '../../../packet/format-flow.js';
import { fatal } from '../../program/exit.js';
import type { OfctlCommand } from '../command.js';
import type { Connection } from '../connection.js';
import { readText } from '../input.js';
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

/** Checks a message as its reader does. @throws OpenFlowError */
function receive(
  { inPort, actions }: PacketOut,
  version: OpenFlowVersion,
  reader: MessageReader,
): void {
  checkReceivedActions(actions, version, reader);
  if (inPort < PORT_MAX || SOURCES.includes(inPort)) return;
  if (reader.is === 'tool') {
    reader.log('WARN', 'ofp_util', `packet-out has bad input port 0x${inPort.toString(16)}`);
  }
  throw new OpenFlowError('OFPBRC_BAD_PORT');
}

/** Returns the text of a message, or of the error in it. */
function describe(run: Run, message: PacketOut, version: OpenFlowVersion): string {
  try {
    receive(message, version, { is: 'tool', log: run.log });
  } catch (error) {
    if (!(error instanceof OpenFlowError)) throw error;
    return `***decode error: ${error.code}***\n`;
  }
  const { inPort, actions, frame } = message;
  const flow = formatFlow(extractFlow(frame, new Flow()));
  return `in_port=${formatPort(inPort)} actions=${formatActionList(actions)} data_len=${frame.length}\n${flow}\n`;
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
        receive(message, version, { is: 'switch' });
        send(run, connection, message);
      },
      request: {
        name,
        bytes: (xid) => encodePacketOut(message, version, xid),
        text: (xid) => `${connection.header(name, xid)} ${describe(run, message, version)}`,
      },
    });
  }
  run.context.settle();
}

export const PACKET_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'packet-out',
    usage: 'SWITCH IN_PORT ACTIONS PACKET...',
    summary: 'send packets, each in hexadecimal, by some actions',
    run: packetOut,
  },
];
