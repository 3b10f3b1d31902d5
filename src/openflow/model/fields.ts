/** What Open vSwitch knows about each field: the counterpart of the reference's `mf_fields`. */

import {
  type FieldRow,
  METADATA_ROWS,
  PACKET_ROWS,
  REG_ROW,
  TUN_METADATA_ROW,
  TUNNEL_ROWS,
  XREG_ROW,
} from './field-table.js';
import { type OpenFlowVersion, PROTOCOLS, type Protocols } from './protocols.js';

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type Octal = Exclude<Digit, 8 | 9>;
type Below64 = Digit | `${1 | 2 | 3 | 4 | 5}${Digit}` | `6${0 | 1 | 2 | 3}`;

/** The name of a field, as it is printed: the first of those the reference knows it by. */
export type FieldName =
  | (typeof TUNNEL_ROWS)[number][0]
  | (typeof METADATA_ROWS)[number][0]
  | (typeof PACKET_ROWS)[number][0]
  | `reg${Octal}`
  | `xreg${0 | 1 | 2 | 3}`
  | `tun_metadata${Below64}`;

/** How a value of a field is written. */
export type FieldFormat =
  | 'decimal'
  | 'hexadecimal'
  | 'ct_state'
  | 'ethernet'
  | 'ipv4'
  | 'ipv6'
  | 'port'
  | 'port32'
  | 'frag'
  | 'tunnel_flags'
  | 'tcp_flags';

/** What a packet must be for a field to exist in it. */
export type Prerequisite =
  | 'none'
  | 'arp'
  | 'vlan'
  | 'ipv4'
  | 'ipv6'
  | 'ip'
  | 'mpls'
  | 'tcp'
  | 'udp'
  | 'sctp'
  | 'icmpv4'
  | 'icmpv6'
  | 'nd'
  | 'nd_solicit'
  | 'nd_advert';

/** A name and number of a field on the wire. */
export interface FieldHeader {
  /** `NXM_OF_ETH_SRC`, `OXM_OF_ETH_SRC`. */
  readonly name: string;
  /** The vendor of an experimenter's class; 0 for a standard one. */
  readonly vendor: number;
  readonly class: number;
  readonly type: number;
  /** The OpenFlow version that brought it; 0 for NXM, which belongs to none. */
  readonly version: OpenFlowVersion | 0;
}

export interface Field {
  readonly name: FieldName;
  /** An older name that is read as well. */
  readonly alias?: string;
  /** Where it stands in the reference's order of fields. */
  readonly index: number;
  /** Its width on the wire; a mask without these bits all set is a partial one. */
  readonly bytes: number;
  /** How many of its bits mean something. */
  readonly bits: number;
  /** Whether `bytes` is only the greatest width. */
  readonly variableLength: boolean;
  /** Whether any subset of its bits can be matched, or only all of them. */
  readonly maskable: boolean;
  readonly format: FieldFormat;
  readonly prerequisite: Prerequisite;
  /** Whether actions may write it. */
  readonly writable: boolean;
  /** Its headers, oldest first. */
  readonly headers: readonly FieldHeader[];
  /** The flow formats that can match it whole, by a prefix, and by any mask. */
  readonly protocols: {
    readonly exact: Protocols;
    readonly prefix: Protocols;
    readonly bitwise: Protocols;
  };
}

const FIELD_FORMATS: readonly FieldFormat[] = [
  'decimal',
  'hexadecimal',
  'ct_state',
  'ethernet',
  'ipv4',
  'ipv6',
  'port',
  'port32',
  'frag',
  'tunnel_flags',
  'tcp_flags',
];

const PREREQUISITES: readonly Prerequisite[] = [
  'none',
  'arp',
  'vlan',
  'ipv4',
  'ipv6',
  'ip',
  'mpls',
  'tcp',
  'udp',
  'sctp',
  'icmpv4',
  'icmpv6',
  'nd',
  'nd_solicit',
  'nd_advert',
];

const TYPE_BYTES: Readonly<Record<string, number>> = {
  u8: 1,
  be16: 2,
  be32: 4,
  MAC: 6,
  be64: 8,
  be128: 16,
  tunnelMD: 124,
};

/** The classes that headers belong to; of several prefixes that fit, the first here counts. */
const HEADER_CLASSES: readonly (readonly [prefix: string, vendor: number, class_: number])[] = [
  ['NXM_OF_', 0, 0x0000],
  ['NXM_NX_', 0, 0x0001],
  ['OXM_OF_PKT_REG', 0, 0x8001],
  ['OXM_OF_', 0, 0x8000],
  ['ONFOXM_ET_', 0x4f4e4600, 0xffff],
  ['NXOXM_ET_', 0x00002320, 0xffff],
];

/** The fields by name. Iteration follows the reference's order. */
export const FIELDS: Readonly<Record<FieldName, Field>> = buildFields();

/** All fields in the reference's order. */
export const ALL_FIELDS: readonly Field[] = Object.values(FIELDS);

