/** Prints messages about flow tables. Mirrors the functions of `lib/ofp-print.c` about tables. */

import { OpenFlowError } from '../../../openflow/model/errors.js';
import type { OpenFlowVersion } from '../../../openflow/model/protocols.js';
import type { TableMiss } from '../../../openflow/model/table-mod.js';
import { formatTableMod } from '../../../openflow/text/table-mod-text.js';
import { BAD_MESSAGE, type TextLog } from '../../../openflow/values/text-log.js';
import type { ByteReader } from '../../../openflow/wire/byte-reader.js';
import { takeProperties } from '../../../openflow/wire/decode-properties.js';
import { formatTable, type TableDescription, type TableStatistics } from '../table-text.js';
import { actionNames } from './action-bitmap.js';
import {
  type BodyPrinters,
  formatNumberedBits,
  type PrintedMessage,
  readerOf,
  rejectMessage,
  requireElement,
  takeText,
  withFlags,
} from './body.js';
import { takeTableFeatures } from './decode-table-features.js';
import {
  fieldsOf,
  inOrder,
  instructionNames,
  matchingOf,
  NO_FEATURES,
  OF10_FIELDS,
  OF11_FIELDS,
  standardFields,
  union,
} from './feature-bitmaps.js';

const EVICTION = 1 << 2;
const NAME_BYTES = 32;

const MISSES: readonly (TableMiss | undefined)[] = ['controller', 'continue', 'drop'];

/**
 * Returns the action for packets that match no flow in OpenFlow 1.1 and 1.2; later versions do not
 * report it.
 */
function tableMiss(config: number, version: OpenFlowVersion, log: TextLog): TableMiss | undefined {
  if (version !== 11 && version !== 12) return undefined;
  const miss = MISSES[config & 3];
  if (miss === undefined) log('WARN', 'ofp_util', `bad table miss config ${config}`, BAD_MESSAGE);
  return miss ?? 'controller';
}

const EVICTION_PROPERTY = 2;
const EVICTION_FLAGS = ['OTHER', 'IMPORTANCE', 'LIFETIME'];
const NO_FLAGS = 0xffffffff;

function takeEvictionFlags(reader: ByteReader, unknown: () => void): number {
  let flags = NO_FLAGS;
  for (const { type, payload } of takeProperties(reader)) {
    if (type !== EVICTION_PROPERTY) {
      unknown();
      continue;
    }
    if (payload.left !== 4) throw new OpenFlowError('OFPBPC_BAD_LEN');
    flags = payload.uint(4);
  }
  return flags;
}

const formatEvictionFlags = (flags: number): string =>
  flags === NO_FLAGS ? '(default)' : formatNumberedBits(flags, EVICTION_FLAGS, '|');

function* printTableMod(message: PrintedMessage): Iterable<string> {
  const { version, log } = message;
  const reader = readerOf(message);
  const table = reader.uint(1);
  reader.skip(3);
  const config = reader.uint(4);
  const miss = tableMiss(config, version, log);
  const flags = takeEvictionFlags(reader, () => {
    throw new OpenFlowError('OFPBRC_BAD_TYPE');
  });
  const eviction = version >= 14 ? { evicts: (config & EVICTION) !== 0 } : {};
  yield ` ${formatTableMod({ table, ...(miss === undefined ? {} : { miss }), ...eviction })}`;
  if (flags !== NO_FLAGS) yield `eviction_flags=${formatEvictionFlags(flags)}`;
}

const DESCRIPTION_BYTES = 8;

function* printTableDescriptions(message: PrintedMessage): Iterable<string> {
  const { version, log } = message;
  const reader = readerOf(message);
  while (reader.left > 0) {
    const { left } = reader;
    if (left < DESCRIPTION_BYTES) {
      rejectMessage(log, `OFP14_TABLE_DESC reply has ${left} leftover bytes at end`);
    }
    const length = reader.uint(2);
    const table = reader.uint(1);
    reader.skip(1);
    const config = reader.uint(4);
    if (length < DESCRIPTION_BYTES || length > left) {
      rejectMessage(log, `OFP14_TABLE_DESC reply claims invalid length ${length}`);
    }
    const flags = takeEvictionFlags(reader.part(length - DESCRIPTION_BYTES), () => {});
    const eviction = version < 14 ? 'default' : (config & EVICTION) !== 0 ? 'on' : 'off';
    yield `\n  table ${table}:\n   eviction=${eviction} eviction_flags=${formatEvictionFlags(flags)}\n`;
  }
}

const takeCounters = (reader: ByteReader, active: number): TableStatistics => ({
  active,
  lookups: reader.big(8),
  matches: reader.big(8),
});

type TakeTable = (reader: ByteReader, version: OpenFlowVersion, log: TextLog) => TableDescription;

