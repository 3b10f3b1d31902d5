/** Prints messages about ports and switches. Mirrors the functions of `lib/ofp-print.c` about them. */

import { formatMac } from '../../../lib/addresses.js';
import { OpenFlowError } from '../../../openflow/model/errors.js';
import type { OpenFlowVersion } from '../../../openflow/model/protocols.js';
import { formatPort } from '../../../openflow/values/port-text.js';
import type { ByteReader } from '../../../openflow/wire/byte-reader.js';
import { takeProperties } from '../../../openflow/wire/decode-properties.js';
import { formatSeconds } from '../message-text.js';
import {
  formatLinkFeatures,
  formatPortConfig,
  formatPortDescription,
  formatPortDescriptions,
  formatPortStatistics,
  OF10_CONFIG,
  type PortDescription,
  type PortStatistics,
} from '../port-text.js';
import { actionNames } from './action-bitmap.js';
import {
  ANY_PORT,
  type BodyPrinters,
  formatNumberedBits,
  type PrintedMessage,
  readerOf,
  requireElement,
  takePort32,
  takeText,
  takeVersionPort,
  withFlags,
  withParseErrors,
} from './body.js';

const NAME_BYTES = 16;

/** The bits of `config` that exist, in OpenFlow 1.0 and later. */
const OF10_ALL = 0x7f;
const OF11_ALL = OF10_ALL & ~OF10_CONFIG;
const OF10_STATES = 0x301;
const OF11_STATES = 7;

/** Returns features of a link from the bits of OpenFlow 1.0. */
function featuresFromOf10(bits: number): number {
  return (bits & 0x7f) | ((bits & 0xf80) << 4);
}

const featuresFromOf11 = (bits: number): number => bits & 0xffff;

/** The speeds of link features, in kb/s. */
const SPEEDS: readonly (readonly [features: number, speed: number])[] = [
  [1 << 9, 1_000_000_000],
  [1 << 8, 100_000_000],
  [1 << 7, 40_000_000],
  [1 << 6, 10_000_000],
  [3 << 4, 1_000_000],
  [3 << 2, 100_000],
  [3, 10_000],
];

const speedOf = (features: number): number =>
  SPEEDS.find(([bits]) => (features & bits) !== 0)?.[1] ?? 0;

function takeOf10Port(reader: ByteReader): PortDescription {
  const number = reader.uint(2);
  const address = reader.big(6);
  const name = takeText(reader, NAME_BYTES);
  const config = reader.uint(4) & OF10_ALL;
  const state = reader.uint(4) & OF10_STATES;
  const [current, advertised, supported, peer] = takeFour(reader, featuresFromOf10);
  const speeds = { speed: speedOf(current), maxSpeed: speedOf(supported) };
  return {
    number,
    address,
    name,
    config,
    state,
    link: { current, advertised, supported, peer, ...speeds },
  };
}

function takeFour(
  reader: ByteReader,
  convert: (bits: number) => number,
): [number, number, number, number] {
  const next = (): number => convert(reader.uint(4));
  return [next(), next(), next(), next()];
}

function takeLink(reader: ByteReader): NonNullable<PortDescription['link']> {
  const [current, advertised, supported, peer] = takeFour(reader, featuresFromOf11);
  return { current, advertised, supported, peer, speed: reader.uint(4), maxSpeed: reader.uint(4) };
}

function takeOf11Port(reader: ByteReader): PortDescription {
  const number = takePort32(reader);
  reader.skip(4);
  const address = reader.big(6);
  reader.skip(2);
  const name = takeText(reader, NAME_BYTES);
  const config = reader.uint(4) & OF11_ALL;
  const state = reader.uint(4) & OF11_STATES;
  return { number, address, name, config, state, link: takeLink(reader) };
}

const PORT14_BYTES = 40;
const ETHERNET = 0;
/** The size of an Ethernet property of a port, without its header. */
const ETHERNET_BYTES = 28;

function takeOf14Port(reader: ByteReader): PortDescription {
  const { left } = reader;
  const number32 = reader.part(4);
  const length = reader.uint(2);
  if (left < PORT14_BYTES || length < PORT14_BYTES || length > left) {
    throw new OpenFlowError('OFPBRC_BAD_LEN');
  }
  reader.skip(2);
  const address = reader.big(6);
  reader.skip(2);
  const name = takeText(reader, NAME_BYTES);
  const config = reader.uint(4) & OF11_ALL;
  const state = reader.uint(4) & OF11_STATES;
  const properties = reader.part(length - PORT14_BYTES);
  let port: PortDescription = { number: takePort32(number32), address, name, config, state };
  for (const { type, payload } of takeProperties(properties)) {
    if (type !== ETHERNET) continue;
    if (payload.left !== ETHERNET_BYTES) throw new OpenFlowError('OFPBPC_BAD_LEN');
    payload.skip(4);
    port = { ...port, link: takeLink(payload) };
  }
  return port;
}

