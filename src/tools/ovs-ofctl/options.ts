/** Parses the options of `ovs-ofctl`. */

import { type Field, fieldByName } from '../../openflow/model/fields.js';
import {
  DEFAULT_VERSIONS,
  formatProtocols,
  type OpenFlowVersion,
  PROTOCOLS,
  type Protocols,
  protocolsFromName,
  protocolVersion,
  SINGLE_PROTOCOLS,
  VERSION_NAMES,
  versionFromName,
  versionName,
  versionProtocols,
} from '../../openflow/model/protocols.js';
import { parseInt32 } from '../program/c-numbers.js';
import { fatal } from '../program/exit.js';
import {
  applyOptions,
  DAEMON_OPTIONS,
  HELP_OPTION,
  type Invocation,
  LOG_OPTIONS,
  OPTION_OPTION,
  type OptionRow,
  type ProgramTexts,
  SSL_OPTIONS,
  VERSION_OPTION,
} from '../program/option-row.js';
import type { ProgramLog } from '../program/program-log.js';

/** A key to sort flows by: a field, or the priority. */
export interface SortCriterion {
  readonly field: Field | undefined;
  readonly descending: boolean;
}

/** The settings of a run. */
export interface Settings {
  /** The versions that a connection can have. */
  versions: readonly OpenFlowVersion[];
  /** The allowed flow formats. */
  protocols: Protocols;
  strict: boolean;
  readd: boolean;
  bundle: boolean;
  /** The number of options `-m`. */
  verbosity: number;
  criteria: readonly SortCriterion[];
}

function defaultSettings(): Settings {
  return {
    versions: [10],
    protocols: PROTOCOLS.ANY,
    strict: false,
    readd: false,
    bundle: false,
    verbosity: 0,
    criteria: [],
  };
}

/** Checks a number of seconds, which counts as 0 if it is not a number. */
function checkTimeout(text: string): void {
  if (parseInt32(text) === 0) fatal(`value ${text} on -t or --timeout is not at least 1`);
}

function parseProtocols(text: string): Protocols {
  const names = text.split(',').filter((name) => name !== '');
  if (names.length === 0) fatal(`${text}: no flow protocol specified`);
  return names.reduce(
    (set, name) => set | (protocolsFromName(name) ?? fatal(`${name}: unknown flow protocol`)),
    0,
  );
}

/** Parses a list of versions; an empty list means the default versions. */
function parseVersions(text: string): readonly OpenFlowVersion[] {
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  if (names.length === 0) return DEFAULT_VERSIONS;
  return names.map((name) => versionFromName(name) ?? fatal(`Unknown OpenFlow version: "${name}"`));
}

const sortBy =
  (descending: boolean): NonNullable<OptionRow<Invocation<Settings>>['apply']> =>
  ({ settings }, name, given) => {
    const byPriority = !given || name.toLowerCase() === 'priority';
    const field = byPriority
      ? undefined
      : (fieldByName(name) ?? fatal(`${name}: unknown field name`));
    settings.criteria = [...settings.criteria, { field, descending }];
  };

export const OPTIONS: readonly OptionRow<Invocation<Settings>>[] = [
  {
    name: 'timeout',
    short: 't',
    argument: 'required',
    argumentName: 'SECS',
    help: 'accepted without effect; no command takes that long',
    apply: (_, value) => checkTimeout(value),
  },
  {
    name: 'strict',
    argument: 'none',
    help: 'change only flows with exactly the match and priority given',
    apply: ({ settings }) => {
      settings.strict = true;
    },
  },
  {
    name: 'readd',
    argument: 'none',
    help: 'make replace-flows add identical flows again',
    apply: ({ settings }) => {
      settings.readd = true;
    },
  },
  {
    name: 'flow-format',
    short: 'F',
    argument: 'required',
    argumentName: 'FORMAT',
    help: 'use only these flow formats',
    apply: ({ settings }, value) => {
      settings.protocols = parseProtocols(value);
    },
  },
  {
    name: 'packet-in-format',
    short: 'P',
    argument: 'required',
    apply: (_, value) => {
      if (!/^(openflow10|nxm)$/i.test(value)) {
        fatal(`unknown packet-in format \`${value}'`);
      }
    },
  },
  {
    name: 'more',
    short: 'm',
    argument: 'none',
    help: 'print messages in more detail',
    apply: ({ settings }) => {
      settings.verbosity++;
    },
  },
  {
    name: 'timestamp',
    argument: 'none',
    help: 'accepted without effect; only monitor and snoop use it',
  },
  {
    name: 'sort',
    argument: 'optional',
    argumentName: 'FIELD',
    help: 'sort flows by a field or by priority, in ascending order',
    apply: sortBy(false),
  },
  {
    name: 'rsort',
    argument: 'optional',
    argumentName: 'FIELD',
    help: 'sort flows by a field or by priority, in descending order',
    apply: sortBy(true),
  },
  { name: 'unixctl', argument: 'required' },
  HELP_OPTION,
  OPTION_OPTION,
  {
    name: 'bundle',
    argument: 'none',
    help: 'change flows atomically; requires OpenFlow 1.4',
    apply: ({ settings }) => {
      settings.bundle = true;
    },
  },
  ...DAEMON_OPTIONS,
  VERSION_OPTION,
  {
    name: 'protocols',
    short: 'O',
    argument: 'required',
    argumentName: 'VERSIONS',
    values: VERSION_NAMES,
    help: 'allow only these versions, for example OpenFlow13',
    apply: ({ settings }, value) => {
      settings.versions = parseVersions(value);
    },
  },
  ...LOG_OPTIONS,
  ...SSL_OPTIONS,
];

/** A command line: its settings and its other arguments. */
export interface CommandLine {
  readonly settings: Settings;
  readonly words: readonly string[];
}

/** Parses a command line. */
export function parseCommandLine(
  args: readonly string[],
  log: ProgramLog,
  texts: ProgramTexts,
): CommandLine {
  const settings = defaultSettings();
  const words = applyOptions(args, OPTIONS, { settings, log, texts }, { anywhere: true });
  return finish(settings, words);
}

function finish(settings: Settings, words: readonly string[]): CommandLine {
  if (settings.criteria.length > 0) {
    // Flows that are equal otherwise are sorted by descending priority.
    settings.criteria = [...settings.criteria, { field: undefined, descending: true }];
  }
  if (settings.bundle) {
    const kept = settings.versions.filter((version) => version >= 14);
    settings.versions = [...new Set<OpenFlowVersion>([14, ...kept])];
  }
  const spoken = settings.versions.reduce((set, version) => set | versionProtocols(version), 0);
  if ((settings.protocols & spoken) === 0) {
    const names = settings.versions.map(versionName).join(', ');
    fatal(
      `None of the enabled OpenFlow versions (${names}) supports any of the enabled flow formats (${formatProtocols(settings.protocols)}).  (Use -O to enable additional OpenFlow versions or -F to enable additional flow formats.)`,
    );
  }
  settings.protocols &= spoken;
  const usable = SINGLE_PROTOCOLS.filter((protocol) => (settings.protocols & protocol) !== 0);
  const versions = new Set(usable.map(protocolVersion));
  settings.versions = [...versions].sort((a, b) => a - b);
  return { settings, words };
}
