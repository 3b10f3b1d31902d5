/** Prints messages about flows. Mirrors the functions of `lib/ofp-print.c` about flows. */

import { OpenFlowError } from '../../../openflow/model/errors.js';
import { ANY_TABLE } from '../../../openflow/model/flow-mod.js';
import type { Match } from '../../../openflow/model/match.js';
import {
  type OpenFlowVersion,
  PROTOCOL,
  type Protocols,
  versionProtocols,
} from '../../../openflow/model/protocols.js';
import { checkConsistency } from '../../../openflow/rules/check-against-match.js';
import { formatActionList } from '../../../openflow/text/format-actions.js';
import { formatMatch } from '../../../openflow/text/format-match.js';
import { formatPort } from '../../../openflow/values/port-text.js';
import type { ByteReader } from '../../../openflow/wire/byte-reader.js';
import {
  decodeFlowFlags,
  decodeFlowMod,
  takeMatch,
} from '../../../openflow/wire/decode-flow-mod.js';
import {
  decodeActionList,
  decodeInstructions,
} from '../../../openflow/wire/decode-instructions.js';
import { takeOf10Match } from '../../../openflow/wire/decode-legacy-match.js';
import { takeNxMatch } from '../../../openflow/wire/decode-match.js';
import {
  type FlowStatistics,
  formatFlow,
  formatFlowMod,
  formatFlowStatistics,
} from '../flow-text.js';
import { formatSeconds } from '../message-text.js';
import {
  ANY_PORT,
  type BodyPrinter,
  type BodyPrinters,
  formatNumberedBits,
  type PrintedMessage,
  readerOf,
  rejectMessage,
  takePort32,
  withFlags,
  withParseErrors,
} from './body.js';
import { formatNxMatch, formatOf10Match } from './raw-match.js';

/** The minimum verbosity at which matches appear as encoded in the message. */
const RAW = 3;

const NXM_FLOW_MOD_HEAD = 32;

/** Returns the text of a flow mod's match as encoded in the message, if it has one. */
function rawMatch({ name, version, body, verbosity, log }: PrintedMessage): string | undefined {
  if (verbosity < RAW) return undefined;
  if (name === 'NXT_FLOW_MOD') {
    const length = ((body[24] ?? 0) << 8) | (body[25] ?? 0);
    return formatNxMatch(body.subarray(NXM_FLOW_MOD_HEAD, NXM_FLOW_MOD_HEAD + length), log);
  }
  return version === 10 ? formatOf10Match(body, verbosity) : undefined;
}

/** Returns the flow format in which a flow mod is checked. */
function protocolOf(version: OpenFlowVersion): Protocols {
  return version === 10 ? PROTOCOL.OF10_STD_TID : versionProtocols(version);
}

function* printFlowMod(message: PrintedMessage): Iterable<string> {
  const { mod, bufferId } = decodeFlowMod(message, message.log);
  checkConsistency(mod, protocolOf(message.version), message.log);
  const extras = { rawMatch: rawMatch(message), bufferId };
  yield ` ${formatFlowMod(mod, message.version, extras)}`;
}

const REMOVAL_REASONS = ['idle', 'hard', 'delete', 'group_delete', 'meter_delete', 'eviction'];

/** Returns the reason why a flow was removed; mirrors `ofp_flow_removed_reason_to_string()`. */
export function removalReason(reason: number): string {
  return REMOVAL_REASONS[reason] ?? String(reason);
}

const NO_TABLE = 255;

