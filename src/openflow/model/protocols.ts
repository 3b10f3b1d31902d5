/**
 * OpenFlow versions and flow formats. One version may carry flows in several
 * formats, and not every match or action can be written in every format: the
 * parsers narrow a set of formats down as they read.
 */

/** An OpenFlow version, ten times its number: 13 is OpenFlow 1.3. */
export type OpenFlowVersion = 10 | 11 | 12 | 13 | 14 | 15;

export const OPENFLOW_VERSIONS: readonly OpenFlowVersion[] = [10, 11, 12, 13, 14, 15];

/** The versions that a bridge speaks unless it is told otherwise. */
export const DEFAULT_VERSIONS: readonly OpenFlowVersion[] = [10, 11, 12, 13];

/** The number of a version on the wire, which connection errors mention. */
export function wireVersion(version: OpenFlowVersion): number {
  return version - 9;
}

/** `1.3` */
export function versionNumber(version: OpenFlowVersion): string {
  return (version / 10).toFixed(1);
}

/** `OpenFlow13` */
export function versionName(version: OpenFlowVersion): string {
  return `OpenFlow${version}`;
}

/** The names of all versions. */
export const VERSION_NAMES: readonly string[] = OPENFLOW_VERSIONS.map(versionName);

/** The version that `name` names, in any case. */
export function versionFromName(name: string): OpenFlowVersion | undefined {
  const lower = name.toLowerCase();
  return OPENFLOW_VERSIONS.find((version) => `openflow${version}` === lower);
}

/** A set of flow formats, one bit each. */
export type Protocols = number;

/**
 * The flow formats, the least demanding first. The variants with `_TID` have
 * the extension for naming a table in OpenFlow 1.0 flow modifications.
 */
export const PROTOCOL = {
  OF10_STD: 1 << 0,
  OF10_STD_TID: 1 << 1,
  OF10_NXM: 1 << 2,
  OF10_NXM_TID: 1 << 3,
  OF11_STD: 1 << 4,
  OF12_OXM: 1 << 5,
  OF13_OXM: 1 << 6,
  OF14_OXM: 1 << 7,
  OF15_OXM: 1 << 8,
} as const;

const NXM_ANY = PROTOCOL.OF10_NXM | PROTOCOL.OF10_NXM_TID;
const STD_ANY = PROTOCOL.OF10_STD | PROTOCOL.OF10_STD_TID;
const OXM_ANY = PROTOCOL.OF12_OXM | PROTOCOL.OF13_OXM | PROTOCOL.OF14_OXM | PROTOCOL.OF15_OXM;

/** Sets of formats that fields and actions ask for. */
export const PROTOCOLS = {
  NONE: 0,
  ANY: (1 << 9) - 1,
  NXM_ANY,
  STD_ANY,
  OXM_ANY,
  NXM_OXM: NXM_ANY | OXM_ANY,
  NXM_OF11_UP: NXM_ANY | PROTOCOL.OF11_STD | OXM_ANY,
  OF11_UP: PROTOCOL.OF11_STD | OXM_ANY,
  OF12_UP: OXM_ANY,
  OF13_UP: PROTOCOL.OF13_OXM | PROTOCOL.OF14_OXM | PROTOCOL.OF15_OXM,
  OF14_UP: PROTOCOL.OF14_OXM | PROTOCOL.OF15_OXM,
  /** Those in which a flow modification may name its table. */
  TABLE_ID: PROTOCOL.OF10_STD_TID | PROTOCOL.OF10_NXM_TID | PROTOCOL.OF11_STD | OXM_ANY,
} as const;

const ABBREVIATIONS: readonly (readonly [Protocols, string])[] = [
  [PROTOCOLS.ANY, 'any'],
  [STD_ANY, 'OpenFlow10'],
  [NXM_ANY, 'NXM'],
  [OXM_ANY, 'OXM'],
];

const NAMES: readonly (readonly [Protocols, string])[] = [
  [PROTOCOL.OF10_STD, 'OpenFlow10-table_id'],
  [PROTOCOL.OF10_STD_TID, 'OpenFlow10+table_id'],
  [PROTOCOL.OF10_NXM, 'NXM-table_id'],
  [PROTOCOL.OF10_NXM_TID, 'NXM+table_id'],
  [PROTOCOL.OF11_STD, 'OpenFlow11'],
  [PROTOCOL.OF12_OXM, 'OXM-OpenFlow12'],
  [PROTOCOL.OF13_OXM, 'OXM-OpenFlow13'],
  [PROTOCOL.OF14_OXM, 'OXM-OpenFlow14'],
  [PROTOCOL.OF15_OXM, 'OXM-OpenFlow15'],
];

/** Every single format, the one to be preferred first. */
export const SINGLE_PROTOCOLS: readonly Protocols[] = NAMES.map(([bit]) => bit);

/** The names of the formats in a set, abbreviated where they can be; `none` for no format. */
export function formatProtocols(protocols: Protocols): string {
  if (protocols === 0) return 'none';
  const names: string[] = [];
  let rest = protocols;
  while (rest !== 0) {
    const abbreviation = ABBREVIATIONS.find(([set]) => (rest & set) === set);
    const found = abbreviation ?? NAMES.find(([bit]) => (rest & bit) !== 0);
    if (found === undefined) break;
    names.push(found[1]);
    rest &= ~found[0];
  }
  return names.join(',');
}

/** The formats that one name or abbreviation stands for, in any case. */
export function protocolsFromName(name: string): Protocols | undefined {
  const lower = name.toLowerCase();
  return [...NAMES, ...ABBREVIATIONS].find(([, known]) => known.toLowerCase() === lower)?.[0];
}

/** The version that a single format belongs to. */
export function protocolVersion(protocol: Protocols): OpenFlowVersion {
  switch (protocol) {
    case PROTOCOL.OF11_STD:
      return 11;
    case PROTOCOL.OF12_OXM:
      return 12;
    case PROTOCOL.OF13_OXM:
      return 13;
    case PROTOCOL.OF14_OXM:
      return 14;
    case PROTOCOL.OF15_OXM:
      return 15;
    default:
      return 10;
  }
}

/** The formats that a version has. */
export function versionProtocols(version: OpenFlowVersion): Protocols {
  return SINGLE_PROTOCOLS.filter((protocol) => protocolVersion(protocol) === version).reduce(
    (set, protocol) => set | protocol,
    0,
  );
}

/** The format with (or without) the extension for table numbers, where there are both. */
export function withTableId(protocol: Protocols, enable: boolean): Protocols {
  switch (protocol) {
    case PROTOCOL.OF10_STD:
    case PROTOCOL.OF10_STD_TID:
      return enable ? PROTOCOL.OF10_STD_TID : PROTOCOL.OF10_STD;
    case PROTOCOL.OF10_NXM:
    case PROTOCOL.OF10_NXM_TID:
      return enable ? PROTOCOL.OF10_NXM_TID : PROTOCOL.OF10_NXM;
    default:
      return protocol;
  }
}
