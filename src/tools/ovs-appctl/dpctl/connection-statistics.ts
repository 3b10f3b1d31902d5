/** Counts of connections by kind, like `dpctl_ct_stats_show()`. */
import type { Connection } from '../../../datapath/conntrack/connection.js';
import { PROTOCOL_NAMES } from '../../../datapath/conntrack/format-connection.js';
import { connectionState, TCP_STATES } from '../../../datapath/conntrack/tcp-state.js';

/** The protocols that have a line, in order. ICMPv6 is counted, but has none. */
const SHOWN: readonly (readonly [protocol: string, title: string])[] = [
  ['tcp', 'TCP'],
  ['udp', 'UDP'],
  ['udplite', 'UDPLITE'],
  ['sctp', 'SCTP'],
  ['icmp', 'ICMP'],
  ['dccp', 'DCCP'],
  ['igmp', 'IGMP'],
  ['other', 'Other'],
];

function count<K>(keys: Iterable<K>): Map<K, number> {
  const counts = new Map<K, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

const protocolOf = ({ tuple }: Connection): string => PROTOCOL_NAMES.get(tuple.protocol) ?? 'other';

/** Formats the counts; if `verbose`, with the states of TCP connections. */
export function connectionStatistics(connections: readonly Connection[], verbose: boolean): string {
  const counts = count(connections.map(protocolOf));
  const lines = ['Connections Stats:', `    Total: ${connections.length}`];
  for (const [protocol, title] of SHOWN) {
    const number = counts.get(protocol);
    if (number === undefined) continue;
    lines.push(`  ${title}: ${number}`);
    if (protocol === 'tcp' && verbose) lines.push(...tcpStates(connections));
  }
  return lines.map((line) => `${line}\n`).join('');
}

function tcpStates(connections: readonly Connection[]): string[] {
  const infos = connections.flatMap(({ conversation: { info } }) => (info ? [info] : []));
  const states = count(infos.map(connectionState));
  const lines = TCP_STATES.flatMap((state) => {
    const number = states.get(state);
    return number === undefined ? [] : [`\t  [${state}]=${number}`];
  });
  return ['    Conn per TCP states:', ...lines];
}