function* printFlowRemoved({ name, version, log, ...message }: PrintedMessage): Iterable<string> {
  const reader = readerOf({ name, version, log, ...message });
  const isOf10 = name === 'OFPT_FLOW_REMOVED' && version === 10;
  const isNxm = name === 'NXT_FLOW_REMOVED';
  let match: Match | undefined = isOf10 ? takeOf10Match(reader) : undefined;
  const cookie = reader.big(8);
  const priority = reader.uint(2);
  const reason = reader.uint(1);
  const tableByte = reader.uint(1);
  const duration = formatSeconds(reader.uint(4), reader.uint(4));
  const idle = reader.uint(2);
  const hardOrLength = reader.uint(2);
  const counters = `pkts${reader.big(8)} bytes${reader.big(8)}`;
  if (isNxm) {
    ({ match } = takeNxMatch(reader, hardOrLength, { log }));
    if (reader.left > 0) throw new OpenFlowError('OFPBRC_BAD_LEN');
  }
  match ??= takeMatch(reader, version, log);
  const table = isOf10
    ? NO_TABLE
    : isNxm
      ? tableByte === 0
        ? NO_TABLE
        : tableByte - 1
      : tableByte;
  const hard = isOf10 || isNxm ? 0 : hardOrLength;
  yield ` ${formatMatch(match, priority)} reason=${removalReason(reason)}`;
  if (table !== NO_TABLE) yield ` table_id=${table}`;
  if (cookie !== 0n) yield ` cookie:0x${cookie.toString(16)}`;
  yield ` duration${duration} idle${idle}`;
  if (hard !== 0) yield ` hard${hard}`;
  yield ` ${counters}\n`;
}

function* printFlowRequest({ name, version, log, ...message }: PrintedMessage): Iterable<string> {
  const reader = readerOf({ name, version, log, ...message });
  let match: Match;
  let table: number;
  let outPort: number;
  if (name.startsWith('NXST')) {
    outPort = reader.uint(2);
    const length = reader.uint(2);
    table = reader.uint(1);
    reader.skip(3);
    ({ match } = takeNxMatch(reader, length, { log }));
    if (reader.left > 0) throw new OpenFlowError('OFPBRC_BAD_LEN');
  } else if (version === 10) {
    match = takeOf10Match(reader);
    table = reader.uint(1);
    reader.skip(1);
    outPort = reader.uint(2);
  } else {
    table = reader.uint(1);
    reader.skip(3);
    outPort = takePort32(reader);
    reader.skip(4 + 4 + 8 + 8);
    match = takeMatch(reader, version, log);
  }
  if (table !== ANY_TABLE) yield ` table=${table}`;
  if (outPort !== ANY_PORT) yield ` out_port=${formatPort(outPort)}`;
  yield ` ${formatMatch(match)}`;
}

/** A flow in a reply that lists flows. */
interface ListedFlow {
  readonly statistics: FlowStatistics;
  readonly match: Match;
  readonly priority: number;
  readonly instructions: Uint8Array;
}

const NOT_TOLD = { flags: 0, importance: 0, idleAge: undefined, hardAge: undefined };

const FLOW_BYTES = { of10: 88, later: 48 } as const;

function takeLength(reader: ByteReader, least: number, { name, log }: PrintedMessage): number {
  if (reader.left < least) rejectMessage(log, `${name} has ${reader.left} leftover bytes at end`);
  const length = reader.uint(2);
  if (length < least) rejectMessage(log, `${name} claims invalid length ${length}`);
  return length;
}

function takeOf10Flow(reader: ByteReader, message: PrintedMessage): ListedFlow {
  const length = takeLength(reader, FLOW_BYTES.of10, message);
  const table = reader.uint(1);
  reader.skip(1);
  const match = takeOf10Match(reader);
  const duration = formatSeconds(reader.uint(4), reader.uint(4));
  const priority = reader.uint(2);
  const idleTimeout = reader.uint(2);
  const hardTimeout = reader.uint(2);
  reader.skip(6);
  const counters = takeCounters(reader);
  const instructions = reader.bytes(length - FLOW_BYTES.of10);
  const common = { ...counters, duration, table, idleTimeout, hardTimeout };
  return { statistics: { ...NOT_TOLD, ...common }, match, priority, instructions };
}

const takeCounters = (reader: ByteReader) => ({
  cookie: reader.big(8),
  packets: reader.big(8),
  bytes: reader.big(8),
});

