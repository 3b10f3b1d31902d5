/** A packet in the syntax of OpenFlow (`flow_format`). */
import { type Flow, Wildcards } from '../../datapath/flow.js';
import { formatMatch } from '../../openflow/format-match.js';
import { FLOW_MEMBERS, type FlowMember } from '../../openflow/members.js';

const ETHERNET = ['vlan_tci', 'dl_src', 'dl_dst', 'dl_type'] as const;
const ARP = ['nw_src', 'nw_dst', 'nw_proto', 'arp_sha', 'arp_tha'] as const;
const IP = ['nw_proto', 'nw_tos', 'nw_ttl'] as const;

/** What packets have beyond Ethernet, by Ethernet type. */
const NETWORK: ReadonlyMap<bigint, readonly FlowMember[]> = new Map<bigint, readonly FlowMember[]>([
  [0x0800n, ['nw_src', 'nw_dst', ...IP]],
  [0x86ddn, ['ipv6_src', 'ipv6_dst', 'ipv6_label', ...IP]],
  [0x0806n, ARP],
  [0x8035n, ARP],
]);

const PORTS = ['tp_src', 'tp_dst'] as const;

/** What packets have beyond IP, by protocol. */
const TRANSPORT: ReadonlyMap<bigint, readonly FlowMember[]> = new Map<
  bigint,
  readonly FlowMember[]
>([
  [1n, PORTS],
  [2n, PORTS],
  [6n, [...PORTS, 'tcp_flags']],
  [17n, PORTS],
  [58n, [...PORTS, 'arp_sha', 'arp_tha', 'nd_target']],
  [132n, PORTS],
]);

const LATER_FRAGMENT = 2n;
const METADATA_END = FLOW_MEMBERS.indexOf('vlan_tci');

/** All that a packet has, and of its metadata what is not zero. */
export function formatMicroflow(flow: Flow): string {
  const shown = new Wildcards();
  for (const member of FLOW_MEMBERS.slice(0, METADATA_END)) {
    if (flow.get(member) !== 0n) shown.add(member);
  }
  for (const member of packetMembers(flow)) shown.add(member);
  return formatMatch(shown.matchOf(flow));
}

function packetMembers(flow: Flow): readonly FlowMember[] {
  const network = NETWORK.get(flow.get('dl_type')) ?? [];
  const hasTransport = network.includes('nw_ttl') && (flow.get('nw_frag') & LATER_FRAGMENT) === 0n;
  const transport = hasTransport ? (TRANSPORT.get(flow.get('nw_proto')) ?? []) : [];
  return [...ETHERNET, ...network, ...transport];
}
