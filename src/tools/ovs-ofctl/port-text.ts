/** The text of ports in OpenFlow messages. */

import { formatMac } from '../../lib/addresses.js';
import { type BridgePort, PORT_CONFIG, PORT_STATE } from '../../openflow/model/bridge-port.js';
import type { OpenFlowVersion } from '../../openflow/model/protocols.js';
import { formatPort } from '../../openflow/values/port-text.js';
import { formatBits, formatDuration } from './message-text.js';

const CONFIG_NAMES = Object.entries(PORT_CONFIG).map(([name, bit]) => [bit, name] as const);
const STATE_NAMES = Object.entries(PORT_STATE).map(([name, bit]) => [bit, name] as const);

/** Settings that only OpenFlow 1.0 knows. */
const OF10_ONLY = PORT_CONFIG.NO_STP | PORT_CONFIG.NO_RECV_STP | PORT_CONFIG.NO_FLOOD;

/** The most characters of a name that a message has room for. */
const NAME_LENGTH = 15;

/** The name of a port as messages have it. */
export function portName(port: BridgePort): string {
  return port.name.slice(0, NAME_LENGTH);
}

/** The bytes of a port's description. */
export function portDescriptionLength(version: OpenFlowVersion): number {
  return version === 10 ? 48 : 64;
}

/** The description of a port, in four lines. */
export function formatPortDescription(port: BridgePort, version: OpenFlowVersion): string {
  const config = version === 10 ? port.config : port.config & ~OF10_ONLY;
  return [
    ` ${formatPort(port.number)}(${portName(port)}): addr:${formatMac(port.address)}`,
    `     config:     ${formatBits(config, CONFIG_NAMES)}`,
    `     state:      ${formatBits(port.state, STATE_NAMES)}`,
    '     speed: 0 Mbps now, 0 Mbps max',
    '',
  ].join('\n');
}

/** Descriptions of ports, by number. */
export function formatPortDescriptions(
  ports: Iterable<BridgePort>,
  version: OpenFlowVersion,
): string {
  return [...ports]
    .sort((a, b) => a.number - b.number)
    .map((port) => formatPortDescription(port, version))
    .join('');
}

/** The bytes of a port's counters. */
export function portStatsLength(version: OpenFlowVersion): number {
  return version >= 13 ? 112 : 104;
}

/** What a port has counted; OpenFlow 1.3 also tells how long it has been there. */
export function formatPortStats(port: BridgePort, version: OpenFlowVersion, now: number): string {
  const { counters } = port;
  const indent = port.number < 10 ? ' ' : '';
  const lines = [
    `  port ${indent}${formatPort(port.number)}: rx pkts=${counters.rxPackets}, bytes=${counters.rxBytes}, drop=${counters.rxDropped}, errs=0, frame=0, over=0, crc=0`,
    `           tx pkts=${counters.txPackets}, bytes=${counters.txBytes}, drop=${counters.txDropped}, errs=0, coll=0`,
  ];
  if (version >= 13) lines.push(`           duration=${formatDuration(now - port.created)}`);
  return `${lines.join('\n')}\n`;
}