/** Reads a flow of OpenFlow 1.1 and later, or of NXM, which has ages instead of flags. */
function takeLaterFlow(reader: ByteReader, message: PrintedMessage): ListedFlow {
  const { version, log } = message;
  const isNxm = message.name === 'NXST_FLOW reply';
  const before = reader.left;
  const length = takeLength(reader, FLOW_BYTES.later, message);
  const table = reader.uint(1);
  reader.skip(1);
  const seconds = reader.uint(4);
  const duration = formatSeconds(seconds, reader.uint(4));
  const priority = reader.uint(2);
  const idleTimeout = reader.uint(2);
  const hardTimeout = reader.uint(2);
  const flagsOrLength = reader.uint(2);
  const importanceOrIdle = reader.uint(2);
  const hard = reader.uint(2);
  const counters = takeCounters(reader);
  const match = isNxm
    ? takeNxMatch(reader, flagsOrLength, { log }).match
    : takeMatch(reader, version, log);
  const instructions = reader.bytes(Math.max(0, length - (before - reader.left)));
  const told = isNxm
    ? {
        ...NOT_TOLD,
        idleAge: importanceOrIdle === 0 ? undefined : importanceOrIdle - 1,
        hardAge: hard === 0 || hard - 1 === seconds ? undefined : hard - 1,
      }
    : {
        ...NOT_TOLD,
        flags: version >= 13 ? decodeFlowFlags(flagsOrLength, undefined, version) : 0,
        importance: version >= 14 ? importanceOrIdle : 0,
      };
  const common = { ...counters, duration, table, idleTimeout, hardTimeout };
  return { statistics: { ...told, ...common }, match, priority, instructions };
}

function* printFlows(message: PrintedMessage): Iterable<string> {
  const reader = readerOf(message);
  const { version, log } = message;
  const take = message.name === 'OFPST_FLOW reply' && version === 10 ? takeOf10Flow : takeLaterFlow;
  while (reader.left > 0) {
    const { statistics, match, priority, instructions } = take(reader, message);
    const actions = decodeInstructions(instructions, version, { is: 'tool', log });
    yield `\n${formatFlowStatistics(statistics)}${formatFlow(match, priority, actions)}`;
  }
}

function* printAggregate(message: PrintedMessage): Iterable<string> {
  const reader = readerOf(message);
  yield ` packet_count=${reader.big(8)} byte_count=${reader.big(8)} flow_count=${reader.uint(4)}`;
}

const MONITOR_FLAGS = ['initial', 'add', 'delete', 'modify', 'actions', 'own'];
const MONITOR_CHANGES = 0b1110;
const MONITOR_HEAD = 16;

function* printMonitorRequest(message: PrintedMessage): Iterable<string> {
  const { log } = message;
  const reader = readerOf(message);
  while (reader.left > 0) {
    if (reader.left < MONITOR_HEAD) {
      rejectMessage(log, `NXST_FLOW_MONITOR request has ${reader.left} leftover bytes at end`);
    }
    const id = reader.uint(4);
    const flags = reader.uint(2);
    if ((flags & MONITOR_CHANGES) === 0 || flags >>> MONITOR_FLAGS.length !== 0) {
      const why = `NXST_FLOW_MONITOR has bad flags 0x${flags.toString(16)}`;
      rejectMessage(log, why, 'OFPMOFC_BAD_FLAGS');
    }
    const outPort = reader.uint(2);
    const length = reader.uint(2);
    const table = reader.uint(1);
    if (!reader.part(5).restIsZero()) throw new OpenFlowError('NXBRC_MUST_BE_ZERO');
    const { match } = takeNxMatch(reader, length, { log });
    let text = `\n id=${id} flags=${formatNumberedBits(flags, MONITOR_FLAGS, ',')}`;
    if (outPort !== ANY_PORT) text += ` out_port=${formatPort(outPort)}`;
    if (table !== ANY_TABLE) text += ` table=${table}`;
    yield `${text} ${formatMatch(match)}`.trimEnd();
  }
}

