/** The features of tables as sets of bits in messages. Mirrors `mf_bitmap_from_of10()` and the like. */

import { ALL_FIELDS, type FieldName } from '../../../openflow/model/fields.js';
import type { OpenFlowVersion } from '../../../openflow/model/protocols.js';
import {
  type ActionFeatures,
  basicFields,
  type InstructionFeatures,
  type Matching,
  type TableFeatures,
} from '../table-features.js';

/** The fields of OpenFlow 1.0 by their bits. */
export const OF10_FIELDS: readonly (readonly [bits: number, field: FieldName])[] = [
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
export const OF11_FIELDS: readonly (readonly [bits: number, field: FieldName])[] = [
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

export const fieldsOf = (
  bits: number,
  table: readonly (readonly [bits: number, field: FieldName])[],
): ReadonlySet<FieldName> =>
  new Set(table.filter(([mask]) => (bits & mask) !== 0).map(([, field]) => field));

/** Returns the standard fields of a version whose bits are set. */
export function standardFields(bits: bigint, version: OpenFlowVersion): ReadonlySet<FieldName> {
  const fields = basicFields(version).filter(({ headers }) =>
    headers.some(({ class: class_, type }) => class_ === 0x8000 && (bits >> BigInt(type)) & 1n),
  );
  return new Set(fields.map(({ name }) => name));
}

export const union = (
  a: ReadonlySet<FieldName>,
  b: ReadonlySet<FieldName>,
): ReadonlySet<FieldName> => new Set([...a, ...b]);

/** Returns how a table matches its fields, in the order of the fields. */
export function matchingOf(
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

export const inOrder = (fields: ReadonlySet<FieldName>): FieldName[] =>
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

export const instructionNames = (numbers: (number: number) => boolean): string =>
  INSTRUCTIONS.filter(([number]) => numbers(number))
    .map(([, name]) => name)
    .join();

const NO_ACTIONS: ActionFeatures = { actions: '', setFields: [] };
export const NO_INSTRUCTIONS: InstructionFeatures = {
  next: '',
  instructions: '',
  write: NO_ACTIONS,
  apply: NO_ACTIONS,
};
export const NO_FEATURES: TableFeatures = {
  name: '',
  metadataMatch: 0n,
  metadataWrite: 0n,
  maxEntries: 0,
  others: NO_INSTRUCTIONS,
  onMiss: NO_INSTRUCTIONS,
  matching: new Map(),
};
