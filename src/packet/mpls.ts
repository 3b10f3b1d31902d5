/**
 * Counts, pushes and pops the MPLS labels of a flow, outermost first, up to the number that a flow
 * can hold.
 */
import { DL_TYPE } from '../lib/protocol-numbers.js';
import { type FlowMember, memberIndex } from '../openflow/model/members.js';
import type { Flow, Wildcards } from './flow.js';

/** The members that hold the stack. */
export const MPLS_MEMBERS = ['mpls_lse', 'mpls_lse1', 'mpls_lse2'] as const;

/** `FLOW_MAX_MPLS_LABELS`. */
export const MAX_MPLS_LABELS = MPLS_MEMBERS.length;

/** The bottom-of-stack bit of a label stack entry. */
export const MPLS_BOS = 0x100n;

const WHOLE_LSE = 0xffffffffn;

/** Returns true for the Ethernet types of MPLS. */
export function isMplsType(etherType: bigint): boolean {
  return etherType === DL_TYPE.MPLS || etherType === DL_TYPE.MPLS_MULTICAST;
}

/** Returns true for the Ethernet types of IPv4 and IPv6. */
export function isIpType(etherType: bigint): boolean {
  return etherType === DL_TYPE.IPV4 || etherType === DL_TYPE.IPV6;
}

/** Returns the number of entries of a flow's stack, and adds the examined bits to `wildcards`. */
export function countMplsLabels(flow: Flow, wildcards?: Wildcards): number {
  if (!isMplsType(flow.get('dl_type'))) return 0;
  let count = 0;
  for (const [place, member] of MPLS_MEMBERS.entries()) {
    wildcards?.add(member, MPLS_BOS);
    const lse = flow.get(member);
    if ((lse & MPLS_BOS) !== 0n) return place + 1;
    if (lse !== 0n) count++;
  }
  return count;
}

/** Returns the number of entries that two stacks have in common, counted from the bottom. */
export function countCommonMplsLabels(
  one: Flow,
  oneCount: number,
  other: Flow,
  otherCount: number,
  wildcards?: Wildcards,
): number {
  const least = Math.min(oneCount, otherCount);
  for (let common = 0; common < least; common++) {
    const a = lseMember(oneCount - 1 - common);
    const b = lseMember(otherCount - 1 - common);
    wildcards?.add(a, WHOLE_LSE);
    wildcards?.add(b, WHOLE_LSE);
    if (one.get(a) !== other.get(b)) return common;
  }
  return least;
}

/** The members of the network and transport layers, which the first label hides. */
const HIDDEN_BY_MPLS: readonly number[] = (
  [
    'nw_src',
    'nw_dst',
    'ipv6_src',
    'ipv6_dst',
    'ipv6_label',
    'nw_frag',
    'nw_tos',
    'nw_ttl',
    'nw_proto',
    'nd_target',
    'arp_sha',
    'arp_tha',
    'tcp_flags',
    'tp_src',
    'tp_dst',
    'dp_hash',
  ] as const
).map(memberIndex);

/**
 * Pushes an entry onto the stack of a flow: a copy of the outermost one, or the first one. Mirrors
 * `flow_push_mpls()`.
 *
 * @param count the current number of entries, less than {@link MAX_MPLS_LABELS}.
 */
export function pushMpls(
  flow: Flow,
  count: number,
  etherType: bigint,
  wildcards?: Wildcards,
): void {
  if (count > 0) {
    for (let place = count; place >= 1; place--) {
      wildcards?.add(lseMember(place - 1), WHOLE_LSE);
      flow.set(lseMember(place), flow.get(lseMember(place - 1)));
    }
    flow.set('mpls_lse', flow.get('mpls_lse') & ~MPLS_BOS);
  } else {
    flow.set('mpls_lse', firstLse(flow, wildcards));
    for (const index of HIDDEN_BY_MPLS) flow.setAt(index, 0n);
  }
  flow.set('dl_type', etherType);
}

/** Returns the first entry of a packet: explicit null, with the packet's traffic class and TTL. */
function firstLse(flow: Flow, wildcards: Wildcards | undefined): bigint {
  const type = flow.get('dl_type');
  const label = type === DL_TYPE.IPV6 ? 2n : 0n;
  let trafficClass = 0n;
  let ttl = 64n;
  if (isIpType(type)) {
    trafficClass = (flow.get('nw_tos') & 0xfcn) >> 2n;
    wildcards?.add('nw_tos', 0xfcn);
    wildcards?.add('nw_ttl');
    if (flow.get('nw_ttl') !== 0n) ttl = flow.get('nw_ttl');
  }
  return (label << 12n) | ((trafficClass & 7n) << 9n) | MPLS_BOS | ttl;
}

/**
 * Pops the outermost entry of a flow's stack. Mirrors `flow_pop_mpls()`.
 *
 * @param count the current number of entries.
 * @param etherType the type of the packet without the entry.
 * @returns false if the stack is empty, or the entry below is unknown.
 */
export function popMpls(
  flow: Flow,
  count: number,
  etherType: bigint,
  wildcards?: Wildcards,
): boolean {
  if (count === 0) return false;
  if (count === MAX_MPLS_LABELS) {
    const last = lseMember(count - 1);
    wildcards?.add(last, MPLS_BOS);
    if ((flow.get(last) & MPLS_BOS) === 0n) return false;
  }
  for (let place = 1; place < count; place++) {
    wildcards?.add(lseMember(place), WHOLE_LSE);
    flow.set(lseMember(place - 1), flow.get(lseMember(place)));
  }
  flow.set(lseMember(count - 1), 0n);
  flow.set('dl_type', etherType);
  return true;
}

/** Returns the member that holds the entry at this position of the stack. */
export function lseMember(place: number): FlowMember {
  const member = MPLS_MEMBERS[place];
  if (member === undefined) throw new RangeError(`a flow has no label stack entry ${place}`);
  return member;
}
