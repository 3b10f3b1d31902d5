/** Prints messages that carry packets. Mirrors `ofp_print_packet_in()` and `ofp_print_packet_out()`. */

import { OpenFlowError } from '../../../openflow/model/errors.js';
import { Match } from '../../../openflow/model/match.js';
import { PORT, PORT_MAX } from '../../../openflow/model/openflow-ports.js';
import { formatActionList } from '../../../openflow/text/format-actions.js';
import { formatMatch } from '../../../openflow/text/format-match.js';
import { formatPort } from '../../../openflow/values/port-text.js';
import type { ByteReader } from '../../../openflow/wire/byte-reader.js';
import { decodeActionList } from '../../../openflow/wire/decode-instructions.js';
import { takeNxMatch, takeOxmMatch } from '../../../openflow/wire/decode-match.js';
import { hexDump } from '../../../openflow/wire/hex-dump.js';
import { NO_BUFFER } from '../flow-text.js';
import { packetText } from '../packet-text.js';
import {
  type BodyPrinters,
  type PrintedMessage,
  readerOf,
  rejectMessage,
  takePort32,
  takeVersionPort,
} from './body.js';

const REASONS = ['no_match', 'action', 'invalid_ttl', 'action_set', 'group', 'packet_out'];

/** Returns the reason for a packet-in; mirrors `ofputil_packet_in_reason_to_string()`. */
export function packetReason(reason: number): string {
  return REASONS[reason] ?? String(reason);
}

/** The minimum verbosities at which packets are described, and are dumped. */
const WITH_PACKET = 1;
const WITH_BYTES = 3;

interface PacketIn {
  readonly bufferId: number;
  readonly total: number;
  readonly reason: number;
  readonly table: number;
  readonly cookie: bigint;
  readonly match: Match;
}

const NO_COOKIE = 0xffffffffffffffffn;

function inPortMatch(port: number): Match {
  return Match.ANY.with('in_port', BigInt(port));
}

/** Reads a packet in up to its packet; mirrors `ofputil_decode_packet_in()`. */
function takePacketIn(reader: ByteReader, { name, version, log }: PrintedMessage): PacketIn {
  const bufferId = reader.uint(4);
  if (name === 'OFPT_PACKET_IN' && version === 10) {
    const total = reader.uint(2);
    const match = inPortMatch(reader.uint(2));
    const reason = reader.uint(1);
    reader.skip(1);
    return { bufferId, total, match, reason, table: 0, cookie: NO_COOKIE };
  }
  if (name === 'OFPT_PACKET_IN' && version === 11) {
    const match = inPortMatch(takePort32(reader));
    reader.skip(4);
    const total = reader.uint(2);
    return { bufferId, total, match, ...takeReason(reader), cookie: NO_COOKIE };
  }
  const total = reader.uint(2);
  const reason = takeReason(reader);
  const isNxm = name === 'NXT_PACKET_IN';
  const cookie = isNxm || version >= 13 ? reader.big(8) : NO_COOKIE;
  let match: Match;
  if (isNxm) {
    const length = reader.uint(2);
    reader.skip(6);
    ({ match } = takeNxMatch(reader, length, { log, loose: true }));
  } else {
    match = takeOxmMatch(reader, { log, loose: true });
  }
  if (reader.left < 2) throw new OpenFlowError('OFPBRC_BAD_LEN');
  reader.skip(2);
  return { bufferId, total, match, ...reason, cookie };
}

const takeReason = (reader: ByteReader) => ({ reason: reader.uint(1), table: reader.uint(1) });

function* printPacketIn(message: PrintedMessage): Iterable<string> {
  const reader = readerOf(message);
  const { bufferId, total, reason, table, cookie, match } = takePacketIn(reader, message);
  const packet = reader.rest();
  if (table !== 0) yield ` table_id=${table}`;
  if (cookie !== NO_COOKIE) yield ` cookie=0x${cookie.toString(16)}`;
  yield ` total_len=${total} ${formatMatch(match)} (via ${packetReason(reason)}) data_len=${packet.length}`;
  if (bufferId === NO_BUFFER) {
    yield ' (unbuffered)';
    if (total !== packet.length) yield ' (***total_len != data_len***)';
  } else {
    yield ` buffer=0x${bufferId.toString(16).padStart(8, '0')}`;
    if (total < packet.length) yield ' (***total_len < data_len***)';
  }
  yield '\n';
  if (message.verbosity >= WITH_PACKET) yield packetText(packet);
  if (message.verbosity >= WITH_BYTES) yield hexDump(packet, false);
}

/** Reserved ports that a packet can nevertheless come from. */
const SOURCES: readonly number[] = [PORT.LOCAL, PORT.ANY, PORT.CONTROLLER];

function* printPacketOut(message: PrintedMessage): Iterable<string> {
  const { version, log, verbosity } = message;
  const reader = readerOf(message);
  const bufferId = reader.uint(4);
  const inPort = takeVersionPort(reader, version);
  const length = reader.uint(2);
  reader.skip(version === 10 ? 0 : 6);
  if (length > reader.left) {
    const why = `OpenFlow message actions length ${length} exceeds remaining message length (${reader.left})`;
    rejectMessage(log, why);
  }
  const actions = decodeActionList(reader.bytes(length), version, { is: 'tool', log });
  if (inPort >= PORT_MAX && !SOURCES.includes(inPort)) {
    rejectMessage(log, `packet-out has bad input port 0x${inPort.toString(16)}`, 'OFPBRC_BAD_PORT');
  }
  yield ` in_port=${formatPort(inPort)} actions=${formatActionList(actions)}`;
  if (bufferId !== NO_BUFFER) {
    yield ` buffer=0x${bufferId.toString(16).padStart(8, '0')}`;
    return;
  }
  const packet = reader.rest();
  yield ` data_len=${packet.length}`;
  if (verbosity >= WITH_PACKET && packet.length > 0) yield `\n${packetText(packet)}`;
  if (verbosity >= WITH_BYTES) yield hexDump(packet, false);
}

export const PACKET_MESSAGES = {
  OFPT_PACKET_IN: printPacketIn,
  NXT_PACKET_IN: printPacketIn,
  OFPT_PACKET_OUT: printPacketOut,
} satisfies BodyPrinters;
