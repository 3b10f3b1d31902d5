/** Prints messages about flow tables. Mirrors the functions of `lib/ofp-print.c` about tables. */

import { OpenFlowError } from '../../../openflow/model/errors.js';
import { ALL_FIELDS, type FieldName } from '../../../openflow/model/fields.js';
import type { OpenFlowVersion } from '../../../openflow/model/protocols.js';
import { ALL_TABLES, type TableMiss } from '../../../openflow/model/table-mod.js';
import { formatTableMod } from '../../../openflow/text/table-mod-text.js';
import { BAD_MESSAGE, type TextLog } from '../../../openflow/values/text-log.js';
import type { ByteReader } from '../../../openflow/wire/byte-reader.js';
import { takeHeader } from '../../../openflow/wire/decode-fields.js';
import { takeProperties } from '../../../openflow/wire/decode-properties.js';
import {
  type ActionFeatures,
  basicFields,
  type InstructionFeatures,
  type Matching,
  type TableFeatures,
} from '../table-features.js';
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

const EVICTION = 1 << 2;
const VACANCY = 1 << 3;
const NAME_BYTES = 32;

const MISSES: readonly (TableMiss | undefined)[] = ['controller', 'continue', 'drop'];

/** Returns what OpenFlow 1.1 and 1.2 do with packets that match no flow; later versions do not tell. */
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

/** The fields of OpenFlow 1.0 by their bits. */
const OF10_FIELDS: readonly (readonly [bits: number, field: FieldName])[] = [
  [1 << 0, 'in_port'],
  [1 << 1, 'vlan_vid'],
  [1 << 2, 'eth_src'],
  [1 << 3, 'eth_dst'],
  [1 << 4, 'eth_type'],
  [1 << 5, 'nw_proto'],
  [1 << 6, 'tcp_src'],
  [1 << 7, 'tcp_dst'],
  [0x3f << 8, 'ip_src'],
  [0x3f << 14, 'ip_dst'],
  [1 << 20, 'vlan_pcp'],
  [1 << 21, 'nw_tos'],
];

/** The fields of OpenFlow 1.1 by their bits. */
const OF11_FIELDS: readonly (readonly [bits: number, field: FieldName])[] = [
  [1 << 0, 'in_port'],
  [1 << 1, 'vlan_vid'],
  [1 << 2, 'vlan_pcp'],
  [1 << 3, 'eth_type'],
  [1 << 4, 'nw_tos'],
  [1 << 5, 'nw_proto'],
  [1 << 6, 'tcp_src'],
  [1 << 7, 'tcp_dst'],
  [1 << 8, 'mpls_label'],
  [1 << 9, 'mpls_tc'],
  [1 << 10, 'eth_src'],
  [1 << 11, 'eth_dst'],
  [1 << 12, 'ip_src'],
  [1 << 13, 'ip_dst'],
  [1 << 14, 'metadata'],
];

const fieldsOf = (
  bits: number,
  table: readonly (readonly [bits: number, field: FieldName])[],
): ReadonlySet<FieldName> =>
  new Set(table.filter(([mask]) => (bits & mask) !== 0).map(([, field]) => field));

/** Returns the standard fields of a version whose bits are set. */
function standardFields(bits: bigint, version: OpenFlowVersion): ReadonlySet<FieldName> {
  const fields = basicFields(version).filter(({ headers }) =>
    headers.some(({ class: class_, type }) => class_ === 0x8000 && (bits >> BigInt(type)) & 1n),
  );
  return new Set(fields.map(({ name }) => name));
}

const union = (a: ReadonlySet<FieldName>, b: ReadonlySet<FieldName>): ReadonlySet<FieldName> =>
  new Set([...a, ...b]);

/** Returns how a table matches its fields, in the order of the fields. */
function matchingOf(
  match: ReadonlySet<FieldName>,
  wildcards: ReadonlySet<FieldName>,
  masked: ReadonlySet<FieldName>,
): ReadonlyMap<FieldName, Matching> {
  const known = ALL_FIELDS.filter(({ name }) => match.has(name));
  return new Map(
    known.map(({ name }) => [
      name,
      masked.has(name)
        ? 'arbitrary mask'
        : wildcards.has(name)
          ? 'exact match or wildcard'
          : 'must exact match',
    ]),
  );
}

const inOrder = (fields: ReadonlySet<FieldName>): FieldName[] =>
  ALL_FIELDS.filter(({ name }) => fields.has(name)).map(({ name }) => name);

/** The instructions in the order of the reference, with their numbers in messages. */
const INSTRUCTIONS: readonly (readonly [number: number, name: string])[] = [
  [6, 'meter'],
  [4, 'apply_actions'],
  [5, 'clear_actions'],
  [3, 'write_actions'],
  [2, 'write_metadata'],
  [1, 'goto_table'],
];

const instructionNames = (numbers: (number: number) => boolean): string =>
  INSTRUCTIONS.filter(([number]) => numbers(number))
    .map(([, name]) => name)
    .join();

const NO_ACTIONS: ActionFeatures = { actions: '', setFields: [] };
const NO_INSTRUCTIONS: InstructionFeatures = {
  next: '',
  instructions: '',
  write: NO_ACTIONS,
  apply: NO_ACTIONS,
};
const NO_FEATURES: TableFeatures = {
  name: '',
  metadataMatch: 0n,
  metadataWrite: 0n,
  maxEntries: 0,
  others: NO_INSTRUCTIONS,
  onMiss: NO_INSTRUCTIONS,
  matching: new Map(),
};

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
  // The reference takes the actions of write_actions for both.
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

const FEATURES_BYTES = 64;

