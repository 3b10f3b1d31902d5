/** Prints messages about queues. Mirrors the functions of `lib/ofp-print.c` about queues. */

import { OpenFlowError } from '../../../openflow/model/errors.js';
import { PORT } from '../../../openflow/model/openflow-ports.js';
import { formatPort } from '../../../openflow/values/port-text.js';
import type { ByteReader } from '../../../openflow/wire/byte-reader.js';
import { formatSeconds } from '../message-text.js';
import { formatCounter } from '../port-text.js';
import {
  ANY_PORT,
  type BodyPrinters,
  type PrintedMessage,
  readerOf,
  requireElement,
  takePort32,
  takeVersionPort,
  withFlags,
  withParseErrors,
} from './body.js';
import { takeAll } from './port-messages.js';

function* printConfigRequest(message: PrintedMessage): Iterable<string> {
  yield ` port=${formatPort(takeVersionPort(readerOf(message), message.version))}`;
}

/** The properties of a queue that have a rate. */
const RATES = new Map<number, 'min_rate' | 'max_rate'>([
  [1, 'min_rate'],
  [2, 'max_rate'],
]);
const RATE_BYTES = 16;
const NO_RATE = 0xffff;
const FULL_RATE = 1000;

function formatRate(name: string, rate: number): string {
  if (rate <= FULL_RATE) return ` ${name}:${Math.floor(rate / 10)}.${rate % 10}%`;
  return rate < NO_RATE ? ` ${name}:(disabled)` : '';
}

function takeQueue(reader: ByteReader, version: number): string {
  const head = version < 12 ? 8 : 16;
  const { left } = reader;
  if (left < head) throw new OpenFlowError('OFPBRC_BAD_LEN');
  const id = reader.uint(4);
  reader.skip(version < 12 ? 0 : 4);
  const length = reader.uint(2);
  reader.skip(version < 12 ? 2 : 6);
  if (length < head || length > left || length % 8 !== 0) throw new OpenFlowError('OFPBRC_BAD_LEN');
  const properties = reader.part(length - head);
  const rates = { min_rate: NO_RATE, max_rate: NO_RATE };
  while (properties.left > 0) {
    const room = properties.left;
    const type = properties.uint(2);
    const size = properties.uint(2);
    if (size < 8 || size > room || size % 8 !== 0) throw new OpenFlowError('OFPBRC_BAD_LEN');
    const payload = properties.part(size - 4);
    const rate = RATES.get(type);
    if (rate === undefined) continue;
    if (size !== RATE_BYTES) throw new OpenFlowError('OFPBRC_BAD_LEN');
    payload.skip(4);
    rates[rate] = payload.uint(2);
  }
  return `queue ${id}:${formatRate('min_rate', rates.min_rate)}${formatRate('max_rate', rates.max_rate)}\n`;
}

function* printConfig(message: PrintedMessage): Iterable<string> {
  const reader = readerOf(message);
  const { version } = message;
  const port = takeVersionPort(reader, version);
  reader.skip(version === 10 ? 6 : 4);
  yield ` port=${formatPort(port)}\n`;
  while (reader.left > 0) yield takeQueue(reader, version);
}

const ALL_QUEUES = 0xffffffff;

const queueName = (id: number): string => (id === ALL_QUEUES ? 'ALL' : String(id));

function* printRequest(message: PrintedMessage): Iterable<string> {
  const { version } = message;
  const reader = readerOf(message);
  const number = takeVersionPort(reader, version);
  reader.skip(version === 10 ? 2 : 0);
  const port = version === 10 && number === PORT.ALL ? ANY_PORT : number;
  yield `port=${formatPort(port)} queue=${queueName(reader.uint(4))}`;
}

const LATER_BYTES = 48;
const UNKNOWN_TIME = 0xffffffff;

function takeStatistics(reader: ByteReader, message: PrintedMessage): string {
  const { version } = message;
  if (version >= 14) {
    const { left } = reader;
    const length = reader.uint(2);
    if (left < LATER_BYTES || length < LATER_BYTES || length > left) {
      throw new OpenFlowError('OFPBRC_BAD_LEN');
    }
    reader.skip(6);
    return formatStatistics(reader.part(length - 8), version);
  }
  const bytes = version === 13 ? 40 : 32;
  requireElement(reader, bytes, message);
  return formatStatistics(reader.part(bytes), version);
}

function formatStatistics(reader: ByteReader, version: number): string {
  const port = version === 10 ? reader.uint(2) : takePort32(reader);
  reader.skip(version === 10 ? 2 : 0);
  const queue = queueName(reader.uint(4));
  const next = (): string => formatCounter(reader.big(8));
  const counters = `bytes=${next()}, pkts=${next()}, errors=${next()}`;
  const seconds = version >= 13 ? reader.uint(4) : UNKNOWN_TIME;
  const duration = seconds === UNKNOWN_TIME ? '?' : formatSeconds(seconds, reader.uint(4));
  return `  port ${formatPort(port)} queue ${queue}: ${counters}, duration=${duration}\n`;
}

function* printStatistics(message: PrintedMessage): Iterable<string> {
  const take = (reader: ByteReader) => takeStatistics(reader, message);
  const { elements, error } = takeAll(readerOf(message), take);
  yield ` ${elements.length} queues\n`;
  if (message.verbosity < 1) return;
  yield* elements;
  if (error !== undefined) throw error;
}

/** Ends the text of a request that cannot be decoded without a space, like the reference. */
function* printRequestOrError(message: PrintedMessage): Iterable<string> {
  try {
    yield* printRequest(message);
  } catch (error) {
    if (!(error instanceof OpenFlowError)) throw error;
    yield `***decode error: ${error.code}***\n`;
  }
}

export const QUEUE_MESSAGES = {
  OFPT_QUEUE_GET_CONFIG_REQUEST: printConfigRequest,
  OFPT_QUEUE_GET_CONFIG_REPLY: printConfig,
  'OFPST_QUEUE request': withFlags(printRequestOrError),
  'OFPST_QUEUE reply': withFlags(withParseErrors(printStatistics)),
} satisfies BodyPrinters;
