/** Prints messages about meters. Mirrors the functions of `lib/ofp-print.c` about meters. */

import { OpenFlowError } from '../../../openflow/model/errors.js';
import { METER_FLAGS, type MeterBand } from '../../../openflow/model/meter-mod.js';
import { formatMeter } from '../../../openflow/text/meter-text.js';
import type { ByteReader } from '../../../openflow/wire/byte-reader.js';
import { formatSeconds } from '../message-text.js';
import {
  type BodyPrinters,
  formatNumberedBits,
  type PrintedMessage,
  readerOf,
  rejectMessage,
  withFlags,
} from './body.js';

/** The bit of each flag of a meter. */
const flagsOf = (bits: number) => new Set(METER_FLAGS.filter((_, i) => ((bits >>> i) & 1) === 1));

const unknownFlags = (bits: number): number => bits & ~((1 << METER_FLAGS.length) - 1);

const RATE_FLAGS = 3;
const BAND_BYTES = 16;
const BAND_TYPES = new Map<number, MeterBand['type']>([
  [1, 'drop'],
  [2, 'dscp_remark'],
]);

function takeBands(reader: ByteReader): MeterBand[] {
  const bands: MeterBand[] = [];
  while (reader.left >= BAND_BYTES) {
    const type = BAND_TYPES.get(reader.uint(2));
    if (reader.uint(2) !== BAND_BYTES) throw new OpenFlowError('OFPBRC_BAD_LEN');
    if (type === undefined) throw new OpenFlowError('OFPMMFC_BAD_BAND');
    const [rate, burstSize] = [reader.uint(4), reader.uint(4)];
    const level = reader.uint(1);
    reader.skip(3);
    bands.push({ type, rate, burstSize, precedenceLevel: type === 'drop' ? 0 : level });
  }
  if (reader.left > 0) throw new OpenFlowError('OFPBRC_BAD_LEN');
  return bands;
}

const COMMANDS = ['ADD', 'MOD', 'DEL'];

/** Yields the text of a meter mod after the header. */
export function* printMeterMod(message: PrintedMessage): Iterable<string> {
  const reader = readerOf(message);
  const command = COMMANDS[reader.uint(2)];
  if (command === undefined) throw new OpenFlowError('OFPMMFC_BAD_COMMAND');
  const bits = reader.uint(2);
  const id = reader.uint(4);
  if (command === 'DEL') {
    yield ` DEL ${formatMeter({ id, flags: new Set(), bands: [] })}`;
    return;
  }
  if ((bits & RATE_FLAGS) === RATE_FLAGS) throw new OpenFlowError('OFPMMFC_BAD_FLAGS');
  const bands = takeBands(reader);
  yield ` ${command} ${formatMeter({ id, flags: flagsOf(bits), bands }, unknownFlags(bits))}`;
}

function* printRequest(message: PrintedMessage): Iterable<string> {
  yield ` meter=${readerOf(message).uint(4)}`;
}

/**
 * Checks that the fixed part of a meter is complete, and then as many bytes as its length field
 * says.
 */
function takeElement(
  reader: ByteReader,
  head: number,
  what: string,
  lengthAt: number,
  { log }: PrintedMessage,
): ByteReader {
  if (reader.left < head)
    rejectMessage(log, `${what} reply has ${reader.left} leftover bytes at end`);
  const bytes = reader.rest();
  const length = ((bytes[lengthAt] ?? 0) << 8) | (bytes[lengthAt + 1] ?? 0);
  if (length < head || length > reader.left) throw new OpenFlowError('OFPBRC_BAD_LEN');
  return reader.part(length);
}

function* printConfigurations(message: PrintedMessage): Iterable<string> {
  const reader = readerOf(message);
  while (reader.left > 0) {
    const meter = takeElement(reader, 8, 'OFPMP_METER_CONFIG', 0, message);
    meter.skip(2);
    const bits = meter.uint(2);
    const id = meter.uint(4);
    yield `\n${formatMeter({ id, flags: flagsOf(bits), bands: takeBands(meter) }, unknownFlags(bits))}`;
  }
}

const STATISTICS_BYTES = 40;

function* printStatistics(message: PrintedMessage): Iterable<string> {
  const reader = readerOf(message);
  while (reader.left > 0) {
    const meter = takeElement(reader, STATISTICS_BYTES, 'OFPMP_METER', 4, message);
    const id = meter.uint(4);
    meter.skip(8);
    const flows = meter.uint(4);
    const [packets, bytes] = [meter.big(8), meter.big(8)];
    const duration = formatSeconds(meter.uint(4), meter.uint(4));
    if (meter.left % BAND_BYTES !== 0) throw new OpenFlowError('OFPBRC_BAD_LEN');
    yield `\nmeter:${id} flow_count:${flows} packet_in_count:${packets} byte_in_count:${bytes} duration:${duration} bands:\n`;
    for (let i = 0; meter.left > 0; i++) {
      yield `${i}: packet_count:${meter.big(8)} byte_count:${meter.big(8)}\n`;
    }
  }
}

function* printFeatures(message: PrintedMessage): Iterable<string> {
  const reader = readerOf(message);
  const meters = reader.uint(4);
  const types = formatNumberedBits(reader.uint(4), ['', 'drop', 'dscp_remark']);
  const capabilities = formatNumberedBits(reader.uint(4), METER_FLAGS);
  yield `\nmax_meter:${meters} max_bands:${reader.uint(1)} max_color:${reader.uint(1)}\n`;
  yield `band_types: ${types}\ncapabilities: ${capabilities}\n`;
}

export const METER_MESSAGES = {
  OFPT_METER_MOD: printMeterMod,
  'OFPST_METER request': withFlags(printRequest),
  'OFPST_METER reply': withFlags(printStatistics),
  'OFPST_METER_CONFIG request': withFlags(printRequest),
  'OFPST_METER_CONFIG reply': withFlags(printConfigurations),
  'OFPST_METER_FEATURES request': withFlags(),
  'OFPST_METER_FEATURES reply': withFlags(printFeatures),
} satisfies BodyPrinters;
