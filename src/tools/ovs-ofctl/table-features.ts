/** What the flow tables of a switch can do, as each version of OpenFlow lets it say so. */

import {
  ALL_FIELDS,
  type Field,
  type FieldName,
  fieldHeader,
} from '../../openflow/model/fields.js';
import type { OpenFlowVersion } from '../../openflow/model/protocols.js';
import { INTERNAL_TABLE } from '../../openflow/model/table-mod.js';

/** How a table can match a field. */
export type Matching = 'arbitrary mask' | 'exact match or wildcard';

/** What a table can do. Tables that can do the same share the objects that say so. */
export interface TableFeatures {
  readonly name: string;
  /** Whether all bits of the metadata can be matched and written. */
  readonly metadata: boolean;
  /** What becomes of packets that match no flow. */
  readonly miss?: string;
  readonly maxEntries: number;
  /** The range of tables that flows can go on to, where there is one. */
  readonly next?: readonly [first: number, last: number];
  /** The names of the instructions, none where they are not told. */
  readonly instructions: string;
  readonly actions: string;
  readonly setFields: readonly FieldName[];
  readonly matching: ReadonlyMap<FieldName, Matching>;
}

/** The last table that a controller sees. */
const LAST_TABLE = INTERNAL_TABLE - 1;

const MAX_ENTRIES = 1_000_000;

/** The actions that OpenFlow 1.1 has a number for. */
const OF11_ACTIONS =
  'output group set_vlan_vid set_vlan_pcp strip_vlan push_vlan mod_dl_src mod_dl_dst mod_nw_src mod_nw_dst mod_nw_tos mod_nw_ecn mod_nw_ttl mod_tp_src mod_tp_dst dec_ttl set_mpls_label set_mpls_tc set_mpls_ttl dec_mpls_ttl push_mpls pop_mpls set_queue';

/** The actions that OpenFlow 1.2 and later have a number for. */
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

/** The class of the fields that the standard has numbered from the start. */
const BASIC_CLASS = 0x8000;

/** The basic fields of a version, which its bitmap of fields can name. */
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

/** The instructions of a table; flows of the last one have nowhere to go on to. */
function instructions(table: number, version: OpenFlowVersion): string {
  const meter = version >= 13 ? 'meter,' : '';
  const goto = table < LAST_TABLE ? ',goto_table' : '';
  return `${meter}apply_actions,clear_actions,write_actions,write_metadata${goto}`;
}

/** What the list of tables says of each one: from OpenFlow 1.3 on, nothing. */
export function listedFeatures(
  version: OpenFlowVersion,
): ((table: number) => TableFeatures) | undefined {
  if (version >= 13) return undefined;
  const common = {
    metadata: version === 12,
    maxEntries: MAX_ENTRIES,
    ...(version === 10 ? {} : { miss: 'controller' }),
    ...listedFields(version),
  };
  return (table) => ({
    ...common,
    name: tableName(table),
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

/** What OpenFlow 1.3 and later tell of each table when they are asked for features. */
export function fullFeatures(version: OpenFlowVersion): (table: number) => TableFeatures {
  const matchable = ALL_FIELDS.filter(({ headers }) => headers.length > 0);
  const common = {
    metadata: true,
    maxEntries: MAX_ENTRIES,
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
    name: tableName(table),
    ...(table < LAST_TABLE ? { next: [table + 1, LAST_TABLE] } : {}),
    instructions: instructions(table, version),
  });
}

function tableName(table: number): string {
  return table === 0 ? 'classifier' : `table${table}`;
}

/** The numbers of the tables that a controller sees. */
export function visibleTables(): number[] {
  return Array.from({ length: LAST_TABLE + 1 }, (_, table) => table);
}
