/** The options of `ovs-ofctl`, and what they amount to. */

import { getoptAnywhere, type LongOption } from '../../lib/getopt.js';
import { type Field, fieldByName } from '../../openflow/model/fields.js';
import {
  formatProtocols,
  type OpenFlowVersion,
  PROTOCOLS,
  type Protocols,
  protocolsFromName,
  protocolVersion,
  SINGLE_PROTOCOLS,
  versionFromName,
  versionName,
  versionProtocols,
} from '../../openflow/model/protocols.js';
import { fatal, ToolExit } from '../program/exit.js';
import type { ProgramLog } from '../program/program-log.js';
import { programVersion } from '../program/version.js';

export const NAME = 'ovs-ofctl';

/** One key to sort flows by; without a field, by priority. */
export interface SortCriterion {
  readonly field: Field | undefined;
  readonly descending: boolean;
}

/** What the options of a run say. */
export interface Settings {
  /** The versions that a connection may have. */
  versions: readonly OpenFlowVersion[];
  /** The flow formats that may be used. */
  protocols: Protocols;
  strict: boolean;
  readd: boolean;
  bundle: boolean;
  /** How often `-m` was said. */
  verbosity: number;
  criteria: readonly SortCriterion[];
}

export interface OfctlOption extends LongOption {
  readonly argumentName?: string;
  /** What help says about it; options without it exist only so as to be accepted. */
  readonly help?: string;
  apply?(settings: Settings, value: string | undefined, log: ProgramLog): void;
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

/** Seconds as `strtoul` reads them: what is no number is 0. */
function checkTimeout(text: string): void {
  const seconds = /^\s*[+-]?\d+/.exec(text)?.[0];
  if (Number(seconds ?? 0) === 0) {
    fatal(`value ${text} on -t or --timeout is not at least 1`);
  }
}

function parseProtocols(text: string): Protocols {
  const names = text.split(',').filter((name) => name !== '');
  if (names.length === 0) fatal(`${text}: no flow protocol specified`);
  return names.reduce(
    (set, name) => set | (protocolsFromName(name) ?? fatal(`${name}: unknown flow protocol`)),
    0,
  );
}

function parseVersions(text: string): OpenFlowVersion[] {
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  return names.map((name) => versionFromName(name) ?? fatal(`Unknown OpenFlow version: "${name}"`));
}

const sortBy =
  (descending: boolean): NonNullable<OfctlOption['apply']> =>
  (settings, name) => {
    const byPriority = name === undefined || name.toLowerCase() === 'priority';
    const field = byPriority
      ? undefined
      : (fieldByName(name) ?? fatal(`${name}: unknown field name`));
    settings.criteria = [...settings.criteria, { field, descending }];
  };

export const OPTIONS: readonly OfctlOption[] = [
  {
    name: 'timeout',
    short: 't',
    argument: 'required',
    argumentName: 'SECS',
    help: 'accepted; nothing here takes that long',
    apply: (_, value) => checkTimeout(value ?? ''),
  },
  {
    name: 'strict',
    argument: 'none',
    help: 'change only flows with exactly the match and priority given',
    apply: (settings) => {
      settings.strict = true;
    },
  },
  {
    name: 'readd',
    argument: 'none',
    help: 'let replace-flows add again what is the same already',
    apply: (settings) => {
      settings.readd = true;
    },
  },
  {
    name: 'flow-format',
    short: 'F',
    argument: 'required',
    argumentName: 'FORMAT',
    help: 'use only these flow formats',
    apply: (settings, value) => {
      settings.protocols = parseProtocols(value ?? '');
    },
  },
  {
    name: 'packet-in-format',
    short: 'P',
    argument: 'required',
    apply: (_, value) => {
      if (!/^(openflow10|nxm)$/i.test(value ?? '')) {
        fatal(`unknown packet-in format \`${value}'`);
      }
    },
  },
  {
    name: 'more',
    short: 'm',
    argument: 'none',
    help: 'say more about each message',
    apply: (settings) => {
      settings.verbosity++;
    },
  },
  { name: 'timestamp', argument: 'none', help: 'accepted; it concerns monitor and snoop' },
  {
    name: 'sort',
    argument: 'optional',
    argumentName: 'FIELD',
    help: 'list flows by a field, or by priority, from the lowest up',
    apply: sortBy(false),
  },
  {
    name: 'rsort',
    argument: 'optional',
    argumentName: 'FIELD',
    help: 'list flows by a field, or by priority, from the highest down',
    apply: sortBy(true),
  },
  { name: 'unixctl', argument: 'required' },
  { name: 'help', short: 'h', argument: 'none', help: 'show this text' },
  { name: 'option', short: 'o', argument: 'none', help: 'list the options for programs to read' },
  {
    name: 'bundle',
    argument: 'none',
    help: 'change all flows at once or none; needs OpenFlow 1.4',
    apply: (settings) => {
      settings.bundle = true;
    },
  },
  { name: 'detach', argument: 'none' },
  { name: 'no-chdir', argument: 'none' },
  { name: 'pidfile', argument: 'optional' },
  { name: 'overwrite-pidfile', argument: 'none' },
  { name: 'monitor', argument: 'none' },
  { name: 'user', argument: 'required' },
  {
    name: 'version',
    short: 'V',
    argument: 'none',
    help: 'show the version',
    apply: () => {
      throw ToolExit.success(`${programVersion(NAME)}OpenFlow versions 0x1:0x4\n`);
    },
  },
  {
    name: 'protocols',
    short: 'O',
    argument: 'required',
    argumentName: 'VERSIONS',
    help: 'speak these versions, for instance OpenFlow13',
    apply: (settings, value) => {
      settings.versions = parseVersions(value ?? '');
    },
  },
  {
    name: 'verbose',
    short: 'v',
    argument: 'optional',
    argumentName: 'SPEC',
    help: 'set what is logged where',
    apply: (_, value, log) => log.configure(value ?? ''),
  },
  { name: 'log-file', argument: 'optional' },
  { name: 'syslog-method', argument: 'optional' },
  { name: 'syslog-target', argument: 'required' },
  { name: 'private-key', short: 'p', argument: 'required' },
  { name: 'certificate', short: 'c', argument: 'required' },
  { name: 'ca-cert', short: 'C', argument: 'required' },
];

/** What a command line says: its settings, and its words that are no options. */
export interface CommandLine {
  readonly settings: Settings;
  readonly words: readonly string[];
}

/** Reads a command line; `texts` are what options that ask about the program print. */
export function parseCommandLine(
  args: readonly string[],
  log: ProgramLog,
  texts: { readonly help: () => string; readonly options: () => string },
): CommandLine {
  const settings = defaultSettings();
  const { options, rest, error } = getoptAnywhere(args, OPTIONS);
  for (const { option, value } of options) {
    if (option.name === 'help') throw ToolExit.success(texts.help());
    if (option.name === 'option') throw ToolExit.success(texts.options());
    option.apply?.(settings, value, log);
  }
  if (error !== undefined) fatal(error);
  return finish(settings, rest);
}

function finish(settings: Settings, words: readonly string[]): CommandLine {
  if (settings.criteria.length > 0) {
    // Flows that are equal by everything else come with the highest priority first.
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