const EVENTS = ['ADDED', 'DELETED', 'MODIFIED', 'ABBREV'];
const UPDATE_BYTES = 24;
const ABBREVIATED_BYTES = 8;

function* printMonitorReply(message: PrintedMessage): Iterable<string> {
  const { version, log } = message;
  const reader = readerOf(message);
  while (reader.left > 0) {
    const { left } = reader;
    const badLength = (): never =>
      rejectMessage(log, `NXST_FLOW_MONITOR reply has ${reader.left} leftover bytes at end`);
    if (left < 4) badLength();
    const length = reader.uint(2);
    const number = reader.uint(2);
    if (length > left || length % 8 !== 0) badLength();
    const event = EVENTS[number];
    if (event === undefined) {
      const why = `NXST_FLOW_MONITOR reply has bad event ${number}`;
      rejectMessage(log, why, 'NXBRC_FM_BAD_EVENT');
    } else if (event === 'ABBREV') {
      if (length !== ABBREVIATED_BYTES) badLength();
      yield `\n event=ABBREV xid=0x${reader.uint(4).toString(16)}`;
    } else {
      if (length < UPDATE_BYTES) badLength();
      yield formatUpdate(reader, event, length, version, message);
    }
  }
}

function formatUpdate(
  reader: ByteReader,
  event: string,
  length: number,
  version: OpenFlowVersion,
  { log }: PrintedMessage,
): string {
  const reason = reader.uint(2);
  reader.skip(2);
  const idle = reader.uint(2);
  const hard = reader.uint(2);
  const matchLength = reader.uint(2);
  const table = reader.uint(1);
  reader.skip(1);
  const cookie = reader.big(8);
  if (UPDATE_BYTES + matchLength > length) {
    rejectMessage(log, `NXST_FLOW_MONITOR reply has ${reader.left} leftover bytes at end`);
  }
  const { match } = takeNxMatch(reader, matchLength, { log });
  const actionBytes = reader.bytes(length - UPDATE_BYTES - ((matchLength + 7) & ~7));
  const actions = decodeActionList(actionBytes, version, { is: 'tool', log });
  let text = `\n event=${event}`;
  if (event === 'DELETED') text += ` reason=${removalReason(reason)}`;
  text += ` table=${table}`;
  if (idle !== 0) text += ` idle_timeout=${idle}`;
  if (hard !== 0) text += ` hard_timeout=${hard}`;
  text += ` cookie=${cookie === 0n ? '0' : `0x${cookie.toString(16)}`} ${formatMatch(match)}`;
  if (actions.length === 0) return text;
  return `${text.trimEnd()} actions=${formatActionList(actions)}`;
}

function* printMonitorCancel(message: PrintedMessage): Iterable<string> {
  yield ` id=${readerOf(message).uint(4)}`;
}

const flowList: BodyPrinter = withFlags(withParseErrors(printFlows));

export const FLOW_MESSAGES = {
  OFPT_FLOW_MOD: printFlowMod,
  NXT_FLOW_MOD: printFlowMod,
  OFPT_FLOW_REMOVED: printFlowRemoved,
  NXT_FLOW_REMOVED: printFlowRemoved,
  'OFPST_FLOW request': withFlags(printFlowRequest),
  'NXST_FLOW request': withFlags(printFlowRequest),
  'OFPST_FLOW reply': flowList,
  'NXST_FLOW reply': flowList,
  'OFPST_AGGREGATE request': withFlags(printFlowRequest),
  'NXST_AGGREGATE request': withFlags(printFlowRequest),
  'OFPST_AGGREGATE reply': withFlags(printAggregate),
  'NXST_AGGREGATE reply': withFlags(printAggregate),
  'OFPST_FLOW_MONITOR request': printMonitorRequest,
  'NXST_FLOW_MONITOR request': printMonitorRequest,
  'OFPST_FLOW_MONITOR reply': printMonitorReply,
  'NXST_FLOW_MONITOR reply': printMonitorReply,
  NXT_FLOW_MONITOR_CANCEL: printMonitorCancel,
} satisfies BodyPrinters;
