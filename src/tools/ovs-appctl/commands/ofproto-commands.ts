/** Commands about bridges and their OpenFlow flows. */
import { internalFlows } from '../../../datapath/translate/internal-flows.js';
import { formatActionList } from '../../../openflow/text/format-actions.js';
import { formatMatch } from '../../../openflow/text/format-match.js';
import type { ToolContext } from '../../tool.js';
import { findBridge } from '../find-bridge.js';
import { CommandError, type TargetCommand } from '../target-command.js';

/** Lists flows in the format of `bridge/dump-flows`, like `ofproto_get_all_flows()`. */
function dumpFlows([name = '']: readonly string[], context: ToolContext): string {
  const { bridge } = findBridge(context, name, 'Unknown bridge');
  context.datapath.refresh();
  const now = context.clock.now();
  const flows = [...bridge.allFlows(), ...internalFlows(bridge).table];
  return flows
    .map((flow) => {
      const table = flow.table === 0 ? '' : `table_id=${flow.table}, `;
      const age = Math.floor((now - flow.created) / 1000);
      const counts = `n_packets=${flow.packets}, n_bytes=${flow.bytes}`;
      const match = formatMatch(flow.match, flow.priority);
      return `${table}duration=${age}s, ${counts}, ${match},actions=${formatActionList(flow.actions)}\n`;
    })
    .join('');
}

/** Lists bridges in the order in which their rows were created. */
function listBridges(_: readonly string[], context: ToolContext): string {
  const names = [...context.ovs.rows('Bridge')].map(({ name }) => name);
  return names.map((name) => (context.switch.bridges.has(name) ? `${name}\n` : '')).join('');
}

function reconnect([name]: readonly string[], context: ToolContext): string {
  if (name !== undefined) findBridge(context, name, 'Unknown bridge');
  return '';
}

/** Reports no queues, since no device has any. */
function showQos([name = '']: readonly string[], context: ToolContext): string {
  if (context.datapath.port(name) === undefined) throw new CommandError('no such interface');
  throw new CommandError(`QoS not configured on ${name}\n`);
}

export const BRIDGE_COMMANDS: readonly TargetCommand[] = [
  {
    name: 'ofproto/list',
    usage: '',
    run: listBridges,
  },
  { name: 'bridge/dump-flows', usage: 'bridge', run: dumpFlows },
  { name: 'bridge/reconnect', usage: '[bridge]', run: reconnect },
  { name: 'qos/show', usage: 'interface', run: showQos },
];
