/** Formats ports as parts of OpenFlow messages. */

import { formatMac } from '../../lib/addresses.js';
import { type BridgePort, PORT_CONFIG, PORT_STATE } from '../../openflow/model/bridge-port.js';
import type { OpenFlowVersion } from '../../openflow/model/protocols.js';
import { formatPort } from '../../openflow/values/port-text.js';
import { formatBits, formatDuration } from './message-text.js';

const CONFIG_NAMES = Object.entries(PORT_CONFIG).map(([name, bit]) => [bit, name] as const);
const STATE_NAMES = Object.entries(PORT_STATE).map(([name, bit]) => [bit, name] as const);

/** The settings that exist only in OpenFlow 1.0. */
export const OF10_CONFIG = PORT_CONFIG.NO_STP | PORT_CONFIG.NO_RECV_STP | PORT_CONFIG.NO_FLOOD;

/** The names of the features of a link, in the order of their bits (`NETDEV_F_*`). */
const FEATURE_NAMES = [
  '10MB-HD',
  '10MB-FD',
  '100MB-HD',
  '100MB-FD',
  '1GB-HD',
  '1GB-FD',
  '10GB-FD',
  '40GB-FD',
  '100GB-FD',
  '1TB-FD',
  'OTHER',
  'COPPER',
  'FIBER',
  'AUTO_NEG',
  'AUTO_PAUSE',
  'AUTO_PAUSE_ASYM',
].map((name, i) => [1 << i, name] as const);

/** The spanning tree state in OpenFlow 1.0: two bits of the state of a port. */
const STP_MASK = 3 << 8;
const STP_STATES = ['', 'STP_LEARN', 'STP_FORWARD', 'STP_BLOCK'];

/** The size of a name in a message. */
const NAME_LENGTH = 15;

/** The link of a port in a message. */
export interface LinkFeatures {
  readonly current: number;
  readonly advertised: number;
  readonly supported: number;
  readonly peer: number;
  /** In kb/s. */
  readonly speed: number;
  /** In kb/s. */
  readonly maxSpeed: number;
}

/** The description of a port in a message. */
export type PortDescription = Pick<
  BridgePort,
  'number' | 'name' | 'address' | 'config' | 'state'
> & { readonly link?: LinkFeatures };

/** Returns the name of a port, truncated as in messages and at a character that does not print. */
export function portName(port: Pick<BridgePort, 'name'>): string {
  return port.name.slice(0, NAME_LENGTH).replace(/[^ -~].*$/s, '');
}

/** Returns the names of settings of a port. */
export function formatPortConfig(config: number): string {
  return formatBits(config, CONFIG_NAMES);
}

/** Returns the names of features of a link. */
export function formatLinkFeatures(features: number): string {
  return formatBits(features, FEATURE_NAMES);
}

function formatState(state: number): string {
  const stp = STP_STATES[(state & STP_MASK) >> 8] ?? '';
  const rest = state & ~STP_MASK;
  return stp !== '' && rest === 0 ? stp : stp + formatBits(rest, STATE_NAMES);
}

/** Returns the size of the description of a port. */
export function portDescriptionLength(version: OpenFlowVersion): number {
  return version === 10 ? 48 : 64;
}

/** Returns the description of a port; mirrors `ofp_print_phy_port()`. */
export function formatPortDescription(port: PortDescription, version: OpenFlowVersion): string {
  const config = version === 10 ? port.config : port.config & ~OF10_CONFIG;
  const { link } = port;
  const lines = [
    ` ${formatPort(port.number)}(${portName(port)}): addr:${formatMac(port.address)}`,
    `     config:     ${formatPortConfig(config)}`,
    `     state:      ${formatState(port.state)}`,
  ];
  const features = (label: string, bits = 0): void => {
    if (bits !== 0) lines.push(`     ${label.padEnd(12)}${formatLinkFeatures(bits)}`);
  };
  features('current:', link?.current);
  features('advertised:', link?.advertised);
  features('supported:', link?.supported);
  features('peer:', link?.peer);
  const megabits = (speed = 0): number => Math.floor(speed / 1000);
  lines.push(`     speed: ${megabits(link?.speed)} Mbps now, ${megabits(link?.maxSpeed)} Mbps max`);
  return `${lines.join('\n')}\n`;
}

/** Returns the descriptions of ports, by number. */
export function formatPortDescriptions(
  ports: Iterable<PortDescription>,
  version: OpenFlowVersion,
): string {
  return [...ports]
    .sort((a, b) => a.number - b.number)
    .map((port) => formatPortDescription(port, version))
    .join('');
}

/** Returns the size of the statistics of a port. */
export function portStatsLength(version: OpenFlowVersion): number {
  return version >= 13 ? 112 : 104;
}

/** The statistics of a port in a message. */
export interface PortStatistics {
  readonly port: number;
  readonly received: Readonly<Record<'packets' | 'bytes' | 'dropped' | 'errors', bigint>>;
  readonly sent: Readonly<Record<'packets' | 'bytes' | 'dropped' | 'errors', bigint>>;
  readonly frame: bigint;
  readonly overrun: bigint;
  readonly crc: bigint;
  readonly collisions: bigint;
  readonly duration?: string;
}

const UNKNOWN = 0xffffffffffffffffn;

/** Returns a counter of a message; all bits are set in one that is unknown. */
export const formatCounter = (value: bigint): string => (value === UNKNOWN ? '?' : String(value));

/** Returns statistics of a port; mirrors `ofp_print_ofpst_port_reply()`. */
export function formatPortStatistics(statistics: PortStatistics): string {
  const { port, received, sent, frame, overrun, crc, collisions, duration } = statistics;
  const common = ({ packets, bytes, dropped, errors }: PortStatistics['sent']): string =>
    `pkts=${formatCounter(packets)}, bytes=${formatCounter(bytes)}, drop=${formatCounter(dropped)}, errs=${formatCounter(errors)}`;
  const lines = [
    `  port ${port < 10 ? ' ' : ''}${formatPort(port)}: rx ${common(received)}, frame=${formatCounter(frame)}, over=${formatCounter(overrun)}, crc=${formatCounter(crc)}`,
    `           tx ${common(sent)}, coll=${formatCounter(collisions)}`,
  ];
  if (duration !== undefined) lines.push(`           duration=${duration}`);
  return `${lines.join('\n')}\n`;
}

/** Returns the statistics of a port of a bridge; OpenFlow 1.3 and later tell its age. */
export function formatPortStats(port: BridgePort, version: OpenFlowVersion, now: number): string {
  const { counters } = port;
  return formatPortStatistics({
    port: port.number,
    received: {
      packets: counters.rxPackets,
      bytes: counters.rxBytes,
      dropped: counters.rxDropped,
      errors: 0n,
    },
    sent: {
      packets: counters.txPackets,
      bytes: counters.txBytes,
      dropped: counters.txDropped,
      errors: 0n,
    },
    frame: 0n,
    overrun: 0n,
    crc: 0n,
    collisions: 0n,
    ...(version >= 13 ? { duration: formatDuration(now - port.created) } : {}),
  });
}
