/**
 * The actions that make one flow of another: what translation has changed in a flow becomes
 * actions only when the packet is put out. Counterpart of `commit_odp_actions`.
 */
import { DL_TYPE, ETH_TYPE, NW_PROTO } from '../../lib/protocol-numbers.js';
import type { Masked } from '../../openflow/model/match.js';
import { type FlowMember, VLAN_CFI } from '../../openflow/model/members.js';
import type { Flow, Wildcards } from '../../packet/flow.js';
import {
  countCommonMplsLabels,
  countMplsLabels,
  isIpType,
  isMplsType,
  lseMember,
  popMpls,
  pushMpls,
} from '../../packet/mpls.js';
import { TUNNEL_MEMBERS, tunMetadata } from '../../packet/tunnel-members.js';
import type { GeneveTable } from './geneve.js';
import type { OdpAction, OdpSetAttribute, SlowPathReason } from './odp-actions.js';
import { optionsOf, tunnelOf } from './tunnel-attributes.js';

/** The members that setting an attribute writes: those of the attribute but for what is fixed. */
const WRITABLE: Readonly<Record<Exclude<OdpSetAttribute, 'mpls'>, readonly FlowMember[]>> = {
  eth: ['dl_src', 'dl_dst'],
  ipv4: ['nw_src', 'nw_dst', 'nw_tos', 'nw_ttl'],
  ipv6: ['ipv6_src', 'ipv6_dst', 'ipv6_label', 'nw_tos', 'nw_ttl'],
  nd: ['nd_target', 'arp_sha', 'arp_tha'],
  arp: ['nw_src', 'nw_dst', 'nw_proto', 'arp_sha', 'arp_tha'],
  tcp: ['tp_src', 'tp_dst'],
  udp: ['tp_src', 'tp_dst'],
  sctp: ['tp_src', 'tp_dst'],
  skb_priority: ['skb_priority'],
  skb_mark: ['pkt_mark'],
};

/**
 * Appends to `actions` what makes `base` into `flow`, but for the tunnel, and makes `base` so.
 * Only bits that `wildcards` has are set: translation put there whatever it read or wrote.
 * Returns why packets must take the slow path, where the datapath cannot do all of it.
 */
export function commitOdpActions(
  flow: Flow,
  base: Flow,
  actions: OdpAction[],
  wildcards: Wildcards,
): SlowPathReason | undefined {
  const commit = (attribute: Exclude<OdpSetAttribute, 'mpls'>): boolean =>
    commitSet(attribute, flow, base, actions, wildcards);
  commit('eth');
  const slow = commitNetwork(flow, base, commit);
  commitTransport(flow, base, commit);
  commitMpls(flow, base, actions);
  commitVlan(flow, base, actions, wildcards);
  commit('skb_priority');
  commit('skb_mark');
  return slow;
}

type Commit = (attribute: Exclude<OdpSetAttribute, 'mpls'>) => boolean;

function commitSet(
  attribute: Exclude<OdpSetAttribute, 'mpls'>,
  flow: Flow,
  base: Flow,
  actions: OdpAction[],
  wildcards: Wildcards,
): boolean {
  const members = WRITABLE[attribute];
  if (members.every((member) => flow.get(member) === base.get(member))) return false;
  const fields = new Map<FlowMember, Masked>();
  for (const member of members) {
    const value = flow.get(member);
    const mask = wildcards.get(member);
    if (mask !== 0n) fields.set(member, { value: value & mask, mask });
    base.set(member, value);
  }
  actions.push({ type: 'set', attribute, fields });
  return true;
}

/** The network layer, where there is one; its protocol is what tells. */
function commitNetwork(flow: Flow, base: Flow, commit: Commit): SlowPathReason | undefined {
  if (flow.get('nw_proto') === 0n) return undefined;
  switch (base.get('dl_type')) {
    case DL_TYPE.IPV4:
      commit('ipv4');
      return undefined;
    case DL_TYPE.IPV6:
      commit('ipv6');
      return commit('nd') ? 'action' : undefined;
    case DL_TYPE.ARP:
      return commit('arp') ? 'action' : undefined;
    default:
      return undefined;
  }
}

function commitTransport(flow: Flow, base: Flow, commit: Commit): void {
  if (!isIpType(base.get('dl_type'))) return;
  switch (flow.get('nw_proto')) {
    case NW_PROTO.TCP:
      commit('tcp');
      break;
    case NW_PROTO.UDP:
      commit('udp');
      break;
    case NW_PROTO.SCTP:
      commit('sctp');
      break;
  }
}

/** Pops what is not common, sets the entry above what is, and pushes what is new. */
function commitMpls(flow: Flow, base: Flow, actions: OdpAction[]): void {
  let baseCount = countMplsLabels(base);
  const flowCount = countMplsLabels(flow);
  let common = countCommonMplsLabels(flow, flowCount, base, baseCount);
  const type = flow.get('dl_type');
  while (baseCount > common) {
    if (baseCount - 1 === common && flowCount > common) {
      const value = flow.get(lseMember(flowCount - baseCount));
      const fields = new Map([['mpls_lse' as const, { value, mask: 0xffffffffn }]]);
      actions.push({ type: 'set', attribute: 'mpls', fields });
      base.set('mpls_lse', value);
      common++;
    } else {
      // Only the last pop says what the packet becomes; before it there still are labels.
      const etherType = !isMplsType(type) && baseCount > 1 ? ETH_TYPE.MPLS : Number(type);
      actions.push({ type: 'pop_mpls', etherType });
      popMpls(base, baseCount, type);
      baseCount--;
    }
  }
  for (; baseCount < flowCount; baseCount++) {
    const lse = flow.get(lseMember(flowCount - baseCount - 1));
    actions.push({ type: 'push_mpls', lse: Number(lse), etherType: Number(type) });
    pushMpls(base, baseCount, type);
    base.set('mpls_lse', lse);
  }
}

function commitVlan(flow: Flow, base: Flow, actions: OdpAction[], wildcards: Wildcards): void {
  const tci = flow.get('vlan_tci');
  const baseTci = base.get('vlan_tci');
  if (tci === baseTci) return;
  wildcards.add('vlan_tci');
  if ((baseTci & VLAN_CFI) !== 0n) actions.push({ type: 'pop_vlan' });
  if ((tci & VLAN_CFI) !== 0n) {
    actions.push({ type: 'push_vlan', tpid: ETH_TYPE.VLAN, tci: Number(tci) });
  }
  base.set('vlan_tci', tci);
}

/**
 * Appends what sets the tunnel of `base` to that of `flow`, where that is one, and makes `base`
 * so. `table` says which Geneve options there are.
 */
export function commitOdpTunnel(
  flow: Flow,
  base: Flow,
  actions: OdpAction[],
  table: GeneveTable,
): void {
  if (flow.get('tun_dst') === 0n) return;
  const members: FlowMember[] = [
    ...TUNNEL_MEMBERS,
    'tun_metadata_present',
    ...Array.from(table.keys(), tunMetadata),
  ];
  if (members.every((member) => flow.get(member) === base.get(member))) return;
  for (const member of members) base.set(member, flow.get(member));
  actions.push({ type: 'set_tunnel', tunnel: tunnelOf(flow), options: optionsOf(flow, table) });
}
