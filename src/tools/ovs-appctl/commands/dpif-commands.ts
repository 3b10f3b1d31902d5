/** Commands about the datapaths: `dpif/...`. */
import type { DatapathBridge, DatapathPort } from '../../../datapath/bridge/datapath-bridge.js';
import type { Dpif } from '../../../datapath/dpif/dpif.js';
import { formatMegaflow, formatUfid } from '../../../datapath/dpif/format-megaflow.js';
import type { ToolContext } from '../../tool.js';
import { byText, findBridge } from '../find-bridge.js';
import type { TargetCommand } from '../target-command.js';

/** Returns the type of a device in a datapath; internal ports have none. */
export function deviceType({ port, type }: DatapathPort): string {
  return port.kind === 'local' || port.kind === 'internal' ? 'dummy' : type;
}

/** Formats a device's type and settings, for example `patch: peer=p1`. */
function describeDevice(port: DatapathPort): string {
  const settings = port.peerName === undefined ? '' : `: peer=${port.peerName}`;
  return `${deviceType(port)}${settings}`;
}

function showBridge({ name, ports }: DatapathBridge): string {
  const sorted = [...ports.values()].sort(byText(({ name }) => name));
  const lines = sorted.map((port) => {
    const number = port.odpPort ?? 'none';
    return `\t\t${port.name} ${port.port.number}/${number}: (${describeDevice(port)})\n`;
  });
  return `\t${name}:\n${lines.join('')}`;
}

function showDpif({ name, hits, misses, bridges }: Dpif): string {
  const sorted = [...bridges.values()].sort(byText(({ name }) => name));
  return `${name}: hit:${hits} missed:${misses}\n${sorted.map(showBridge).join('')}`;
}

function show(_: readonly string[], { datapath }: ToolContext): string {
  return [...datapath.dpifs.values()]
    .sort(byText(({ type }) => type))
    .map(showDpif)
    .join('');
}

function dumpDatapaths(_: readonly string[], { datapath }: ToolContext): string {
  return [...datapath.bridges.values()]
    .map(({ type, name }) => `${type}@${name}\n`)
    .sort(byText((line) => line))
    .join('');
}

function dumpFlows(args: readonly string[], context: ToolContext): string {
  const bridge = findBridge(context, args.at(-1) ?? '');
  const verbose = args.length > 1 && args[0] === '-m';
  context.datapath.refresh();
  const format = { verbose, now: context.clock.now() };
  return [...context.datapath.dpifOf(bridge).flows]
    .filter((megaflow) => megaflow.port.bridge === bridge)
    .map((megaflow) => {
      const id = verbose ? `${formatUfid(megaflow)} ` : '';
      return `${id}${formatMegaflow(megaflow, format)}\n`;
    })
    .join('');
}

export const DPIF_COMMANDS: readonly TargetCommand[] = [
  { name: 'dpif/show', usage: '', run: show },
  { name: 'dpif/dump-dps', usage: '', run: dumpDatapaths },
  { name: 'dpif/dump-flows', usage: '[-m] bridge', run: dumpFlows },
];
