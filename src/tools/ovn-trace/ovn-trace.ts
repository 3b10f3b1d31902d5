/**
 * `ovn-trace`, which traces packets through the logical network. The reference does not have it
 * yet; it behaves like `ovn/utilities/ovn-trace.c` of release 2.10.
 */
import type { Dialect } from '../../action/layout.js';
import { ExprError } from '../../expr/error.js';
import type { PortLookup } from '../../expr/matches.js';
import { parseMicroflow } from '../../expr/microflow.js';
import type { Uuid } from '../../lib/uuid.js';
import { PortKeys } from '../../logical/key-lookup.js';
import { Names, type Warn } from '../../logical/names.js';
import { LogicalNetwork } from '../../logical/network.js';
import { PipelineFlows } from '../../logical/pipeline-flows.js';
import type { Match } from '../../openflow/model/match.js';
import type { Bridge } from '../../openflow/switch/bridge.js';
import { Flow } from '../../packet/flow.js';
import { formatFlow } from '../../packet/format-flow.js';
import { MICROFLOW_CHECK } from '../languages/match-check.js';
import { MATCH_VALUES } from '../languages/match-values.js';
import type { CommandRow } from '../program/command-row.js';
import { type CompletionTables, completeWords } from '../program/complete.js';
import { fatal } from '../program/exit.js';
import { helpText } from '../program/help-text.js';
import { reviewWords } from '../program/review.js';
import { runProgram } from '../program/run-program.js';
import { RUN_DIR } from '../program/sockets.js';
import { programVersion } from '../program/version.js';
import type { Tool, ToolContext, ToolResult } from '../tool.js';
import { givenFirst, recorded } from './connection-states.js';
import { formatDetails, formatMinimum, formatSummary } from './format-node-tree.js';
import type { TraceNode } from './node.js';
import { openflowText } from './openflow-flows.js';
import {
  type CommandLine,
  MODULE,
  OPTIONS,
  OUTPUT_FORMS,
  type OutputForm,
  parseCommandLine,
  type Settings,
} from './trace-options.js';
import { Tracer } from './tracer.js';

const FORMATTERS: Readonly<
  Record<OutputForm, { title: string; format(nodes: readonly TraceNode[]): string }>
> = {
  detailed: { title: '# Detailed trace.', format: (nodes) => formatDetails(nodes) },
  summary: { title: '# Summary trace.', format: formatSummary },
  minimal: { title: '# Minimal trace.', format: formatMinimum },
};

const NAME = 'ovn-trace';
const SUMMARY = 'trace a packet through the logical network';

/** The arguments of the program, which has no commands. */
const ARGUMENTS: CommandRow = {
  name: NAME,
  usage: 'DATAPATH MICROFLOW',
  values: {
    DATAPATH: ({ context: { nb } }) =>
      [...nb.rows('Logical_Switch'), ...nb.rows('Logical_Router')].map(({ name }) => name),
    MICROFLOW: MATCH_VALUES,
  },
};

const TEXTS = {
  help: () =>
    helpText({
      name: NAME,
      summary: SUMMARY,
      usage: [`[OPTIONS] ${ARGUMENTS.usage}`],
      notes: [
        'DATAPATH is the name of a logical switch or router, or the start of its UUID.',
        'MICROFLOW describes the packet in the language of matches. Fields that it does not mention are zero. For example:',
        `'inport == "sw0-port1" && eth.src == 00:00:00:00:00:01 && tcp.dst == 22'`,
      ],
      options: OPTIONS,
    }),
  version: () => programVersion(NAME),
};

function run(args: readonly string[], context: ToolContext): ToolResult {
  return runProgram(NAME, context, ({ log, print }) => {
    const warn: Warn = (message) => log.log(MODULE, 'WARN', message);
    print(trace(parseCommandLine(args, log, TEXTS), context, warn));
    return undefined;
  });
}

function trace({ settings, ...words }: CommandLine, context: ToolContext, warn: Warn): string {
  const { nb, sb, dialect } = context;
  const network = new LogicalNetwork(sb);
  const names = new Names(nb, sb, network, settings.friendlyNames);
  const keys = new PortKeys(network, names, warn);
  const datapath = names.findDatapath(words.datapath, warn);
  if (datapath === undefined) return fatal(`unknown datapath "${words.datapath}"`);
  const said = readMicroflow(words.microflow, dialect, (name) => keys.inMicroflow(datapath, name));
  const packet = packetOf(said);
  if (packet.get(dialect.layout.fields.inport) === 0n)
    warn('microflow does not specify ingress port');
  const heading = `# ${formatFlow(packet)}\n`;
  const bridge = findBridge(settings, context, warn);
  const tracer = new Tracer({
    network,
    names,
    keys,
    layout: dialect.layout,
    flows: new PipelineFlows(sb, warn, dialect),
    connections: givenFirst(
      settings.connectionStates,
      recorded(context.datapath.tracker.table, said),
    ),
    chassis: thisChassis(context),
    zoneOf: ({ logical_port }) => context.ctZone(logical_port),
    openflow:
      bridge &&
      (({ row }, datapathOfFlow) =>
        openflowText(row, datapathOfFlow, bridge, {
          lookupPort: (name) => keys.inFlows(datapathOfFlow, name),
          dialect,
          now: context.clock.now(),
        })),
  });
  const nodes = tracer.trace(datapath, packet);
  const traces = OUTPUT_FORMS.filter((form) => settings.forms.has(form)).map((form) => {
    const { title, format } = FORMATTERS[form];
    return (settings.forms.size > 1 ? `${title}\n` : '') + format(nodes);
  });
  return heading + traces.join('');
}

/** Returns the chassis of this host. */
function thisChassis({ ovs, sb }: ToolContext): Uuid | undefined {
  const [host] = ovs.rows('Open_vSwitch');
  const name = host?.external_ids.get('system-id');
  return name === undefined ? undefined : sb.findByIndex('Chassis', { name })?._uuid;
}

/** Returns the bridge whose flows are to be shown. */
function findBridge(
  { bridge: name }: Settings,
  { switch: { bridges } }: ToolContext,
  warn: Warn,
): Bridge | undefined {
  if (name === undefined) return undefined;
  const socket = (bridge: string) => `${RUN_DIR}/${bridge}.mgmt`;
  const found = [...bridges.values()].find((bridge) =>
    [bridge.name, socket(bridge.name), `unix:${socket(bridge.name)}`].includes(name),
  );
  if (found === undefined) warn(`${name}: connection failed (No such file or directory)`);
  return found;
}

/** Parses a microflow. @throws ToolExit */
function readMicroflow(text: string, { symbols }: Dialect, lookupPort: PortLookup): Match {
  try {
    return parseMicroflow(text, symbols, lookupPort);
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    return fatal(`error parsing flow: ${error.message}`);
  }
}

/** Returns the packet that a microflow describes. Other fields are zero. */
function packetOf(said: Match): Flow {
  const packet = new Flow();
  for (const { index, value } of said.entries) packet.setAt(index, value);
  return packet;
}

const TABLES: CompletionTables = {
  commands: ARGUMENTS,
  options: OPTIONS,
  checks: { MICROFLOW: MICROFLOW_CHECK },
  optionsAnywhere: true,
};

export const OVN_TRACE: Tool = {
  name: NAME,
  summary: SUMMARY,
  run,
  complete: (words, context) => completeWords(words, TABLES, context),
  review: (words, context) => reviewWords(words, TABLES, context),
};
