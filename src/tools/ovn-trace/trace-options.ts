/** The options of `ovn-trace` and the settings that result. */
import { CT_STATE } from '../../datapath/conntrack/ct-state.js';
import { ctStateProblems, parseCtState } from '../../datapath/conntrack/parse-ct-state.js';
import { CT_STATE_FLAGS } from '../../openflow/values/flag-sets.js';
import { OpenFlowTextError } from '../../openflow/values/scanning.js';
import { fatal } from '../program/exit.js';
import {
  applyOptions,
  DAEMON_OPTIONS,
  HELP_OPTION,
  type Invocation,
  LOG_OPTIONS,
  type OptionRow,
  type ProgramTexts,
  SSL_OPTIONS,
  VERSION_OPTION,
} from '../program/option-row.js';
import type { ProgramLog } from '../program/program-log.js';
import { connectionProblem, DATABASE_SERVER } from '../program/sockets.js';

/** The module under which it logs. */
export const MODULE = 'ovntrace';

export const OUTPUT_FORMS = ['detailed', 'summary', 'minimal'] as const;
export type OutputForm = (typeof OUTPUT_FORMS)[number];

export interface Settings {
  readonly database: string;
  readonly forms: ReadonlySet<OutputForm>;
  /** The states that `ct_next` finds, in order: bits of {@link CT_STATE}. */
  readonly connectionStates: readonly number[];
  readonly friendlyNames: boolean;
  /** The bridge whose flows are shown, or its socket. */
  readonly bridge: string | undefined;
}

/** The settings while options are applied. */
interface Draft {
  database: string;
  readonly forms: Set<OutputForm>;
  readonly connectionStates: number[];
  friendlyNames: boolean;
  bridge: string | undefined;
}

const FORM_HELP: Readonly<Record<OutputForm, string>> = {
  detailed: 'show every table; this is the default',
  summary: 'show pipelines and actions, without tables',
  minimal: 'show only changes and outputs of the packet',
};

const FORM_OPTIONS: readonly OptionRow<Invocation<Draft>>[] = OUTPUT_FORMS.map((form) => ({
  name: form,
  argument: 'none',
  help: FORM_HELP[form],
  apply: ({ settings }) => settings.forms.add(form),
}));

const unavailable = (
  name: string,
  argument: OptionRow<unknown>['argument'],
  reason: string,
): OptionRow<unknown> => ({
  name,
  argument,
  apply: () => fatal(`--${name} is not available here: ${reason}`),
});

/** Short forms and names are those of the later release that has the program. */
export const OPTIONS: readonly OptionRow<Invocation<Draft>>[] = [
  ...FORM_OPTIONS,
  {
    name: 'all',
    argument: 'none',
    help: 'show all three',
    apply: ({ settings }) => {
      for (const form of OUTPUT_FORMS) settings.forms.add(form);
    },
  },
  {
    name: 'ct',
    argument: 'required',
    argumentName: 'FLAGS',
    help: 'the state that ct_next finds, for example new or est,rpl; repeat for each ct_next',
    values: [...CT_STATE_FLAGS.bits.values()],
    apply: ({ settings, log }, value) => {
      settings.connectionStates.push(parseConnectionState(value, log));
    },
  },
  {
    name: 'friendly-names',
    argument: 'none',
    help: 'show names instead of UUIDs; this is the default',
    apply: ({ settings }) => {
      settings.friendlyNames = true;
    },
  },
  {
    name: 'no-friendly-names',
    argument: 'none',
    help: 'show datapaths and ports by their UUIDs',
    apply: ({ settings }) => {
      settings.friendlyNames = false;
    },
  },
  {
    name: 'db',
    argument: 'required',
    argumentName: 'DATABASE',
    help: `use the database at DATABASE (default: ${DATABASE_SERVER})`,
    apply: ({ settings }, value) => {
      settings.database = value;
    },
  },
  {
    name: 'ovs',
    argument: 'optional',
    argumentName: 'BRIDGE',
    help: 'show the OpenFlow flows of each logical flow (default: those of br-int)',
    apply: ({ settings }, value) => {
      settings.bridge = value === '' ? 'br-int' : value;
    },
  },
  unavailable('lb-dst', 'required', 'this OVN does not balance loads'),
  unavailable('detach', 'none', 'there are no daemons'),
  unavailable('unixctl', 'required', 'there are no daemons'),
  ...DAEMON_OPTIONS.filter(({ name }) => name !== 'detach'),
  HELP_OPTION,
  VERSION_OPTION,
  ...LOG_OPTIONS,
  ...SSL_OPTIONS,
  { name: 'peer-ca-cert', argument: 'required' },
  { name: 'bootstrap-ca-cert', argument: 'required' },
];

export interface CommandLine {
  readonly settings: Settings;
  readonly datapath: string;
  readonly microflow: string;
}

/** Reads a command line; options may follow other words. */
export function parseCommandLine(
  args: readonly string[],
  log: ProgramLog,
  texts: ProgramTexts,
): CommandLine {
  const settings: Draft = {
    database: DATABASE_SERVER,
    forms: new Set(),
    connectionStates: [],
    friendlyNames: true,
    bridge: undefined,
  };
  const words = applyOptions(args, OPTIONS, { settings, log, texts }, { anywhere: true });
  const problem = connectionProblem(settings.database);
  const [datapath, microflow] = words;
  if (datapath === undefined || microflow === undefined || words.length > 2) {
    fatal('exactly two non-option arguments are required (use --help for help)');
  }
  if (problem !== undefined) {
    fatal(`${settings.database}: database connection failed (${problem})`);
  }
  if (settings.forms.size === 0) settings.forms.add('detailed');
  return { settings, datapath, microflow };
}

/** Parses connection states. Contradictory ones cause a warning, but are accepted. */
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
