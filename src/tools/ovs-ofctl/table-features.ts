/** Returns the features of flow tables for each version of OpenFlow. Mirrors `query_tables()`. */

import {
  ALL_FIELDS,
  type Field,
  type FieldName,
  fieldHeader,
} from '../../openflow/model/fields.js';
import type { OpenFlowVersion } from '../../openflow/model/protocols.js';
import { INTERNAL_TABLE } from '../../openflow/model/table-mod.js';
import type { Bridge } from '../../openflow/switch/bridge.js';

/** The kind of matches on a field that a table supports. */
export type Matching = 'arbitrary mask' | 'exact match or wildcard' | 'must exact match';

/** The actions of one of the two kinds that a table supports. */
export interface ActionFeatures {
  /** The names of the actions; empty if the version does not have them. */
  readonly actions: string;
  readonly setFields: readonly FieldName[];
}

/** The instructions that the flows of a table, or its table-miss flows, can have. */
export interface InstructionFeatures {
  /** The tables that `goto_table` can name, such as `1-253`; empty if there are none. */
  readonly next: string;
  /** The names of the instructions; empty if the version does not have them. */
  readonly instructions: string;
  readonly write: ActionFeatures;
  readonly apply: ActionFeatures;
}

/** The features of a table. Tables with the same features share the objects for their parts. */
export interface TableFeatures {
  readonly name: string;
  /** The bits of the metadata that flows can match. */
  readonly metadataMatch: bigint;
  /** The bits of the metadata that flows can write. */
  readonly metadataWrite: bigint;
  /** The action for packets that match no flow. */
  readonly miss?: string;
  /** True if the table can evict flows; missing if the version does not have it. */
  readonly eviction?: boolean;
  readonly vacancyEvents?: boolean;
  readonly maxEntries: number;
  readonly others: InstructionFeatures;
  readonly onMiss: InstructionFeatures;
  readonly matching: ReadonlyMap<FieldName, Matching>;
}

/** The last table that a controller sees. */
const LAST_TABLE = INTERNAL_TABLE - 1;

const MAX_ENTRIES = 1_000_000;

/** The standard actions of OpenFlow 1.1. */
const OF11_ACTIONS =
  'output group set_vlan_vid set_vlan_pcp strip_vlan push_vlan mod_dl_src mod_dl_dst mod_nw_src mod_nw_dst mod_nw_tos mod_nw_ecn mod_nw_ttl mod_tp_src mod_tp_dst dec_ttl set_mpls_label set_mpls_tc set_mpls_ttl dec_mpls_ttl push_mpls pop_mpls set_queue';

/** The standard actions of OpenFlow 1.2 and later. */
export const OF12_ACTIONS =
  'output group set_field strip_vlan push_vlan mod_nw_ttl dec_ttl set_mpls_ttl dec_mpls_ttl push_mpls pop_mpls set_queue';

const OF10_FIELDS: readonly FieldName[] = [
  'in_port',
  'eth_src',
  'eth_dst',
  'eth_type',
  'vlan_vid',
  'vlan_pcp',
  'ip_src',
  'ip_dst',
  'nw_proto',
  'nw_tos',
  'tcp_src',
  'tcp_dst',
];

const OF11_FIELDS: readonly FieldName[] = [...OF10_FIELDS, 'metadata', 'mpls_label', 'mpls_tc'];

/** The class of the fields that the standard defines (`OFPXMC12_OPENFLOW_BASIC`). */
const BASIC_CLASS = 0x8000;

/** Returns the fields of a version that its bitmap of fields can name. */
export function basicFields(version: OpenFlowVersion): Field[] {
  return ALL_FIELDS.filter((field) => {
    const header = fieldHeader(field, version);
    return header?.class === BASIC_CLASS && header.version <= version;
  });
}

function wildcards(fields: readonly FieldName[]): ReadonlyMap<FieldName, Matching> {
  const known = ALL_FIELDS.filter(({ name }) => fields.includes(name));
  return new Map(known.map(({ name }) => [name, 'exact match or wildcard']));
}

