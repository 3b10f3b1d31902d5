/**
 * Converts the changes that a translation made to a flow into datapath actions
 * (`commit_odp_actions`).
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

/** The members that setting an attribute writes, except those that cannot change. */
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
 * Appends the actions that turn `base` into `flow`, except its tunnel, and updates `base`. Mirrors
 * `commit_odp_actions()`.
 *
 * @param wildcards limits what is set: translation has added everything it read or wrote.
 * @returns the reason for the slow path, if the datapath cannot execute all actions.
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

/** Sets the fields of the network layer, if its protocol is known. */
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

/**
 * Pops the entries that the stacks do not have in common, sets the one above those they do, and
 * pushes new ones.
 */
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
      // Only the last pop knows the new type; until then, the packet still has labels.
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
 * Appends the action that sets the tunnel of `flow`, if any, and updates `base`. Mirrors
 * `commit_odp_tunnel_action()`.
 *
 * @param table the defined Geneve options.
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
