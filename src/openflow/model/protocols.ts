/**
 * OpenFlow versions and flow formats: the counterpart of `enum ofputil_protocol`. A version can have
 * several formats, and not every format can express every match or action, so the parsers return
 * the set of formats that can.
 */

/** An OpenFlow version, ten times its number: 13 is OpenFlow 1.3. */
export type OpenFlowVersion = 10 | 11 | 12 | 13 | 14 | 15;

export const OPENFLOW_VERSIONS: readonly OpenFlowVersion[] = [10, 11, 12, 13, 14, 15];

/** The versions that a bridge speaks by default. */
export const DEFAULT_VERSIONS: readonly OpenFlowVersion[] = [10, 11, 12, 13];

/** Returns the number of a version in messages. */
export function wireVersion(version: OpenFlowVersion): number {
  return version - 9;
}

/** Returns the number of a version in text, for example `1.3`. */
export function versionNumber(version: OpenFlowVersion): string {
  return (version / 10).toFixed(1);
}

/** Returns the name of a version, for example `OpenFlow13`. */
export function versionName(version: OpenFlowVersion): string {
  return `OpenFlow${version}`;
}

/** The names of all versions. */
export const VERSION_NAMES: readonly string[] = OPENFLOW_VERSIONS.map(versionName);

/** Returns the version with this name, in any case. */
export function versionFromName(name: string): OpenFlowVersion | undefined {
  const lower = name.toLowerCase();
  return OPENFLOW_VERSIONS.find((version) => `openflow${version}` === lower);
}

/** A set of flow formats, one bit each. */
export type Protocols = number;

/**
 * The flow formats, in order of preference. The variants with `_TID` have the extension for table
 * numbers in the flow mods of OpenFlow 1.0.
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

/** The sets of formats that fields and actions need. */
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
  /** The formats in which a flow mod can name its table. */
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

/** All single formats, in order of preference. */
export const SINGLE_PROTOCOLS: readonly Protocols[] = NAMES.map(([bit]) => bit);

/** Returns the names of the formats in a set, abbreviated if possible; mirrors `ofputil_protocols_to_string()`. */
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

/** Returns the formats with this name or abbreviation, in any case. */
export function protocolsFromName(name: string): Protocols | undefined {
  const lower = name.toLowerCase();
  return [...NAMES, ...ABBREVIATIONS].find(([, known]) => known.toLowerCase() === lower)?.[0];
}

/** Returns the version of a single format. */
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

/** Returns the formats of a version. */
export function versionProtocols(version: OpenFlowVersion): Protocols {
  return SINGLE_PROTOCOLS.filter((protocol) => protocolVersion(protocol) === version).reduce(
    (set, protocol) => set | protocol,
    0,
  );
}

/** Returns the variant of a format with or without table numbers; mirrors `ofputil_protocol_set_tid()`. */
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