/** Returns the instructions of a table; the last table has no `goto_table`. */
function instructions(table: number, version: OpenFlowVersion): string {
  const meter = version >= 13 ? 'meter,' : '';
  const goto = table < LAST_TABLE ? ',goto_table' : '';
  return `${meter}apply_actions,clear_actions,write_actions,write_metadata${goto}`;
}

const ALL_METADATA = 0xffffffffffffffffn;

/** The same actions for both kinds. */
function sameActions(features: ActionFeatures): Pick<InstructionFeatures, 'write' | 'apply'> {
  return { write: features, apply: features };
}

/** The same instructions for table misses as for others. */
function sameInstructions(features: InstructionFeatures): Pick<TableFeatures, 'others' | 'onMiss'> {
  return { others: features, onMiss: features };
}

/** Returns the features in `OFPST_TABLE`; OpenFlow 1.3 and later have none there. */
export function listedFeatures(
  bridge: Bridge,
  version: OpenFlowVersion,
): ((table: number) => TableFeatures) | undefined {
  if (version >= 13) return undefined;
  const metadata = version === 12 ? ALL_METADATA : 0n;
  const { matching, ...actions } = listedFields(version);
  const common = {
    metadataMatch: metadata,
    metadataWrite: metadata,
    ...(version === 10 ? {} : { miss: 'controller' }),
    matching,
  };
  return (table) => ({
    ...common,
    ...configuredFeatures(bridge, table),
    ...sameInstructions({
      next: '',
      instructions: version === 10 ? '' : instructions(table, version),
      ...sameActions(actions),
    }),
  });
}

function listedFields(version: OpenFlowVersion): ActionFeatures & Pick<TableFeatures, 'matching'> {
  if (version === 10) return { actions: '', setFields: [], matching: wildcards(OF10_FIELDS) };
  if (version === 11) {
    return { actions: OF11_ACTIONS, setFields: [], matching: wildcards(OF11_FIELDS) };
  }
  const fields = basicFields(version);
  return {
    actions: OF12_ACTIONS,
    setFields: fields.filter(({ writable }) => writable).map(({ name }) => name),
    matching: wildcards(fields.map(({ name }) => name)),
  };
}

/** Returns the features in `OFPST_TABLE_FEATURES`, which OpenFlow 1.3 and later have. */
export function fullFeatures(
  bridge: Bridge,
  version: OpenFlowVersion,
): (table: number) => TableFeatures {
  const matchable = ALL_FIELDS.filter(({ headers }) => headers.length > 0);
  const actions = sameActions({
    actions: OF12_ACTIONS,
    setFields: matchable.filter(({ writable }) => writable).map(({ name }) => name),
  });
  const common = {
    metadataMatch: ALL_METADATA,
    metadataWrite: ALL_METADATA,
    matching: new Map(
      matchable.map(({ name, maskable }): [FieldName, Matching] => [
        name,
        maskable ? 'arbitrary mask' : 'exact match or wildcard',
      ]),
    ),
  };
  return (table) => ({
    ...common,
    ...configuredFeatures(bridge, table),
    ...sameInstructions({
      next: tablesAfter(table),
      instructions: instructions(table, version),
      ...actions,
    }),
  });
}

function tablesAfter(table: number): string {
  if (table >= LAST_TABLE) return '';
  return table + 1 === LAST_TABLE ? String(LAST_TABLE) : `${table + 1}-${LAST_TABLE}`;
}

/** The maximum size of the name of a table in a message. */
const NAME_LENGTH = 31;

/** Returns the features that the database can configure. */
function configuredFeatures(
  bridge: Bridge,
  table: number,
): Pick<TableFeatures, 'name' | 'maxEntries'> {
  const { name, maxFlows } = bridge.tableSettings(table);
  const standard = table === 0 ? 'classifier' : `table${table}`;
  return {
    name: name === '' ? standard : name.slice(0, NAME_LENGTH),
    maxEntries: Math.min(maxFlows, MAX_ENTRIES),
  };
}

/** Returns the numbers of the tables that a controller sees. */
export function visibleTables(): number[] {
  return Array.from({ length: LAST_TABLE + 1 }, (_, table) => table);
}