/** Yields the ports of a list; bytes that are too few for one are ignored before OpenFlow 1.4. */
function* takePorts(reader: ByteReader, version: OpenFlowVersion): Iterable<PortDescription> {
  const least = version === 10 ? 48 : version < 14 ? 64 : 1;
  const take = version === 10 ? takeOf10Port : version < 14 ? takeOf11Port : takeOf14Port;
  while (reader.left >= least) yield take(reader);
}

/** Yields the text of the ports up to one that cannot be decoded. */
function* printPorts(reader: ByteReader, version: OpenFlowVersion): Iterable<string> {
  const ports: PortDescription[] = [];
  let failure: unknown;
  try {
    for (const port of takePorts(reader, version)) ports.push(port);
  } catch (error) {
    failure = error;
  }
  yield formatPortDescriptions(ports, version);
  if (failure !== undefined) throw failure;
}

const STATUS_REASONS = ['ADD', 'DEL', 'MOD'];

function* printPortStatus(message: PrintedMessage): Iterable<string> {
  const { version } = message;
  const reader = readerOf(message);
  const reason = STATUS_REASONS[reader.uint(1)];
  if (reason === undefined) throw new OpenFlowError('NXBRC_BAD_REASON');
  reader.skip(7);
  for (const port of takePorts(reader, version)) {
    yield ` ${reason}:${formatPortDescription(port, version)}`;
    return;
  }
}

function* printPortMod(message: PrintedMessage): Iterable<string> {
  const { version } = message;
  const reader = readerOf(message);
  const port = takeVersionPort(reader, version);
  reader.skip(version === 10 ? 0 : 4);
  const address = formatMac(reader.big(6));
  reader.skip(version === 10 ? 0 : 2);
  const all = version === 10 ? OF10_ALL : OF11_ALL;
  const config = reader.uint(4) & all;
  const mask = reader.uint(4) & all;
  const advertise =
    version >= 14
      ? takeAdvertised(reader)
      : version === 10
        ? featuresFromOf10(reader.uint(4))
        : featuresFromOf11(reader.uint(4));
  yield `port: ${formatPort(port)}: addr:${address}\n`;
  yield `     config: ${formatPortConfig(config & mask)}\n`;
  yield `     mask:   ${formatPortConfig(mask)}\n`;
  yield `     advertise: ${advertise === 0 ? 'UNCHANGED' : formatLinkFeatures(advertise)}\n`;
}

function takeAdvertised(reader: ByteReader): number {
  let advertised = 0;
  for (const { type, payload } of takeProperties(reader)) {
    if (type !== ETHERNET) continue;
    if (payload.left !== 4) throw new OpenFlowError('OFPBRC_BAD_LEN');
    advertised = featuresFromOf11(payload.uint(4));
  }
  return advertised;
}

function* printPortRequest(message: PrintedMessage): Iterable<string> {
  yield ` port_no=${formatPort(takeVersionPort(readerOf(message), message.version))}`;
}

/** The sizes of statistics of a port: in OpenFlow 1.0 to 1.2, 1.3, and later. */
const STATISTICS_BYTES = { early: 104, of13: 112, later: 80 } as const;
const UNKNOWN = 0xffffffffffffffffn;

type CommonStatistics = Pick<PortStatistics, 'received' | 'sent'>;

function takeCommonStatistics(reader: ByteReader): CommonStatistics {
  const next = (): bigint => reader.big(8);
  const pairs = [0, 1, 2, 3].map(() => [next(), next()] as const);
  const side = (i: 0 | 1) => {
    const [packets = 0n, bytes = 0n, dropped = 0n, errors = 0n] = pairs.map((pair) => pair[i]);
    return { packets, bytes, dropped, errors };
  };
  return { received: side(0), sent: side(1) };
}

const takeErrors = (reader: ByteReader) => ({
  frame: reader.big(8),
  overrun: reader.big(8),
  crc: reader.big(8),
  collisions: reader.big(8),
});

/** The number of seconds that means an unknown duration. */
const UNKNOWN_TIME = 0xffffffff;

function takeDuration(reader: ByteReader): Pick<PortStatistics, 'duration'> {
  const [seconds, nanoseconds] = [reader.uint(4), reader.uint(4)];
  return seconds === UNKNOWN_TIME ? {} : { duration: formatSeconds(seconds, nanoseconds) };
}

function takeEarlyStatistics(reader: ByteReader, message: PrintedMessage): PortStatistics {
  const { version } = message;
  requireElement(reader, version === 13 ? STATISTICS_BYTES.of13 : STATISTICS_BYTES.early, message);
  const port = takeVersionPort(reader, version);
  reader.skip(version === 10 ? 6 : 4);
  const counters = { ...takeCommonStatistics(reader), ...takeErrors(reader) };
  return { port, ...counters, ...(version === 13 ? takeDuration(reader) : {}) };
}

