/** Commands about datapaths and their flows: `dpctl/...` (`lib/dpctl.c`). */

import type { DatapathPort } from '../../../datapath/bridge/datapath-bridge.js';
import type { Dpif } from '../../../datapath/dpif/dpif.js';
import { formatMegaflow, formatUfid } from '../../../datapath/dpif/format-megaflow.js';
import type { Megaflow } from '../../../datapath/dpif/megaflow.js';
import type { ToolContext } from '../../tool.js';
import { deviceType } from '../commands/dpif-commands.js';
import { byText } from '../find-bridge.js';
import { CommandError, type TargetCommand } from '../target-command.js';
import { type DpctlOptions, dpctlError, parseDpctlOptions } from './datapath-argument.js';

/** Finds a datapath by a name like `system@ovs-system`; the type can be omitted. */
function openDpif({ datapath }: ToolContext, name: string, failure: string): Dpif {
  const full = name.includes('@') ? name : `system@${name}`;
  const dpif = [...datapath.dpifs.values()].find((known) => known.name === full);
  if (dpif === undefined) throw dpctlError(failure, 'No such device');
  return dpif;
}

/** Returns the named datapath, or the only one. */
function chooseDpif(context: ToolContext, name: string | undefined): Dpif {
  if (name !== undefined) return openDpif(context, name, 'opening datapath');
  const [only, ...others] = context.datapath.dpifs.values();
  if (only === undefined) throw new CommandError('ovs-vswitchd: no datapaths exist\n');
  if (others.length > 0) throw new CommandError('ovs-vswitchd: multiple datapaths, specify one\n');
  return only;
}

const sortedDpifs = ({ datapath }: ToolContext): Dpif[] =>
  [...datapath.dpifs.values()].sort(byText(({ type }) => type));

function showPort(port: DatapathPort): string {
  const type = deviceType(port);
  return `\tport ${port.odpPort}: ${port.name}${type === 'system' ? '' : ` (${type})`}\n`;
}

/** Formats the statistics of a port like `ifconfig`. */
function showStatistics({ port: { counters } }: DatapathPort): string {
  const { rxPackets, rxBytes, rxDropped, txPackets, txBytes, txDropped } = counters;
  return [
    `\t\tRX packets:${rxPackets} errors:0 dropped:${rxDropped} overruns:0 frame:0\n`,
    `\t\tTX packets:${txPackets} errors:0 dropped:${txDropped} aborted:0 carrier:0\n`,
    '\t\tcollisions:0\n',
    `\t\tRX bytes:${rxBytes}${humanSize(rxBytes)}  TX bytes:${txBytes}${humanSize(txBytes)}\n`,
  ].join('');
}

/** Formats bytes in the largest unit that they fill, like `print_human_size()`. */
function humanSize(bytes: bigint): string {
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  const power = units.findLastIndex((_, i) => bytes >= 1n << BigInt(10 * (i + 1)));
  const unit = units[power];
  return unit === undefined
    ? ''
    : ` (${(Number(bytes) / 2 ** (10 * (power + 1))).toFixed(1)} ${unit})`;
}

function showDpif(dpif: Dpif, { statistics }: DpctlOptions): string {
  const ports = [...dpif.ports.values()];
  const lines = ports.map((port) => showPort(port) + (statistics ? showStatistics(port) : ''));
  // The local port of the datapath, which belongs to no bridge.
  const own = `\tport 0: ovs-${dpif.type} (internal)\n`;
  return [
    `${dpif.name}:\n`,
    `\tlookups: hit:${dpif.hits} missed:${dpif.misses} lost:0\n`,
    `\tflows: ${dpif.flows.size}\n`,
    own,
    ...lines,
  ].join('');
}

function show(args: readonly string[], context: ToolContext): string {
  const { options, args: rest } = parseDpctlOptions(args);
  context.datapath.refresh();
  const chosen =
    rest.length === 0
      ? sortedDpifs(context)
      : rest.map((name) => openDpif(context, name, `opening datapath ${name} failed`));
  return chosen.map((dpif) => showDpif(dpif, options)).join('');
}

