/** The fields with their properties: the counterpart of `mf_fields` in `lib/meta-flow.c`. */

import {
  type FieldFormat,
  type FieldRow,
  type FieldType,
  METADATA_ROWS,
  PACKET_ROWS,
  type Prerequisite,
  REG_ROW,
  TUN_METADATA_ROW,
  TUNNEL_ROWS,
  TYPE_BYTES,
  XREG_ROW,
} from './field-table.js';
import { type OpenFlowVersion, PROTOCOLS, type Protocols } from './protocols.js';

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type Octal = Exclude<Digit, 8 | 9>;
type Below64 = Digit | `${1 | 2 | 3 | 4 | 5}${Digit}` | `6${0 | 1 | 2 | 3}`;

/** The name of a field in text; the first if there are several. */
export type FieldName =
  | (typeof TUNNEL_ROWS)[number][0]
  | (typeof METADATA_ROWS)[number][0]
  | (typeof PACKET_ROWS)[number][0]
  | `reg${Octal}`
  | `xreg${0 | 1 | 2 | 3}`
  | `tun_metadata${Below64}`;

export type { FieldFormat, Prerequisite };

/** The name and numbers of a field in messages. */
export interface FieldHeader {
  /** For example `NXM_OF_ETH_SRC`. */
  readonly name: string;
  /** The vendor of an experimenter's class; 0 for a standard one. */
  readonly vendor: number;
  readonly class: number;
  readonly type: number;
  /** The OpenFlow version that introduced it; 0 for NXM. */
  readonly version: OpenFlowVersion | 0;
}

export interface Field {
  readonly name: FieldName;
  /** An older name, which is parsed too. */
  readonly alias?: string;
  /** Its position among all fields. */
  readonly index: number;
  /** Its size in messages; a mask is partial unless all bits of these bytes are set. */
  readonly bytes: number;
  /** The number of bits that have a meaning. */
  readonly bits: number;
  /** True if `bytes` is the maximum of a variable size. */
  readonly variableLength: boolean;
  /** True if a match may have a partial mask. */
  readonly maskable: boolean;
  readonly format: FieldFormat;
  readonly prerequisite: Prerequisite;
  /** True if actions may write it. */
  readonly writable: boolean;
  /** Its headers, oldest first. */
  readonly headers: readonly FieldHeader[];
  /** The flow formats that can match it exactly, by a prefix, and with any mask. */
  readonly protocols: {
    readonly exact: Protocols;
    readonly prefix: Protocols;
    readonly bitwise: Protocols;
  };
}

/** The classes of headers by prefix; the first prefix that fits counts. */
const HEADER_CLASSES: readonly (readonly [prefix: string, vendor: number, class_: number])[] = [
  ['NXM_OF_', 0, 0x0000],
  ['NXM_NX_', 0, 0x0001],
  ['OXM_OF_PKT_REG', 0, 0x8001],
  ['OXM_OF_', 0, 0x8000],
  ['ONFOXM_ET_', 0x4f4e4600, 0xffff],
  ['NXOXM_ET_', 0x00002320, 0xffff],
];

/** The fields by name, in the order of `lib/meta-flow.h`. */
export const FIELDS: Readonly<Record<FieldName, Field>> = buildFields();

/** All fields in the order of `lib/meta-flow.h`. */
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

/** Returns the field with this name or older name, as in matches and `set_field`. */
export function fieldByName(name: string): Field | undefined {
  return BY_TEXT_NAME.get(name);
}

/** Returns the field with this NXM or OXM name, as in `move` and `load`. */
export function fieldByHeaderName(name: string): Field | undefined {
  return BY_HEADER_NAME.get(name);
}

/** Returns the header of a field in a version, or in NXM if `version` is 0. */
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
  // A test checks that the rows have exactly the names of FieldName.
  return Object.fromEntries(
    table.map((row, index) => [row[0], fieldFromRow(row, index)]),
  ) as Record<FieldName, Field>;
}

/** Returns the rows of fields that differ only by a number. */
function numbered(row: FieldRow, count: number): FieldRow[] {
  const [name, alias, type, mask, format, prerequisite, access, headers, legacy] = row;
  return Array.from({ length: count }, (_, n) => {
    const fill = (text: string): string =>
      text.replace('<N+40>', String(n + 40)).replaceAll('<N>', String(n));
    return [fill(name), alias, type, mask, format, prerequisite, access, fill(headers), legacy];
  });
}

function fieldFromRow(row: FieldRow, index: number): Field {
  const [name, alias, type, mask, format, prerequisite, access, headers, legacy] = row;
  const { bytes, bits } = sizeOf(type);
  const parsedHeaders = parseHeaders(headers);
  const maskable = mask === 'any';
  return {
    name: name as FieldName,
    ...(alias === '' ? {} : { alias }),
    index,
    bytes,
    bits,
    variableLength: type === 'tunnelMD',
    maskable,
    format,
    prerequisite,
    writable: access === 'rw',
    headers: parsedHeaders,
    protocols: usableProtocols(name, maskable, parsedHeaders.length > 0, legacy.split(' ')),
  };
}

function sizeOf(type: FieldRow[2]): Pick<Field, 'bytes' | 'bits'> {
  const [base, bits] = type.split(':');
  const bytes = TYPE_BYTES[base as FieldType];
  return { bytes, bits: bits === undefined ? bytes * 8 : Number(bits) };
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
  // These two have no header, but every format can express their meaning.
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