const BY_TEXT_NAME = new Map<string, Field>(
  ALL_FIELDS.flatMap((field) => {
    const named: [string, Field][] = [[field.name, field]];
    if (field.alias !== undefined) named.push([field.alias, field]);
    return named;
  }),
);

const BY_HEADER_NAME = new Map<string, Field>(
  ALL_FIELDS.flatMap((field) => field.headers.map((header) => [header.name, field] as const)),
);

/** The field with this name or older name, as matches and `set_field` name it. */
export function fieldByName(name: string): Field | undefined {
  return BY_TEXT_NAME.get(name);
}

/** The field with this NXM or OXM name, as `move` and `load` name it. */
export function fieldByHeaderName(name: string): Field | undefined {
  return BY_HEADER_NAME.get(name);
}

/** The header that stands for a field in a version, or in NXM where `version` is 0. */
export function fieldHeader(field: Field, version: OpenFlowVersion | 0): FieldHeader | undefined {
  return field.headers.findLast((header) => version >= header.version) ?? field.headers[0];
}

/** Returns the mask of a field's bytes, which makes a match exact. */
export function fullMask(field: Field): bigint {
  return lowBits(field.bytes * 8);
}

/** Returns a mask of the lowest `bits` bits. */
export function lowBits(bits: number): bigint {
  return (1n << BigInt(bits)) - 1n;
}

function buildFields(): Record<FieldName, Field> {
  const table: FieldRow[] = [
    ...TUNNEL_ROWS,
    ...numbered(TUN_METADATA_ROW, 64),
    ...METADATA_ROWS,
    ...numbered(REG_ROW, 8),
    ...numbered(XREG_ROW, 4),
    ...PACKET_ROWS,
  ];
  // The rows spell exactly the names of FieldName, which a test checks.
  return Object.fromEntries(
    table.map((row, index) => [row[0], fieldFromRow(row, index)]),
  ) as Record<FieldName, Field>;
}

/** Rows for fields that differ only by a number. */
function numbered(row: FieldRow, count: number): FieldRow[] {
  const [name, alias, type, mask, format, prerequisite, access, headers, legacy] = row;
  return Array.from({ length: count }, (_, n) => {
    const fill = (text: string): string =>
      text.replace('<N+40>', String(n + 40)).replaceAll('<N>', String(n));
    return [fill(name), alias, type, mask, format, prerequisite, access, fill(headers), legacy];
  });
}

function fieldFromRow(row: FieldRow, index: number): Field {
  const [name, alias, type, mask, formatName, prerequisiteName, access, headers, legacy] = row;
  const [typeName = '', low] = type.split(':');
  const bytes = TYPE_BYTES[typeName];
  const format = FIELD_FORMATS.find((known) => known === formatName);
  const prerequisite = PREREQUISITES.find((known) => known === prerequisiteName);
  if (bytes === undefined || format === undefined || prerequisite === undefined) {
    throw new Error(`bad row for field ${name}`);
  }
  const parsedHeaders = parseHeaders(headers);
  const maskable = mask === 'any';
  return {
    name: name as FieldName,
    ...(alias === '' ? {} : { alias }),
    index,
    bytes,
    bits: low === undefined ? bytes * 8 : Number(low),
    variableLength: typeName === 'tunnelMD',
    maskable,
    format,
    prerequisite,
    writable: access === 'rw',
    headers: parsedHeaders,
    protocols: usableProtocols(name, maskable, parsedHeaders.length > 0, legacy.split(' ')),
  };
}

function parseHeaders(text: string): FieldHeader[] {
  if (text === '') return [];
  return text.split(', ').map((part) => {
    const [name = '', type, version] = part.split(' ');
    const known = HEADER_CLASSES.find(([prefix]) => name.startsWith(prefix));
    if (known === undefined) throw new Error(`unknown class of header ${name}`);
    return {
      name,
      vendor: known[1],
      class: known[2],
      type: Number(type),
      version: version === '13' ? 13 : version === '15' ? 15 : version === '12' ? 12 : 0,
    };
  });
}

function usableProtocols(
  name: string,
  maskable: boolean,
  extensible: boolean,
  legacy: readonly string[],
): Field['protocols'] {
  // These two have no header of their own, but every format can express what they mean.
  const everywhere = name === 'dl_vlan' || name === 'dl_vlan_pcp';
  const nxm = extensible || everywhere ? PROTOCOLS.NXM_OXM : PROTOCOLS.NONE;
  const of10 = (...how: string[]): Protocols =>
    how.some((word) => legacy.includes(word)) ? PROTOCOLS.STD_ANY : 0;
  const of11 = (...how: string[]): Protocols =>
    how.some((word) => legacy.includes(word)) ? PROTOCOLS.NXM_OF11_UP & ~PROTOCOLS.NXM_OXM : 0;
  return {
    exact: nxm | of10('of10', 'of10-cidr') | of11('of11', 'of11-bitwise'),
    prefix: maskable ? nxm | of10('of10-cidr') | of11('of11-bitwise') : 0,
    bitwise: maskable ? nxm | of11('of11-bitwise') : 0,
  };
}
