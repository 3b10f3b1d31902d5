/** The options of `ovn-trace`, and what they amount to. */
import { CT_STATE } from '../../datapath/conntrack/ct-state.js';
import { ctStateProblems, parseCtState } from '../../datapath/conntrack/parse-ct-state.js';
import { getoptAnywhere, type LongOption } from '../../lib/getopt.js';
import { OpenFlowTextError } from '../../openflow/values/scanning.js';
import { fatal, ToolExit } from '../program/exit.js';
import type { ProgramLog } from '../program/program-log.js';
import { connectionProblem, DATABASE_SERVER } from '../program/sockets.js';
import { programVersion } from '../program/version.js';

export const NAME = 'ovn-trace';

/** The module under which it logs. */
export const MODULE = 'ovntrace';

export const OUTPUT_FORMS = ['detailed', 'summary', 'minimal'] as const;
export type OutputForm = (typeof OUTPUT_FORMS)[number];

export interface Settings {
  readonly database: string;
  readonly forms: ReadonlySet<OutputForm>;
  /** What `ct_next` says, one after the other; bits of {@link CT_STATE}. */
  readonly connectionStates: readonly number[];
  readonly friendlyNames: boolean;
  /** The bridge whose flows to show, or its socket. */
  readonly bridge: string | undefined;
}

/** Settings while they are read. */
interface Draft {
  database: string;
  readonly forms: Set<OutputForm>;
  readonly connectionStates: number[];
  friendlyNames: boolean;
  bridge: string | undefined;
}

interface TraceOption extends LongOption {
  readonly argumentName?: string;
  /** What help says about it; options without it exist only so as to be accepted. */
  readonly help?: string;
  apply?(draft: Draft, value: string, log: ProgramLog): void;
}

const FORM_HELP: Readonly<Record<OutputForm, string>> = {
  detailed: 'show every table on the way; this is the default',
  summary: 'show pipelines and actions, without tables',
  minimal: 'show only what can be seen from outside',
};

const FORM_OPTIONS: readonly TraceOption[] = OUTPUT_FORMS.map((form) => ({
  name: form,
  argument: 'none',
  help: FORM_HELP[form],
  apply: ({ forms }) => forms.add(form),
}));

const unavailable = (name: string, argument: LongOption['argument'], reason: string) =>
  ({ name, argument, apply: () => fatal(`--${name} is not available here: ${reason}`) }) as const;

/** Short forms and names as in the later release that the program comes from. */
export const OPTIONS: readonly TraceOption[] = [
  ...FORM_OPTIONS,
  {
    name: 'all',
    argument: 'none',
    help: 'show all three',
    apply: ({ forms }) => {
      for (const form of OUTPUT_FORMS) forms.add(form);
    },
  },
  {
    name: 'ct',
    argument: 'required',
    argumentName: 'FLAGS',
    help: 'what ct_next finds, such as new or est,rpl; once for each ct_next',
    apply: ({ connectionStates }, value, log) => {
      connectionStates.push(parseConnectionState(value, log));
    },
  },
  {
    name: 'friendly-names',
    argument: 'none',
    help: 'show names instead of UUIDs; this is the default',
    apply: (draft) => {
      draft.friendlyNames = true;
    },
  },
  {
    name: 'no-friendly-names',
    argument: 'none',
    help: 'show datapaths and ports by their UUIDs',
    apply: (draft) => {
      draft.friendlyNames = false;
    },
  },
  {
    name: 'db',
    argument: 'required',
    argumentName: 'DATABASE',
    help: `use the database at DATABASE (default: ${DATABASE_SERVER})`,
    apply: (draft, value) => {
      draft.database = value;
    },
  },
  {
    name: 'ovs',
    argument: 'optional',
    argumentName: 'BRIDGE',
    help: 'show the OpenFlow flows of each logical flow (default: those of br-int)',
    apply: (draft, value) => {
      draft.bridge = value === '' ? 'br-int' : value;
    },
  },
  unavailable('lb-dst', 'required', 'this OVN does not balance loads'),
  unavailable('detach', 'none', 'there are no daemons'),
  unavailable('unixctl', 'required', 'there are no daemons'),
  { name: 'pidfile', argument: 'optional' },
  { name: 'overwrite-pidfile', argument: 'none' },
  { name: 'no-chdir', argument: 'none' },
  { name: 'monitor', argument: 'none' },
  { name: 'user', argument: 'required' },
  { name: 'help', short: 'h', argument: 'none', help: 'show this text' },
  {
    name: 'version',
    short: 'V',
    argument: 'none',
    help: 'show the version',
    apply: () => {
      throw ToolExit.success(programVersion(NAME));
    },
  },
  {
    name: 'verbose',
    short: 'v',
    argument: 'optional',
    argumentName: 'SPEC',
    help: 'set what is logged where',
    apply: (_, value, log) => log.configure(value),
  },
  { name: 'log-file', argument: 'optional' },
  { name: 'syslog-method', argument: 'optional' },
  { name: 'syslog-target', argument: 'required' },
  { name: 'private-key', short: 'p', argument: 'required' },
  { name: 'certificate', short: 'c', argument: 'required' },
  { name: 'ca-cert', short: 'C', argument: 'required' },
  { name: 'peer-ca-cert', argument: 'required' },
  { name: 'bootstrap-ca-cert', argument: 'required' },
];

export interface CommandLine {
  readonly settings: Settings;
  readonly datapath: string;
  readonly microflow: string;
}

/** Reads a command line; options may stand anywhere before a `--`. */
export function parseCommandLine(
  args: readonly string[],
  log: ProgramLog,
  help: () => string,
): CommandLine {
  const draft: Draft = {
    database: DATABASE_SERVER,
    forms: new Set(),
    connectionStates: [],
    friendlyNames: true,
    bridge: undefined,
  };
  const { options, rest: words, error } = getoptAnywhere(args, OPTIONS);
  for (const { option, value } of options) {
    if (option.name === 'help') throw ToolExit.success(help());
    option.apply?.(draft, value ?? '', log);
  }
  if (error !== undefined) fatal(error);
  const problem = connectionProblem(draft.database);
  const [datapath, microflow] = words;
  if (datapath === undefined || microflow === undefined || words.length > 2) {
    fatal('exactly two non-option arguments are required (use --help for help)');
  }
  if (problem !== undefined) {
    fatal(`${draft.database}: database connection failed (${problem})`);
  }
  if (draft.forms.size === 0) draft.forms.add('detailed');
  return { settings: draft, datapath, microflow };
}

/** Reads flags. Complains of those that cannot be together, but takes them. */
function parseConnectionState(text: string, log: ProgramLog): number {
  let state: number;
  try {
    state = parseCtState(text, CT_STATE.TRK);
  } catch (error) {
    if (!(error instanceof OpenFlowTextError)) throw error;
    return fatal(error.message);
  }
  for (const problem of ctStateProblems(state)) log.log(MODULE, 'WARN', problem);
  return state;
}
