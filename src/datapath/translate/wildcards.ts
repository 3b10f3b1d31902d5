/**
 * Adds the bits that every megaflow matches, and removes those that none can match
 * (`xlate_wc_init`, `xlate_wc_finish`).
 */
import { DL_TYPE, NW_PROTO } from '../../lib/protocol-numbers.js';
import { type FlowMember, REGISTERS, VLAN_CFI } from '../../openflow/model/members.js';
import type { Flow, Wildcards } from '../../packet/flow.js';
import { isIpType } from '../../packet/mpls.js';
import { dependOnTunnel } from './tunnel-receive.js';

const FRAGMENT = 3n;

/** Adds the bits that are examined for each packet. */
export function initWildcards(flow: Flow, wildcards: Wildcards): void {
  wildcards.add('in_port');
  wildcards.add('dl_type');
  if (isIpType(flow.get('dl_type'))) wildcards.add('nw_frag', FRAGMENT);
  wildcards.add('recirc_id');
  dependOnTunnel(flow, wildcards);
}

/** Members that do not come from the packet. */
const NOT_OF_PACKET: readonly FlowMember[] = ['metadata', ...REGISTERS, 'actset_output', 'conj_id'];

/** Removes bits that no datapath can match, and completes the rest. */
export function finishWildcards(flow: Flow, wildcards: Wildcards): void {
  for (const member of NOT_OF_PACKET) wildcards.clear(member);
  const type = flow.get('dl_type');
  const protocol = flow.get('nw_proto');
  if (
    (type === DL_TYPE.IPV4 && protocol === NW_PROTO.ICMP) ||
    (type === DL_TYPE.IPV6 && protocol === NW_PROTO.ICMPV6)
  ) {
    for (const member of ['tp_src', 'tp_dst'] as const) {
      const low = wildcards.get(member) & 0xffn;
      wildcards.clear(member);
      wildcards.add(member, low);
    }
  }
  if (wildcards.get('vlan_tci') !== 0n) wildcards.add('vlan_tci', VLAN_CFI);
}