const STATISTICS_ETHERNET_BYTES = 36;

function takeLaterStatistics(reader: ByteReader): PortStatistics {
  const { left } = reader;
  const length = reader.uint(2);
  if (left < STATISTICS_BYTES.later || length < STATISTICS_BYTES.later || length > left) {
    throw new OpenFlowError('OFPBRC_BAD_LEN');
  }
  reader.skip(2);
  const body = reader.part(length - 4);
  const port = takePort32(body);
  const duration = takeDuration(body);
  const common = { port, ...duration, ...takeCommonStatistics(body) };
  let errors = { frame: UNKNOWN, overrun: UNKNOWN, crc: UNKNOWN, collisions: UNKNOWN };
  for (const { type, payload } of takeProperties(body)) {
    if (type !== ETHERNET) continue;
    if (payload.left !== STATISTICS_ETHERNET_BYTES) throw new OpenFlowError('OFPBPC_BAD_LEN');
    payload.skip(4);
    errors = takeErrors(payload);
  }
  return { ...common, ...errors };
}

/** Yields the elements of a list up to one that cannot be decoded. */
export function takeAll<Element>(
  reader: ByteReader,
  take: (reader: ByteReader) => Element,
): { readonly elements: Element[]; readonly error: unknown } {
  const elements: Element[] = [];
  try {
    while (reader.left > 0) elements.push(take(reader));
  } catch (error) {
    return { elements, error };
  }
  return { elements, error: undefined };
}

function* printPortStatistics(message: PrintedMessage): Iterable<string> {
  const take = (reader: ByteReader) =>
    message.version >= 14 ? takeLaterStatistics(reader) : takeEarlyStatistics(reader, message);
  const { elements, error } = takeAll(readerOf(message), take);
  yield ` ${elements.length} ports\n`;
  if (message.verbosity < 1) return;
  for (const statistics of elements) yield formatPortStatistics(statistics);
  if (error !== undefined) throw error;
}

function* printPortDescriptionRequest(message: PrintedMessage): Iterable<string> {
  const port = message.version >= 15 ? takePort32(readerOf(message)) : ANY_PORT;
  yield ` port=${formatPort(port)}`;
}

function* printPortDescriptions(message: PrintedMessage): Iterable<string> {
  yield '\n';
  yield* printPorts(readerOf(message), message.version);
}

/** The capabilities of switches, in the order of their bits (`OFPUTIL_C_*`). */
const CAPABILITIES = [
  'FLOW_STATS',
  'TABLE_STATS',
  'PORT_STATS',
  'GROUP_STATS',
  '',
  'IP_REASM',
  'QUEUE_STATS',
  'ARP_MATCH_IP',
  'PORT_BLOCKED',
];

const ARP_MATCH_IP = 1 << 7;
const PORT_BLOCKED = 1 << 8;
const COMMON_CAPABILITIES = 0b1101111;

function* printFeatures(message: PrintedMessage): Iterable<string> {
  const { version } = message;
  const reader = readerOf(message);
  const datapath = reader.big(8).toString(16).padStart(16, '0');
  const buffers = reader.uint(4);
  const tables = reader.uint(1);
  const auxiliary = reader.uint(1);
  reader.skip(2);
  const ofVersion = version <= 11 ? ARP_MATCH_IP : PORT_BLOCKED;
  const capabilities = reader.uint(4) & (COMMON_CAPABILITIES | ofVersion);
  const actions = reader.uint(4);
  yield ` dpid:${datapath}\nn_tables:${tables}, n_buffers:${buffers}`;
  if (version >= 13 && auxiliary !== 0) yield `, auxiliary_id:${auxiliary}`;
  // The bit of group statistics is that of the spanning tree in OpenFlow 1.0.
  const names = CAPABILITIES.map((name, i) => (i === 3 && version === 10 ? 'STP' : name));
  yield `\ncapabilities: ${formatNumberedBits(capabilities, names)}\n`;
  if (version >= 13) return;
  if (version === 10) yield `actions: ${actionNames(actions, version) || '<none>'}\n`;
  yield* printPorts(reader, version);
}

export const PORT_MESSAGES = {
  OFPT_FEATURES_REPLY: printFeatures,
  OFPT_PORT_STATUS: printPortStatus,
  OFPT_PORT_MOD: printPortMod,
  'OFPST_PORT request': withFlags(printPortRequest),
  'OFPST_PORT reply': withFlags(withParseErrors(printPortStatistics)),
  'OFPST_PORT_DESC request': withFlags(printPortDescriptionRequest),
  'OFPST_PORT_DESC reply': withFlags(printPortDescriptions),
} satisfies BodyPrinters;