function dumpFlows(args: readonly string[], context: ToolContext): string {
  const { options, args: rest } = parseDpctlOptions(args);
  if (rest.some((arg) => arg.startsWith('filter='))) {
    throw new CommandError('filters are not available in this sandbox; use grep');
  }
  const dpif = chooseDpif(context, rest[0]);
  context.datapath.refresh();
  const lines = [...dpif.flows].map((megaflow) => formatFlow(megaflow, options, context));
  const title = lines.length === 0 ? '' : 'flow-dump from non-dpdk interfaces:\n';
  return `${title}${lines.join('')}`;
}

function deleteFlows(args: readonly string[], context: ToolContext): string {
  chooseDpif(context, parseDpctlOptions(args).args[0]).flows.flush();
  return '';
}

/** The commands in the order of the reference's table, without those of later releases. */
const LIST = [
  ['add-dp', 'add-dp dp [iface...]'],
  ['del-dp', 'del-dp dp'],
  ['add-if', 'add-if dp iface...'],
  ['del-if', 'del-if dp iface...'],
  ['set-if', 'set-if dp iface...'],
  ['dump-dps', ''],
  ['show', '[dp...]'],
  ['dump-flows', '[dp]'],
  ['add-flow', 'add-flow [dp] flow actions'],
  ['mod-flow', 'mod-flow [dp] flow actions'],
  ['get-flow', 'get-flow [dp] ufid'],
  ['del-flow', 'del-flow [dp] flow'],
  ['del-flows', '[dp]'],
  ['help', ''],
  ['list-commands', ''],
  ['parse-actions', 'actions'],
  ['normalize-actions', 'actions'],
] as const;

/** Lists the commands of the reference, each name after `prefix`. */
export function listDpctlCommands(prefix: string): string {
  const lines = LIST.map(([name, usage]) => `  ${prefix}${name.padEnd(23)} ${usage}\n`);
  return `The available commands are:\n${lines.join('')}`;
}

/** Shows the flow with an identifier. */
function getFlow(args: readonly string[], context: ToolContext): string {
  const { options, args: rest } = parseDpctlOptions(args);
  const dpif = chooseDpif(context, rest.length > 1 ? rest[0] : undefined);
  const ufid = rest.at(-1) ?? '';
  if (!/^ufid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(ufid)) {
    // The real program reports this and still succeeds.
    return 'ovs-vswitchd: parsing flow ufid\n';
  }
  context.datapath.refresh();
  const found = [...dpif.flows].find((megaflow) => formatUfid(megaflow) === ufid.toLowerCase());
  if (found === undefined) throw dpctlError('getting flow', 'No such file or directory');
  return formatFlow(found, options, context);
}

function formatFlow(megaflow: Megaflow, { verbose }: DpctlOptions, { clock }: ToolContext): string {
  const id = verbose ? `${formatUfid(megaflow)}, ` : '';
  return `${id}${formatMegaflow(megaflow, { verbose, now: clock.now() })}\n`;
}

export const DPCTL_COMMANDS: readonly TargetCommand[] = [
  {
    name: 'dpctl/dump-dps',
    usage: '',
    run: (_, context) =>
      sortedDpifs(context)
        .map(({ name }) => `${name}\n`)
        .join(''),
  },
  { name: 'dpctl/show', usage: '[dp]...', shownUsage: '', run: show },
  { name: 'dpctl/dump-flows', usage: '[dp]', arity: [0, 2], shownUsage: '', run: dumpFlows },
  { name: 'dpctl/del-flows', usage: '[dp]', shownUsage: '', run: deleteFlows },
  { name: 'dpctl/get-flow', usage: '[dp] ufid', shownUsage: '', run: getFlow },
  {
    name: 'dpctl/list-commands',
    usage: '[arg]...',
    shownUsage: '',
    run: () => listDpctlCommands('dpctl/'),
  },
];
