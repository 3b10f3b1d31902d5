/** Decodes the features of tables in OpenFlow 1.3 and later. Mirrors `ofputil_decode_table_features()`. */

import { OpenFlowError } from '../../../openflow/model/errors.js';
import type { FieldName } from '../../../openflow/model/fields.js';
import type { OpenFlowVersion } from '../../../openflow/model/protocols.js';
import { ALL_TABLES } from '../../../openflow/model/table-mod.js';
import type { TextLog } from '../../../openflow/values/text-log.js';
import type { ByteReader } from '../../../openflow/wire/byte-reader.js';
import { takeHeader } from '../../../openflow/wire/decode-fields.js';
import { takeProperties } from '../../../openflow/wire/decode-properties.js';
import type { InstructionFeatures, TableFeatures } from '../table-features.js';
import type { TableDescription } from '../table-text.js';
import { actionNames } from './action-bitmap.js';
import { takeText } from './body.js';
import {
  inOrder,
  instructionNames,
  matchingOf,
  NO_INSTRUCTIONS,
  union,
} from './feature-bitmaps.js';

const EVICTION = 1 << 2;
const VACANCY = 1 << 3;
const NAME_BYTES = 32;

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

/** Collects the properties of a table. */
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

export function takeTableFeatures(
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
