/** Formats flows (`flow_format`). */
import { DL_TYPE, FRAG, NW_PROTO } from '../lib/protocol-numbers.js';
import { type FlowMember, REGISTERS } from '../openflow/model/members.js';
import { formatMatch } from '../openflow/text/format-match.js';
import { type Flow, Wildcards } from './flow.js';
import { isMplsType, MPLS_BOS, MPLS_MEMBERS } from './mpls.js';
import { TUNNEL_FLAG, tunMetadata } from './tunnel-members.js';

/** Metadata members, which are shown only if they are not zero. */
const CONTEXT: readonly FlowMember[] = [
  'in_port',
  'skb_priority',
  'pkt_mark',
  'recirc_id',
  'dp_hash',
  'ct_state',
  'ct_zone',
  'ct_mark',
  'ct_label',
  ...REGISTERS,
  'metadata',
];

/** Returns the text of a flow, with all members that apply to its kind of packet. */
export function formatFlow(flow: Flow): string {
  const wildcards = new Wildcards();
  for (const member of membersOf(flow)) wildcards.add(member);
  for (const member of CONTEXT) if (flow.get(member) !== 0n) wildcards.add(member);
  return formatMatch(wildcards.matchOf(flow));
}

/**
 * Yields the members that apply to this kind of packet. Mirrors `flow_wildcards_init_for_packet()`.
 */
function* membersOf(flow: Flow): IterableIterator<FlowMember> {
  yield* tunnelMembersOf(flow);
  yield* ['dl_dst', 'dl_src', 'dl_type', 'vlan_tci'] as const;
  const type = flow.get('dl_type');
  switch (type) {
    case DL_TYPE.IPV4:
      yield* ['nw_src', 'nw_dst'] as const;
      break;
    case DL_TYPE.IPV6:
      yield* ['ipv6_src', 'ipv6_dst', 'ipv6_label'] as const;
      break;
    case DL_TYPE.ARP:
    case DL_TYPE.RARP:
      yield* ['nw_src', 'nw_dst', 'nw_proto', 'arp_sha', 'arp_tha'] as const;
      return;
    default:
      if (isMplsType(type)) yield* labelsOf(flow);
      return;
  }
  // The fragment type is shown only in matches.
  yield* ['nw_tos', 'nw_ttl', 'nw_proto'] as const;
  yield* transportMembersOf(flow);
}

function* tunnelMembersOf(flow: Flow): IterableIterator<FlowMember> {
  if (flow.get('tun_dst') === 0n) {
    if (flow.get('tun_id') !== 0n) yield 'tun_id';
    return;
  }
  if ((flow.get('tun_flags') & TUNNEL_FLAG.KEY) !== 0n) yield 'tun_id';
  yield* ['tun_src', 'tun_dst', 'tun_flags', 'tun_tos', 'tun_ttl'] as const;
  yield* ['tun_gbp_id', 'tun_gbp_flags'] as const;
  const present = flow.get('tun_metadata_present');
  for (let n = 0; present >> BigInt(n) !== 0n; n++) {
    if (((present >> BigInt(n)) & 1n) !== 0n) yield tunMetadata(n);
  }
}

function* labelsOf(flow: Flow): IterableIterator<FlowMember> {
  for (const member of MPLS_MEMBERS) {
    yield member;
    if ((flow.get(member) & MPLS_BOS) !== 0n) return;
  }
}

/** IP protocols that have ports, or a type and a code. */
const WITH_PORTS: readonly bigint[] = [
  NW_PROTO.ICMP,
  NW_PROTO.IGMP,
  NW_PROTO.TCP,
  NW_PROTO.UDP,
  NW_PROTO.ICMPV6,
  NW_PROTO.SCTP,
];

function* transportMembersOf(flow: Flow): IterableIterator<FlowMember> {
  const protocol = flow.get('nw_proto');
  if ((flow.get('nw_frag') & FRAG.LATER) !== 0n || !WITH_PORTS.includes(protocol)) return;
  yield* ['tp_src', 'tp_dst'] as const;
  if (protocol === NW_PROTO.TCP) yield 'tcp_flags';
  if (protocol === NW_PROTO.ICMPV6) yield* ['arp_sha', 'arp_tha', 'nd_target'] as const;
}
