/** The features of flow tables, as each version of OpenFlow tells them. Mirrors `query_tables()`. */

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
export type Matching = 'arbitrary mask' | 'exact match or wildcard';

/** The features of a table. Tables with the same features share the objects for their parts. */
export interface TableFeatures {
  readonly name: string;
  /** True if flows can match and write all bits of the metadata. */
  readonly metadata: boolean;
  /** What happens to packets that match no flow. */
  readonly miss?: string;
  readonly maxEntries: number;
  /** The range of tables that `goto_table` can name, if any. */
  readonly next?: readonly [first: number, last: number];
  /** The names of the instructions; empty if the version does not tell. */
  readonly instructions: string;
  readonly actions: string;
  readonly setFields: readonly FieldName[];
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
function basicFields(version: OpenFlowVersion): Field[] {
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

/** Returns what `OFPST_TABLE` tells about each table: nothing from OpenFlow 1.3 on. */
export function listedFeatures(
  bridge: Bridge,
  version: OpenFlowVersion,
): ((table: number) => TableFeatures) | undefined {
  if (version >= 13) return undefined;
  const common = {
    metadata: version === 12,
    ...(version === 10 ? {} : { miss: 'controller' }),
    ...listedFields(version),
  };
  return (table) => ({
    ...common,
    ...configuredFeatures(bridge, table),
    instructions: version === 10 ? '' : instructions(table, version),
  });
}

function listedFields(
  version: OpenFlowVersion,
): Pick<TableFeatures, 'actions' | 'setFields' | 'matching'> {
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

/** Returns what `OFPST_TABLE_FEATURES` tells about each table, from OpenFlow 1.3 on. */
export function fullFeatures(
  bridge: Bridge,
  version: OpenFlowVersion,
): (table: number) => TableFeatures {
  const matchable = ALL_FIELDS.filter(({ headers }) => headers.length > 0);
  const common = {
    metadata: true,
    actions: OF12_ACTIONS,
    setFields: matchable.filter(({ writable }) => writable).map(({ name }) => name),
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
    ...(table < LAST_TABLE ? { next: [table + 1, LAST_TABLE] } : {}),
    instructions: instructions(table, version),
  });
}

/** The characters of a table's name that fit into a message. */
const NAME_LENGTH = 31;

/** Returns what the database can configure. */
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