/** The types of properties of a table; the odd ones concern table misses. */
const PROPERTY = {
  instructions: 0,
  nextTables: 2,
  writeActions: 4,
  applyActions: 6,
  match: 8,
  wildcards: 10,
  writeFields: 12,
  applyFields: 14,
} as const;

/** What the properties of a table say so far. */
class FeatureProperties {
  readonly #instructions = [NO_INSTRUCTIONS, NO_INSTRUCTIONS];
  #match: ReadonlySet<FieldName> = new Set();
  #masked: ReadonlySet<FieldName> = new Set();
  #wildcards: ReadonlySet<FieldName> = new Set();

  constructor(
    private readonly version: OpenFlowVersion,
    private readonly log: TextLog,
  ) {}

  add(type: number, payload: ByteReader): void {
    if (type === PROPERTY.match) {
      [this.#match, this.#masked] = takeFields(payload, this.log);
    } else if (type === PROPERTY.wildcards) {
      this.#wildcards = takeExactFields(payload, this.log);
    } else {
      const side = type & 1;
      const before = this.#instructions[side] ?? NO_INSTRUCTIONS;
      this.#instructions[side] = this.#withProperty(before, type & ~1, payload);
    }
  }

  #withProperty(
    features: InstructionFeatures,
    type: number,
    payload: ByteReader,
  ): InstructionFeatures {
    const { write, apply } = features;
    switch (type) {
      case PROPERTY.instructions: {
        const numbers = takeTypes(payload);
        const instructions = instructionNames((number) => numbers.includes(number));
        return { ...features, instructions };
      }
      case PROPERTY.nextTables:
        return { ...features, next: formatNextTables(payload.bytes(payload.left)) };
      case PROPERTY.writeActions:
        return { ...features, write: { ...write, actions: this.#actions(payload) } };
      case PROPERTY.applyActions:
        return { ...features, apply: { ...apply, actions: this.#actions(payload) } };
      case PROPERTY.writeFields:
        return { ...features, write: { ...write, setFields: this.#setFields(payload) } };
      case PROPERTY.applyFields:
        return { ...features, apply: { ...apply, setFields: this.#setFields(payload) } };
      default:
        return features;
    }
  }

  #actions(payload: ByteReader): string {
    const bits = takeTypes(payload).reduce((set, type) => (type < 32 ? set | (1 << type) : set), 0);
    return actionNames(bits >>> 0, this.version);
  }

  #setFields(payload: ByteReader): FieldName[] {
    return inOrder(takeExactFields(payload, this.log));
  }

  /** Returns all but what the fixed part of the message tells. */
  features(): Pick<TableFeatures, 'others' | 'onMiss' | 'matching'> {
    const [others = NO_INSTRUCTIONS, onMiss = NO_INSTRUCTIONS] = this.#instructions;
    const matching = matchingOf(
      union(this.#match, this.#masked),
      union(this.#wildcards, this.#masked),
      this.#masked,
    );
    return { others, onMiss, matching };
  }
}

/** Reads the types of a list of instructions or actions. */
function takeTypes(reader: ByteReader): number[] {
  return [...takeProperties(reader, 1)].map(({ type }) => type);
}

function formatNextTables(tables: Uint8Array): string {
  if (tables.includes(ALL_TABLES)) throw new OpenFlowError('OFPBPC_BAD_VALUE');
  const sorted = [...new Set(tables)].sort((a, b) => a - b);
  const ranges: string[] = [];
  for (let i = 0; i < sorted.length; ) {
    const first = sorted[i] ?? 0;
    let size = 1;
    while (sorted[i + size] === first + size) size++;
    ranges.push(size === 1 ? String(first) : `${first}-${first + size - 1}`);
    i += size;
  }
  return ranges.join();
}

/** Reads a list of headers of fields: those without and those with a mask. */
function takeFields(
  reader: ByteReader,
  log: TextLog,
): [exact: ReadonlySet<FieldName>, masked: ReadonlySet<FieldName>] {
  const exact = new Set<FieldName>();
  const masked = new Set<FieldName>();
  while (reader.left > 0) {
    const header = takeHeader(reader, log);
    if (header.field !== undefined) (header.masked ? masked : exact).add(header.field.name);
  }
  return [exact, masked];
}

function takeExactFields(reader: ByteReader, log: TextLog): ReadonlySet<FieldName> {
  const [exact, masked] = takeFields(reader, log);
  if (masked.size > 0) throw new OpenFlowError('OFPBMC_BAD_MASK');
  return exact;
}

function takeTableFeatures(
  reader: ByteReader,
  version: OpenFlowVersion,
  log: TextLog,
): TableDescription {
  const { left } = reader;
  const length = reader.uint(2);
  if (left < FEATURES_BYTES || length < FEATURES_BYTES || length % 8 !== 0 || length > left) {
    throw new OpenFlowError('OFPBPC_BAD_LEN');
  }
  const table = reader.uint(1);
  if (table === ALL_TABLES) throw new OpenFlowError('OFPTFFC_BAD_TABLE');
  reader.skip(5);
  const name = takeText(reader, NAME_BYTES);
  const [metadataMatch, metadataWrite] = [reader.big(8), reader.big(8)];
  const capabilities = reader.uint(4);
  const maxEntries = reader.uint(4);
  const properties = new FeatureProperties(version, log);
  for (const { type, payload } of takeProperties(reader.part(length - FEATURES_BYTES))) {
    properties.add(type, payload);
  }
  const abilities =
    version < 14
      ? {}
      : {
          eviction: (capabilities & EVICTION) !== 0,
          vacancyEvents: (capabilities & VACANCY) !== 0,
        };
  const fixed = { name, metadataMatch, metadataWrite, maxEntries, ...abilities };
  return { table, features: { ...fixed, ...properties.features() } };
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