const takeOf10Table: TakeTable = (reader) => {
  const table = reader.uint(1);
  reader.skip(3);
  const name = takeText(reader, NAME_BYTES);
  const fields = fieldsOf(reader.uint(4), OF10_FIELDS);
  const maxEntries = reader.uint(4);
  const matching = matchingOf(fields, fields, new Set());
  const statistics = takeCounters(reader, reader.uint(4));
  return { table, features: { ...NO_FEATURES, name, maxEntries, matching }, statistics };
};

const takeOf11Table: TakeTable = (reader, version, log) => {
  const table = reader.uint(1);
  reader.skip(7);
  const name = takeText(reader, NAME_BYTES);
  const wildcards = fieldsOf(reader.uint(4), OF11_FIELDS);
  const match = union(fieldsOf(reader.uint(4), OF11_FIELDS), wildcards);
  const instructions = takeInstructionBits(reader);
  // The reference uses the actions of write_actions for both.
  const write = { actions: actionNames(reader.uint(4), version), setFields: [] };
  reader.skip(4);
  const miss = tableMiss(reader.uint(4), version, log);
  const maxEntries = reader.uint(4);
  const all = { next: '', instructions, write, apply: write };
  const features = {
    ...NO_FEATURES,
    name,
    ...(miss === undefined ? {} : { miss }),
    others: all,
    onMiss: all,
    matching: matchingOf(match, wildcards, new Set()),
  };
  const statistics = takeCounters(reader, reader.uint(4));
  return { table, features: { ...features, maxEntries }, statistics };
};

function takeInstructionBits(reader: ByteReader): string {
  const bits = reader.uint(4);
  return instructionNames((number) => ((bits >>> number) & 1) === 1);
}

const takeOf12Table: TakeTable = (reader, version, log) => {
  const table = reader.uint(1);
  reader.skip(7);
  const name = takeText(reader, NAME_BYTES);
  const explicit = standardFields(reader.big(8), version);
  const wildcards = standardFields(reader.big(8), version);
  const [write, apply] = [reader.uint(4), reader.uint(4)].map((bits) => actionNames(bits, version));
  const [writeFields, applyFields] = [reader.big(8), reader.big(8)].map((bits) =>
    inOrder(standardFields(bits, version)),
  );
  const [metadataMatch, metadataWrite] = [reader.big(8), reader.big(8)];
  const all = {
    next: '',
    instructions: takeInstructionBits(reader),
    write: { actions: write ?? '', setFields: writeFields ?? [] },
    apply: { actions: apply ?? '', setFields: applyFields ?? [] },
  };
  const miss = tableMiss(reader.uint(4), version, log);
  const features = {
    name,
    metadataMatch,
    metadataWrite,
    ...(miss === undefined ? {} : { miss }),
    maxEntries: reader.uint(4),
    others: all,
    onMiss: all,
    matching: matchingOf(union(explicit, wildcards), wildcards, new Set()),
  };
  return { table, features, statistics: takeCounters(reader, reader.uint(4)) };
};

const takeOf13Table: TakeTable = (reader) => {
  const table = reader.uint(1);
  reader.skip(3);
  return { table, features: NO_FEATURES, statistics: takeCounters(reader, reader.uint(4)) };
};

/** The reader of a table's statistics in each version, and their size. */
const TABLE_READERS: Readonly<Record<OpenFlowVersion, readonly [take: TakeTable, bytes: number]>> =
  {
    10: [takeOf10Table, 64],
    11: [takeOf11Table, 88],
    12: [takeOf12Table, 128],
    13: [takeOf13Table, 24],
    14: [takeOf13Table, 24],
    15: [takeOf13Table, 24],
  };

function* printTables(message: PrintedMessage): Iterable<string> {
  const { version, log } = message;
  const reader = readerOf(message);
  const [take, bytes] = TABLE_READERS[version];
  let previous: TableDescription | undefined;
  while (reader.left > 0) {
    requireElement(reader, bytes, message);
    const description = take(reader.part(bytes), version, log);
    yield `\n${formatTable(description, previous)}`;
    previous = description;
  }
}

function* printTableFeatures(message: PrintedMessage): Iterable<string> {
  const { version, log } = message;
  const reader = readerOf(message);
  let previous: TableDescription | undefined;
  while (reader.left > 0) {
    const description = takeTableFeatures(reader, version, log);
    yield `\n${formatTable(description, previous)}`;
    previous = description;
  }
}

export const TABLE_MESSAGES = {
  OFPT_TABLE_MOD: printTableMod,
  'OFPST_TABLE request': withFlags(),
  'OFPST_TABLE reply': withFlags(printTables),
  'OFPST_TABLE_FEATURES request': printTableFeatures,
  'OFPST_TABLE_FEATURES reply': printTableFeatures,
  'OFPST_TABLE_DESC request': printTableDescriptions,
  'OFPST_TABLE_DESC reply': printTableDescriptions,
} satisfies BodyPrinters;
