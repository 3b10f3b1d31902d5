/** Formats connections (`ct_dpif_format_entry` in `lib/ct-dpif.c`). */
import { formatIpv4, formatIpv6 } from '../../lib/addresses.js';
import { IP_PROTO } from '../../lib/protocol-numbers.js';
import type { Connection } from './connection.js';
import type { Address } from './ip-packet.js';
import { connectionState, TCP_STATES, type TcpEndInfo, type TcpProtocolInfo } from './tcp-state.js';
import { reverse, type Tuple } from './tuple.js';

/** The names of protocols; others are shown by number. */
export const PROTOCOL_NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'icmp'],
  [2, 'igmp'],
  [6, 'tcp'],
  [17, 'udp'],
  [33, 'dccp'],
  [58, 'icmpv6'],
  [132, 'sctp'],
  [136, 'udplite'],
]);

export interface ConnectionFormat {
  /** True to show all details. */
  readonly verbose?: boolean;
  /** Seconds until it expires, if they are shown. */
  readonly timeout?: number | undefined;
}

/** Returns a line of `dpctl/dump-conntrack`, without the newline. */
export function formatConnection(
  { tuple, conversation, helper, parent, mark, label }: Connection,
  { verbose = false, timeout }: ConnectionFormat = {},
): string {
  const { protocol, zone } = tuple;
  const { info } = conversation;
  const parts = [
    PROTOCOL_NAMES.get(protocol) ?? String(protocol),
    `orig=(${formatTuple(tuple)})`,
    `reply=(${formatTuple(reverse(tuple))})`,
  ];
  // The userspace tracker has neither IDs nor status bits.
  if (verbose) parts.push('id=0');
  if (zone !== 0) parts.push(`zone=${zone}`);
  if (verbose) parts.push('status=0');
  if (timeout !== undefined) parts.push(`timeout=${timeout}`);
  if (mark !== 0n) parts.push(`mark=${mark}`);
  if (label !== 0n) parts.push(`labels=0x${label.toString(16)}`);
  if (info) parts.push(`protoinfo=(${verbose ? formatBothEnds(info) : formatState(info)})`);
  if (helper !== undefined) parts.push(`helper=${helper}`);
  if (verbose && parent) parts.push(`parent=(${formatTuple(parent)})`);
  return parts.join(',');
}

const formatAddress = (address: Address): string =>
  typeof address === 'number' ? formatIpv4(address) : formatIpv6(address);

function formatTuple({ protocol, source, destination }: Tuple): string {
  const addresses = `src=${formatAddress(source.address)},dst=${formatAddress(destination.address)}`;
  const rest =
    protocol === IP_PROTO.ICMP || protocol === IP_PROTO.ICMPV6
      ? `id=${source.port},type=${source.icmpType},code=0`
      : `sport=${source.port},dport=${destination.port}`;
  return `${addresses},${rest}`;
}

const formatState = (info: TcpProtocolInfo): string => `state=${connectionState(info)}`;

const shiftOf = ({ scale }: TcpEndInfo): number => (typeof scale === 'number' ? scale : 0);

function formatBothEnds({ original, reply }: TcpProtocolInfo): string {
  const parts = [
    `state_orig=${TCP_STATES[original.state]}`,
    `state_reply=${TCP_STATES[reply.state]}`,
  ];
  const scales = [shiftOf(original), shiftOf(reply)];
  if (scales.some((scale) => scale !== 0)) {
    parts.push(`wscale_orig=${scales[0]}`, `wscale_reply=${scales[1]}`);
  }
  parts.push(`flags_orig=${formatFlags(original)}`, `flags_reply=${formatFlags(reply)}`);
  return parts.join(',');
}

function formatFlags({ scale }: TcpEndInfo): string {
  if (scale === undefined) return '0';
  return scale === 'unknown' ? 'BE_LIBERAL' : 'WINDOW_SCALE';
}
