/** Commands about the MAC tables of bridges: `fdb/...`. */
import { formatMac } from '../../../lib/addresses.js';
import { formatPort } from '../../../openflow/values/port-text.js';
import type { ToolContext } from '../../tool.js';
import { findBridge } from '../find-bridge.js';
import type { TargetCommand } from '../target-command.js';

function show([name = '']: readonly string[], context: ToolContext): string {
  const { macs } = findBridge(context, name);
  macs.expire();
  const lines = [...macs.entries()].map((entry) => {
    const port = formatPort(entry.port.ports[0]?.port.number ?? 0).padStart(5);
    const vlan = String(entry.vlan).padStart(4);
    const age = String(macs.age(entry)).padStart(3);
    return `${port}  ${vlan}  ${formatMac(entry.mac)}  ${age}\n`;
  });
  return ` port  VLAN  MAC                Age\n${lines.join('')}`;
}

function flush([name]: readonly string[], context: ToolContext): string {
  const bridges =
    name === undefined ? context.datapath.bridges.values() : [findBridge(context, name)];
  for (const { macs } of bridges) macs.flush();
  return 'table successfully flushed';
}

export const FDB_COMMANDS: readonly TargetCommand[] = [
  { name: 'fdb/show', usage: 'bridge', run: show },
  { name: 'fdb/flush', usage: '[bridge]', run: flush },
];
